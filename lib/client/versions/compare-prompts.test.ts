import { expect, test } from 'vitest';
import { noSourceFacts } from '@/lib/recipe/sources/source-facts';
import { noTables } from '@/lib/sources/source-table';
import { comparePrompts } from './compare-prompts';

const plan = { facts: noSourceFacts, tables: noTables, seed: 7, row: 0 };

test('the prompts of two texts stand by the name of what is asked for, names and places drawn', async () => {
  const before = recipe('question', 'Ask about {topic.name}.', '{ type: PERSON }');
  const after = recipe('ask', 'Ask about {topic}.', '{ type: PATTERN, pattern: "[0-9]{5}" }');
  const compared = await comparePrompts(before, after, plan);
  if (compared.kind !== 'prompts') throw new Error(compared.kind);
  expect(compared.old.get('question')).toMatch(/^user\nAsk about \p{Lu}[^{}]+\.$/u);
  expect([...compared.next.keys()]).toEqual(['ask']);
});

test('a text that is no recipe, and one that can’t be planned, are told apart', async () => {
  const text = recipe('question', 'Ask.', '{ type: PERSON }');
  expect(await comparePrompts('num_samples: [', text, plan)).toEqual({ kind: 'no-recipe' });
  const gone = {
    ...plan,
    get tables(): never {
      throw new Error('The records are gone.');
    },
  };
  expect(await comparePrompts(text, text, gone)).toEqual({
    kind: 'failed',
    message: 'The records are gone.',
  });
});

function recipe(id: string, content: string, sampler: string): string {
  return `num_samples: 3
strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: Whom it is about
      sampler: ${sampler}
  generated_attributes:
    - id: ${id}
      instruction_messages: [{ role: USER, content: "${content}" }]
inference_config:
  engine: REMOTE
  model: { model_name: mock }
  remote_params: { api_url: http://localhost:1 }
`;
}
