import { expect, test } from 'vitest';
import { setScalar } from './edit';
import { readRecipe } from './read-recipe';
import { recipeTemplates } from './templates';
import { changed, sampleRecipe } from './testing/sample-recipe';

test('R27 a value is replaced where it stands', () => {
  expect(setScalar(sampleRecipe, ['num_samples'], 50)).toBe(changed('num_samples: 3', 'num_samples: 50'));
  expect(setScalar('a: 1\nb: "x" # why\n', ['b'], 'gpt-5-mini')).toBe('a: 1\nb: gpt-5-mini # why\n');
  expect(setScalar('a: |\n  long\n  text\nb: 1\n', ['a'], 'short')).toBe('a: short\nb: 1\n');
  expect(setScalar('{"a": {"b": 1}}', ['a', 'b'], 2)).toBe('{"a": {"b": 2}}');
});

test.each([
  ['num_samples: 3\nlist:\n  - a\n', ['seed'], 'num_samples: 3\nseed: 7\nlist:\n  - a\n'],
  ['list:\n  - a\n', ['seed'], 'list:\n  - a\nseed: 7\n'],
  ['a: 1', ['b', 'c'], 'a: 1\nb:\n  c: 7\n'],
  ['a:\nb: 1\n', ['a', 'c', 'd'], 'a:\n  c:\n    d: 7\nb: 1\n'],
  ['a:\nb: 1\n', ['a'], 'a: 7\nb: 1\n'],
  ['a:\n  x: 1 # one\n\n# two\nb: 2\n', ['a', 'y'], 'a:\n  x: 1 # one\n  y: 7\n\n# two\nb: 2\n'],
  ['{"a": 1}', ['b', 'c'], '{"a": 1, "b": {"c": 7}}'],
  ['{}', ['b'], '{"b": 7}'],
  ['', ['b', 'c'], 'b:\n  c: 7\n'],
])('R27 what is missing is added: %j %j', (text, path, after) => {
  expect(setScalar(text, path, 7)).toBe(after);
});

test('R27 texts are written so that they are read as texts', () => {
  for (const value of [
    'yes',
    '012',
    '',
    ' x',
    'a: b',
    '{x}',
    'line\nbreak',
    'null',
    '#1',
    'plain text',
    "it's",
  ]) {
    const text = setScalar(sampleRecipe, ['inference_config', 'model', 'model_name'], value);
    const { recipe } = readRecipe(text);
    if (value !== '') expect(recipe?.inference_config.model.model_name).toBe(value);
  }
});

test('R27 a broken text comes back unchanged', () => {
  expect(setScalar('a: [1\nb', ['a'], 1)).toBe('a: [1\nb');
  expect(setScalar('a: 1\n', ['a', 'b'], 1)).toBe('a: 1\n');
});

test.each(recipeTemplates)('R27 the usual edits keep $id valid', ({ yaml }) => {
  let text = setScalar(yaml, ['seed'], 9);
  text = setScalar(text, ['num_samples'], 12);
  text = setScalar(text, ['inference_config', 'engine'], 'ECHO');
  text = setScalar(text, ['inference_config', 'generation', 'top_p'], 0.9);
  text = setScalar(text, ['inference_config', 'remote_params', 'api_url'], 'http://localhost:8080/v1');
  const { recipe, diagnostics } = readRecipe(text);
  expect(diagnostics).toEqual([]);
  expect(recipe).toMatchObject({
    seed: 9,
    num_samples: 12,
    inference_config: {
      engine: 'ECHO',
      generation: { top_p: 0.9 },
      remote_params: { api_url: 'http://localhost:8080/v1' },
    },
  });
  const kept = yaml.split('\n').filter((line) => /^\s*#/.test(line));
  expect(text.split('\n')).toEqual(expect.arrayContaining(kept));
});
