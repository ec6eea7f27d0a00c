import { encodeJson } from '@/lib/dataset/json';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import { changed, sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { expect, test } from 'vitest';
import { compileRecipe } from './compile';
import { generationOf, requestSeed } from './generation';
import { planRow } from './plan-row';
import { answerStep } from './exchange';
import { applyAnswer, finishRow, renderPrompt } from './row';

function recipeOf(text: string): Recipe {
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return recipe;
}

const processed = changed(
  '    - id: question\n',
  '    - id: question\n      postprocessing_params: {id: asked, cut_prefix: "Q:", keep_original_text_attribute: false}\n',
  changed('Question: {question}', 'Question: {asked}'),
);
const transforms = `  transformed_attributes:
    - id: line
      transformation_strategy: {type: STRING, string_transform: '{asked} {answer}'}
    - id: chat
      transformation_strategy:
        type: CHAT
        chat_transform: {messages: [{role: USER, content: '{line}'}], metadata: {tone: '{tone.id}'}}
  passthrough_attributes: [chat, tone, nobody]
inference_config:
`;
const full = compileRecipe(recipeOf(changed('inference_config:\n', transforms, processed)));

test('P10 a step needs the answers behind the names it uses, processed ones too', () => {
  expect(full.steps.map(({ attributeId, needs }) => [attributeId, needs])).toEqual([
    ['question', []],
    ['answer', ['question']],
  ]);
});

test('P13 columns stand in the order of the language; the output is what is passed through and kept', () => {
  expect(full.columns.map(({ name, kind, output }) => `${name} ${kind} ${output ? 'out' : '-'}`)).toEqual([
    'tone sampled out',
    'topic sampled -',
    'question generated -',
    'asked generated -',
    'answer generated -',
    'line transformed -',
    'chat transformed out',
  ]);
  const all = compileRecipe(recipeOf(processed)).columns;
  expect(all.filter(({ output }) => !output).map(({ name }) => name)).toEqual(['question']);
});

test('P8 to P12 a row from its plan to its cells', () => {
  const values = planRow(full, 7, 3);
  const [question, answer] = full.steps;
  if (question?.type !== 'answer' || answer?.type !== 'answer') throw new Error('no steps');
  const [asked] = renderPrompt(full, question, values);
  expect(asked?.content).toMatch(/^Ask a (Calm|Loud) question about the (sea|sky)\.$/);
  applyAnswer(question, values, 'Sure. Q: Why?\n');
  expect(renderPrompt(full, answer, values)).toEqual([
    { role: 'system', content: 'Answer briefly.' },
    { role: 'user', content: expect.stringMatching(/^Question: Why\?\nTone: (quiet|noisy)\n$/) as string },
  ]);
  applyAnswer(answer, values, '{topic}');
  const cells = finishRow(full, 7, 3, values);
  expect(['calm', 'loud']).toContain(cells[0]);
  expect(['sea', 'sky']).toContain(cells[1]);
  expect(cells.slice(2, 6)).toEqual(['Sure. Q: Why?\n', 'Why?', '{topic}', 'Why? {topic}']);
  expect(encodeJson(cells[6])).toMatch(
    /^\{"conversation_id": ?"chat-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", ?"messages"/,
  );
  expect(finishRow(full, 7, 3, values)).toEqual(cells);
  expect(finishRow(full, 7, 4, values)).not.toEqual(cells);
});

test('P13 a cell whose answer is missing is undefined', () => {
  const compiled = compileRecipe(recipeOf(sampleRecipe));
  expect(finishRow(compiled, 1, 0, planRow(compiled, 1, 0)).slice(2)).toEqual([undefined, undefined]);
});

test('P14 the seed of a call is the recipe’s own or follows from seed, row and attribute', () => {
  const recipe = recipeOf(sampleRecipe);
  const call = { rowIndex: 3, attributeId: 'answer', step: answerStep, attempt: 0 };
  const seed = requestSeed(recipe, 7, call);
  expect(seed).toBe(requestSeed(recipeOf(sampleRecipe), 7, call));
  expect(seed).toBeLessThan(2 ** 31);
  const others = [
    requestSeed(recipe, 8, call),
    requestSeed(recipe, 7, { ...call, rowIndex: 4 }),
    requestSeed(recipe, 7, { ...call, attributeId: 'question' }),
    requestSeed(recipe, 7, { ...call, step: 'turn:1' }),
    requestSeed(recipe, 7, { ...call, step: 'turn:2' }),
    requestSeed(recipe, 7, { ...call, attempt: 1 }),
  ];
  expect(others).not.toContain(seed);
  const own = recipeOf(changed('  model:\n', '  generation: {seed: 11}\n  model:\n'));
  expect(requestSeed(own, 7, call)).toBe(11);
  expect(requestSeed(own, 7, { ...call, attempt: 1 })).not.toBe(11);
  const anthropic = recipeOf(changed('engine: ECHO', 'engine: ANTHROPIC'));
  expect(requestSeed(anthropic, 7, call)).toBeNull();
});

test('P14 generation parameters are taken over', () => {
  const text = changed(
    '  model:\n',
    '  generation: {max_new_tokens: 77, temperature: 0.25, top_p: 0.5, stop_strings: [ZZ], seed: 11, logit_bias: {5: -1}}\n  model:\n',
  );
  expect(generationOf(recipeOf(text))).toEqual({
    maxNewTokens: 77,
    temperature: 0.25,
    topP: 0.5,
    frequencyPenalty: 0,
    presencePenalty: 0,
    minP: 0,
    stopStrings: ['ZZ'],
    seed: 11,
    logitBias: { '5': -1 },
  });
});
