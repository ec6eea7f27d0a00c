import { expect, test } from 'vitest';
import { compileRecipe } from '@/lib/plan/compile';
import { previewRows } from '@/lib/plan/preview';
import { applyEdit } from '@/lib/recipe/edit/apply-edit';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { promoteAnswer } from './promote-answer';

const text = `# Questions
num_samples: 2
strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: x
      possible_values: [{ id: bread, name: "Bread {rye}", description: x }]
  generated_attributes:
    - id: question
      instruction_messages:
        # Who is asked
        - role: SYSTEM
          content: Be short.
        - role: USER
          content: Ask about {topic}.
inference_config:
  engine: ECHO
  model: { model_name: echo }
`;

function prompts(yaml: string) {
  const { recipe } = readRecipe(yaml);
  if (recipe === null) throw new Error('the recipe is broken');
  const [row] = previewRows(compileRecipe(recipe), { seed: 1, start: 0, rows: 1 });
  return row?.prompts[0]?.messages ?? [];
}

test('a tried answer becomes a pair before the question, and the rest of the text stays', () => {
  const path = ['strategy_params', 'generated_attributes', 0];
  const edits = promoteAnswer(path, prompts(text), 'Is {"rye": 1} healthy?\nYes.');
  const promoted = edits.reduce(applyEdit, text);
  const said = prompts(promoted).map(({ role, segments }) => [
    role,
    segments.map((segment) => (segment.type === 'pending' ? '' : segment.text)).join(''),
  ]);
  expect(said).toEqual([
    ['system', 'Be short.'],
    ['user', 'Ask about Bread {rye}.'],
    ['assistant', 'Is {"rye": 1} healthy?\nYes.'],
    ['user', 'Ask about Bread {rye}.'],
  ]);
  const lines = promoted.split('\n');
  for (const line of text.split('\n')) expect(lines).toContain(line);
});

test('without a question there is nothing to promote', () => {
  expect(promoteAnswer(['x'], [{ role: 'system', segments: [] }], 'text')).toEqual([]);
});
