import { expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { changed, sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { comparePlans, type PlanComparison } from './compare-plans';
import { compileRecipe, type CompiledRecipe } from './compile';
import { planRow } from './plan-row';

test.each([
  ['nothing', sampleRecipe, 0, 0],
  ['a column that is given out', `${sampleRecipe}# note\n`, 0, 0],
  ['the last prompt', changed('Answer briefly.', 'Answer at length.'), 400, 400],
  ['the first prompt, and with it what uses its answer', changed('Ask a', 'Pose a'), 400, 800],
  ['the model', changed('model_name: echo', 'model_name: other'), 400, 800],
] as const)('P17 a change of %s asks again for just what it concerns', (_, text, rows, calls) => {
  expect(compare(sampleRecipe, text)).toEqual({ rows, calls, looked: 400, of: 400 });
});

test('P17 a changed value asks again for the rows that use it', () => {
  const { rows, calls } = compare(sampleRecipe, changed('name: Loud', 'name: Noisy'));
  const loud = Array.from({ length: 400 }, (_, index) => planRow(compiled(sampleRecipe), 5, index)).filter(
    (values) => JSON.stringify(values.get('tone')).includes('"loud"'),
  ).length;
  expect(rows).toBe(loud);
  expect(calls).toBe(2 * loud);
});

test('P17 of many rows some are looked at, spread over all', () => {
  const { looked, of, rows } = compare(sampleRecipe, changed('name: Loud', 'name: Noisy'), 100_000);
  expect({ looked, of }).toEqual({ looked: 1000, of: 100_000 });
  expect(rows).toBeGreaterThan(40_000);
  expect(rows).toBeLessThan(60_000);
});

function compiled(text: string): CompiledRecipe {
  const { recipe } = readRecipe(text);
  if (recipe === null) throw new Error('the recipe is not valid');
  return compileRecipe(recipe);
}

function compare(before: string, after: string, rows = 400): PlanComparison {
  const work = comparePlans(compiled(before), compiled(after), { seed: 5, rows });
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
