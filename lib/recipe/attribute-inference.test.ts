import { expect, test } from 'vitest';
import { inferenceOf, modelsOf } from './attribute-inference';
import { readRecipe } from './read-recipe';
import { changed, sampleRecipe } from './testing/sample-recipe';

function recipeWith(own: string) {
  const text = changed('    - id: answer\n', `    - id: answer\n      inference_config: ${own}\n`).replace(
    'engine: ECHO\n',
    'engine: OPENAI\n  generation: {temperature: 0.5, max_new_tokens: 64}\n  remote_params: {num_workers: 3}\n',
  );
  return { text, ...readRecipe(text) };
}

function recipeOf(own: string) {
  const { recipe, diagnostics } = recipeWith(own);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return recipe;
}

test('R98 what an attribute says of its generation stands in for that of the recipe, key by key', () => {
  const recipe = recipeOf('{generation: {temperature: 0}}');
  expect(inferenceOf(recipe, 'answer').generation).toMatchObject({ temperature: 0, max_new_tokens: 64 });
  expect(inferenceOf(recipe, 'question')).toBe(recipe.inference_config);
  expect(modelsOf(recipe)).toHaveLength(1);
});

test('R98 a model of its own has the engine and the limits of the recipe; another engine has none of them', () => {
  const sameEngine = recipeOf('{model: {model_name: big}}');
  expect(inferenceOf(sameEngine, 'answer')).toMatchObject({
    engine: 'OPENAI',
    remote_params: { num_workers: 3 },
  });
  const otherEngine = recipeOf('{engine: ANTHROPIC, model: {model_name: claude}}');
  expect(inferenceOf(otherEngine, 'answer').remote_params).not.toHaveProperty('num_workers');
  expect(
    modelsOf(otherEngine).map(({ inference, attributeIds }) => [inference.engine, attributeIds]),
  ).toEqual([
    ['OPENAI', ['question']],
    ['ANTHROPIC', ['answer']],
  ]);
});

test('R98 attributes that ask the same model share it', () => {
  const text = sampleRecipe.replaceAll(
    '      instruction_messages:',
    '      inference_config: {model: {model_name: big}}\n      instruction_messages:',
  );
  const { recipe } = readRecipe(text);
  if (recipe === null) throw new Error('the recipe is broken');
  expect(modelsOf(recipe).map(({ attributeIds }) => attributeIds)).toEqual([[], ['question', 'answer']]);
});

test.each([
  ['{engine: ANTHROPIC}', 'missing-model', 'needs a model of its own'],
  ['{engine: BEDROCK, model: {model_name: m}}', 'not-supported', "can't call"],
  ['{remote_params: {api_key: sk-1}}', 'not-supported', 'kept under Models'],
  ['{generation: {temperature: -1}}', 'out-of-range', 'temperature'],
])('R98 %s is told before a run', (own, code, message) => {
  const { diagnostics } = recipeWith(own);
  expect(diagnostics.map((one) => one.code)).toContain(code);
  expect(diagnostics.map((one) => one.message).join('\n')).toContain(message);
});
