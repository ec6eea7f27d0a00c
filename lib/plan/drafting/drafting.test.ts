import { expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { AnswerError, type Ask, type Reply } from '../exchange';
import { draftRecipe, type DraftManner, type Drafted } from './draft-exchange';
import { exampleRecipe } from './draft-prompt';
import { readDraft } from './read-draft';
import { skeletonRecipe } from './skeleton';

const task = 'Angry {refund} requests for a phone shop: in Dutch, with the right reply.';
const skeleton = skeletonRecipe(task, [], { engine: 'OPENAI', model: { model_name: 'gpt-5-mini' } });

/** Drafts with these answers; what was asked, and what came of it. */
function draft(answers: readonly (string | Partial<Reply>)[], manner: DraftManner = 'recipe') {
  const asked: Ask[] = [];
  const exchange = draftRecipe({ task, skeleton, manner }, { firstAttempt: 0, emptyRetries: 1 });
  let next = exchange.next();
  while (next.done !== true) {
    if (next.value.type !== 'ask') throw new Error('only a model is asked');
    asked.push(next.value);
    const answer = answers[asked.length - 1];
    if (answer === undefined) throw new Error(`asked ${asked.length} times`);
    const reply = typeof answer === 'string' ? { text: answer } : answer;
    next = exchange.next({ text: '', finishReason: 'stop', completionTokens: 9, toolCalls: [], ...reply });
  }
  return { asked, ...next.value };
}

const tone = {
  id: 'tone',
  name: 'Tone',
  description: 'T',
  possible_values: [{ id: 'a', name: 'a', description: 'A' }],
};

const block = (yaml: string) => `Here it is:\n\n\`\`\`yaml\n${yaml.trim()}\n\`\`\`\nEnjoy!`;

function recipeOf({ yaml }: Pick<Drafted, 'yaml'>) {
  const { recipe, diagnostics } = readRecipe(yaml);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (recipe === null) throw new Error('no recipe');
  return recipe;
}

test('E180 the example that models are shown is a valid recipe, and a model that writes it is asked once', () => {
  const { asked, notes, yaml } = draft([block(exampleRecipe)]);
  expect([asked.length, notes]).toEqual([1, []]);
  expect(yaml).toMatch(/^# Questions on health, with answers\n/);
  expect(recipeOf({ yaml }).inference_config).toMatchObject({
    engine: 'OPENAI',
    model: { model_name: 'gpt-5-mini' },
  });
  expect(asked[0]?.messages.at(-1)?.content).toContain(task);
});

test.each([
  ['without a block', exampleRecipe],
  ['behind words without a block', `Sure!\n\n${exampleRecipe.replace(/^#.*\n/, '')}`],
  ['in a block that was never closed', `\`\`\`yaml\n${exampleRecipe}`],
  ['beside a shorter block', `\`\`\`\npip install x\n\`\`\`\n${block(exampleRecipe)}`],
  [
    'as JSON',
    block(
      JSON.stringify({
        strategy_params: {
          sampled_attributes: [tone],
          generated_attributes: [{ id: 'a', instruction_messages: [{ role: 'USER', content: 'Write.' }] }],
        },
      }),
    ),
  ],
  [
    'as the hosted service writes it',
    JSON.stringify({
      recipe_config: {
        model_identifier: { model_type: 'ANTHROPIC_API', model_name: 'x' },
        synthesis_config: {
          synthesis_type: 'general',
          synthesis_config: {
            strategy: 'general',
            strategy_params: {
              sampled_attributes: [tone],
              generated_attributes: [
                { id: 'a', instruction_messages: [{ role: 'user', content: 'Write.' }] },
              ],
            },
          },
        },
      },
    }),
  ],
])('E180 a recipe is found %s, and asks the model that was chosen', (_, answer) => {
  const { asked, notes, yaml } = draft([answer]);
  expect([asked.length, notes]).toEqual([1, []]);
  expect(recipeOf({ yaml }).inference_config.model.model_name).toBe('gpt-5-mini');
});

test('E181 what a fix mends is mended without asking again', () => {
  const slips = exampleRecipe
    .replace('Answer with the question only.', 'Answer as {"question": "…"}.')
    .replace('sampled_attributes:', 'sampled_atributes:');
  const { asked, yaml } = draft([block(slips)]);
  expect(asked).toHaveLength(1);
  expect(yaml).toContain('{{"question": "…"}}');
  expect(recipeOf({ yaml }).strategy_params.sampled_attributes).toHaveLength(2);
});

test('E181 a recipe with problems is sent back with them, with the last answer alone', () => {
  const wrong = exampleRecipe.replace('{question}\n', '{nobody}\n');
  const { asked, notes } = draft([block(wrong), 'I can not.', block(exampleRecipe)]);
  expect(asked.map(({ step }) => step)).toEqual(['answer', 'repair:1', 'repair:2']);
  expect(asked[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(asked[1]?.messages.at(-1)?.content).toMatch(/^That is not a valid recipe yet:\n- .*nobody/);
  expect(asked[1]?.asksAgain?.code).toBe('invalid-answer');
  expect(asked[2]?.messages.at(-1)?.content).toContain('there is no recipe in the answer');
  expect(asked[2]?.messages).toHaveLength(4);
  expect(notes).toEqual([]);
});

test('E182 what is never valid becomes a plain recipe that keeps the values', () => {
  const wrong = block(
    exampleRecipe.replace(
      'instruction_messages:\n        - role: SYSTEM',
      'instruction_messages: 5\n      other:\n        - role: SYSTEM',
    ),
  );
  const { asked, notes, yaml } = draft([wrong, wrong, wrong, wrong]);
  expect(asked).toHaveLength(4);
  const { sampled_attributes: sampled, generated_attributes: generated } = recipeOf({ yaml }).strategy_params;
  expect(sampled.map(({ id }) => id)).toEqual(['topic', 'tone']);
  expect(generated[0]?.instruction_messages[0]?.content).toContain('Angry {{refund}} requests');
  expect(notes).toEqual([
    expect.stringMatching(
      /^The model wrote no valid recipe \(strategy_params.*\)\. This is a plain one: .* the 4 values that the model listed/,
    ),
  ]);
});

test('E182 what is wrong to the last is mended by a guess before it is given up, and that is said', () => {
  const wrong = block(exampleRecipe.replace('{question}\n', '{nobody}\n'));
  const { asked, notes, yaml } = draft([wrong, wrong, wrong, wrong]);
  expect(asked).toHaveLength(4);
  expect(recipeOf({ yaml }).strategy_params.generated_attributes).toHaveLength(2);
  expect(notes).toEqual([
    expect.stringMatching(/^The model left something wrong, which was mended: .*nobody/),
  ]);
});

test('E182 a small model lists topics, which become the values of a plain recipe', () => {
  const answer =
    'Topics:\n1. **Broken screens**.\n2. Late "refunds"\n- broken screens\n- id: x\n- Batteries: swollen ones';
  const { asked, notes, yaml } = draft([answer], 'topics');
  expect(asked).toHaveLength(1);
  const [topic] = recipeOf({ yaml }).strategy_params.sampled_attributes;
  expect(topic?.possible_values?.map(({ name }) => name)).toEqual(['broken screens', 'Late refunds']);
  expect(notes[0]).toMatch(/^The small local model can not write a recipe by itself\..*2 values/);
});

test('E182 an answer without a word leaves the task as the prompt', () => {
  const { asked, notes, yaml } = draft(['', ' '], 'topics');
  expect(asked.map(({ attempt }) => attempt)).toEqual([0, 1]);
  expect(recipeOf({ yaml }).strategy_params.sampled_attributes.map(({ id }) => id)).toEqual(['kind']);
  expect(notes).toHaveLength(1);
});

test('E183 an answer that was held back is a failure', () => {
  expect(() => draft([{ text: 'No', finishReason: 'content_filter' }])).toThrow(AnswerError);
});

test('E183 a recipe that was cut off is asked for in a shorter form', () => {
  const { asked } = draft([
    { text: `\`\`\`yaml\n${exampleRecipe.slice(0, 900)}`, finishReason: 'length' },
    block(exampleRecipe),
  ]);
  expect(asked[1]?.messages.at(-1)?.content).toContain(
    'the answer was cut off at its end: write a shorter recipe',
  );
});

test('E183 keys that a model writes, and files, have no place in a draft', () => {
  const withKey = `${exampleRecipe}inference_config:\n  remote_params: { api_key: sk-madeup, api_url: "http://evil.example" }\n`;
  const { yaml } = readDraft(block(withKey), skeleton);
  expect(yaml).not.toMatch(/madeup|evil/);
  const withFile = exampleRecipe.replace(
    '  sampled_attributes:',
    '  input_data: [{ path: /etc/passwd }]\n  sampled_attributes:',
  );
  expect(readDraft(block(withFile), skeleton).problems.join()).toContain('/etc/passwd');
});

test('E182 a plain recipe is valid for any task', () => {
  for (const text of [
    '{x} {{y}} %s: - "#',
    'ü'.repeat(5000),
    '\n\n---\n- a: b',
    '[1, 2]',
    '日本語のレビュー',
  ]) {
    const yaml = skeletonRecipe(text, [{ id: 'topic', name: 'A {b}', values: ['{', 'yes', '12', '#'] }], {
      engine: 'ECHO',
      model: { model_name: 'echo' },
    });
    const prompt = recipeOf({ yaml }).strategy_params.generated_attributes[0]?.instruction_messages[0]
      ?.content;
    expect(prompt).toContain(text.trim().replaceAll('{', '{{').replaceAll('}', '}}'));
  }
});
