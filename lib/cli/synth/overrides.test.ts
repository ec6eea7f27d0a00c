import { expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { applyParameters } from './apply-parameters';
import { applyOverrides, readOverrides } from './overrides';

test.each([
  [
    ['--a.b', '1'],
    [['a', 'b'], '1'],
  ],
  [['--a.b=1'], [['a', 'b'], '1']],
  [['--a.b='], [['a', 'b'], '']],
  [
    ['--a[0].b', 'x'],
    [['a', 0, 'b'], 'x'],
  ],
  [
    ['--a.0.b', 'x'],
    [['a', 0, 'b'], 'x'],
  ],
  [['--a[0][12].b=x=y'], [['a', 0, 12, 'b'], 'x=y']],
  [
    ['--a', '-5'],
    [['a'], '-5'],
  ],
])('R114 %j is a path and a value', (words, [path, value]) => {
  expect(readOverrides(words)).toMatchObject([{ path, value }]);
});

test.each([
  [['a', '1'], 'a: an option begins with --'],
  [['--a'], '--a needs a value'],
  [['--a', '--b', '1'], '--a needs a value'],
  [['--a..b', '1'], '--a..b is no path'],
  [['--a[x]', '1'], '--a[x] is no path'],
])('R114 %j is refused', (words, message) => {
  expect(() => readOverrides(words)).toThrow(message);
});

const changed = (...words: string[]) => applyOverrides(sampleRecipe, readOverrides(words));

test('R114 values are read as YAML, comments and the rest of the text stay', () => {
  expect(changed('--num_samples', '20')).toBe(sampleRecipe.replace('num_samples: 3', 'num_samples: 20'));
  const { recipe } = readRecipe(
    changed(
      '--inference_config.generation.temperature=0.5',
      '--strategy_params.sampled_attributes[0].possible_values.1.name',
      '012',
      '--strategy_params.passthrough_attributes',
      '[tone, answer]',
      '--inference_config.generation.stop_strings=["a: b"]',
    ),
  );
  expect(recipe).toMatchObject({
    inference_config: { generation: { temperature: 0.5, stop_strings: ['a: b'] } },
    strategy_params: { passthrough_attributes: ['tone', 'answer'] },
  });
  // As PyYAML reads it.
  expect(recipe?.strategy_params.sampled_attributes[0]?.possible_values?.[1]?.name).toBe('10');
});

test('R114 an unknown key is a mistake of the recipe, an item that is not there one of the option', () => {
  const { diagnostics } = readRecipe(changed('--inference_config.temperatur', '1'));
  expect(diagnostics.map(({ code }) => code)).toContain('unknown-key');
  expect(() => changed('--strategy_params.sampled_attributes[7].name', 'x')).toThrow('no item 7');
  expect(() => changed('--num_samples', '[1')).toThrow('--num_samples [1: ');
});

test('R115 parameters give their values to attributes of their name, or become attributes', () => {
  const text = applyParameters(sampleRecipe, '{"Tone": ["soft", "hard"], "Age": {"years": [3]}}', 'p.json');
  const { recipe, diagnostics } = readRecipe(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(
    recipe?.strategy_params.sampled_attributes.map(({ id, name, possible_values }) => [
      id,
      name,
      possible_values?.map((value) => value.id),
    ]),
  ).toEqual([
    ['tone', 'Tone', ['soft', 'hard']],
    ['topic', 'Topic', ['sea', 'sky']],
    ['years', 'years', ['3']],
  ]);
  expect(() => applyParameters(sampleRecipe, '{"Tone": 3}', 'p.json')).toThrow('p.json: holds no parameters');
  expect(() => applyParameters(sampleRecipe, '{"Tone": [1', 'p.json')).toThrow('p.json: is no JSON: ');
});
