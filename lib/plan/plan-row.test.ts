import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRecipe } from './compile';
import { planRow } from './plan-row';
import { isSampledValue } from './row-value';

type Rates = Record<string, number | undefined>;
type Listed = [combination: Record<string, string>, rate: number];

function recipeOf(attributes: Record<string, Rates>, combinations: Listed[] = []): Recipe {
  const { recipe, diagnostics } = readRecipe(
    JSON.stringify({
      strategy_params: {
        sampled_attributes: Object.entries(attributes).map(([id, rates]) => ({
          id,
          name: id,
          description: id,
          possible_values: Object.entries(rates).map(([value, sample_rate]) => ({
            id: value,
            name: value.toUpperCase(),
            description: value,
            sample_rate,
          })),
        })),
        combination_sampling: combinations.map(([combination, sample_rate]) => ({
          combination,
          sample_rate,
        })),
      },
      inference_config: { engine: 'ECHO', model: { model_name: 'm' } },
    }),
  );
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return recipe;
}

/** Rows as the ids of their values, `a1 b2`. */
function plan(recipe: Recipe, seed: number, indices: readonly number[]): string[] {
  const compiled = compileRecipe(recipe);
  return indices.map((index) =>
    [...planRow(compiled, seed, index).values()]
      .map((value) => (isSampledValue(value) ? value.id : '?'))
      .join(' '),
  );
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Fails when the counts of outcomes are too far from their chances (p < 1e-6 for up to 20 outcomes). */
function expectShares(rows: readonly string[], chances: Record<string, number>): void {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  const unexpected = [...counts.keys()].filter((row) => (chances[row] ?? 0) === 0);
  expect(unexpected).toEqual([]);
  const possible = Object.entries(chances).filter(([, chance]) => chance > 0);
  const chiSquare = possible.reduce((sum, [row, chance]) => {
    const expected = chance * rows.length;
    return sum + ((counts.get(row) ?? 0) - expected) ** 2 / expected;
  }, 0);
  const freedom = possible.length - 1;
  expect(chiSquare).toBeLessThan(freedom + 7 * Math.sqrt(2 * freedom) + 15);
}

const seeds = [1, 7, 123_456_789, Number.MAX_SAFE_INTEGER];
const half = { x1: undefined, x2: undefined };

describe.each(seeds)('with seed %i', (seed) => {
  test('P3 values come at their rates; what has none shares the rest', () => {
    const rows = plan(
      recipeOf({ a: { a1: 0.5, a2: 0.3, a3: undefined, a4: undefined, a5: 0 } }),
      seed,
      range(8000),
    );
    expectShares(rows, { a1: 0.5, a2: 0.3, a3: 0.1, a4: 0.1 });
  });
  test('P3 rates below 1 count as weights', () => {
    expectShares(plan(recipeOf({ a: { a1: 0.2, a2: 0.1 } }), seed, range(6000)), { a1: 2 / 3, a2: 1 / 3 });
  });
  test('P3 attributes are drawn apart from each other', () => {
    const rows = plan(recipeOf({ a: { a1: 0.25, a2: 0.75 }, b: half }), seed, range(8000));
    expectShares(rows, { 'a1 x1': 0.125, 'a1 x2': 0.125, 'a2 x1': 0.375, 'a2 x2': 0.375 });
  });
  test('P4 a listed combination has exactly its share, the others keep their proportions', () => {
    const recipe = recipeOf({ a: { a1: 0.5, a2: 0.5 }, b: { b1: 0.2, b2: 0.8 } }, [
      [{ a: 'a1', b: 'b1' }, 0.6],
    ]);
    const rest = 0.4 / 0.9;
    expectShares(plan(recipe, seed, range(8000)), {
      'a1 b1': 0.6,
      'a1 b2': 0.4 * rest,
      'a2 b1': 0.1 * rest,
      'a2 b2': 0.4 * rest,
    });
  });
  test('P5 what a combination leaves open is filled', () => {
    const recipe = recipeOf({ a: half, b: half, c: { c1: 0.3, c2: 0.7 } }, [[{ a: 'x1', b: 'x1' }, 1]]);
    expectShares(plan(recipe, seed, range(6000)), { 'x1 x1 c1': 0.3, 'x1 x1 c2': 0.7 });
  });
  test('P5 filling one combination completes no other', () => {
    const recipe = recipeOf({ a: half, b: half, c: half }, [
      [{ a: 'x1', b: 'x1' }, 0.5],
      [{ b: 'x1', c: 'x1' }, 0.1],
    ]);
    expectShares(plan(recipe, seed, range(8000)), {
      'x1 x1 x2': 0.5,
      'x2 x1 x1': 0.1,
      'x1 x2 x1': 0.08,
      'x1 x2 x2': 0.08,
      'x2 x1 x2': 0.08,
      'x2 x2 x1': 0.08,
      'x2 x2 x2': 0.08,
    });
  });
  test('P6 a rate of 0 means never, also where little else is left', () => {
    const recipe = recipeOf({ a: { a1: 0.999, a2: 0.001 }, b: half }, [
      [{ a: 'a1', b: 'x1' }, 0],
      [{ a: 'a1', b: 'x2' }, 0],
    ]);
    expectShares(plan(recipe, seed, range(4000)), { 'a2 x1': 0.5, 'a2 x2': 0.5 });
  });
  test('P7 combinations that leave no other row share all rows', () => {
    const recipe = recipeOf({ a: half, b: half }, [
      [{ a: 'x1', b: 'x1' }, 0.4995],
      [{ a: 'x1', b: 'x2' }, 0.25],
      [{ a: 'x2', b: 'x1' }, 0.15],
      [{ a: 'x2', b: 'x2' }, 0.1],
    ]);
    expectShares(plan(recipe, seed, range(8000)), {
      'x1 x1': 0.4995 / 0.9995,
      'x1 x2': 0.25 / 0.9995,
      'x2 x1': 0.15 / 0.9995,
      'x2 x2': 0.1 / 0.9995,
    });
  });
});

test('P4 combinations that overlap in very many ways keep their shares too', () => {
  const many = Object.fromEntries(
    range(12).map((index) => [
      `a${index}`,
      Object.fromEntries(range(8).map((value) => [`v${value}`, undefined])),
    ]),
  );
  const listed = range(40).map((index): Listed => {
    const [one, other] = [index % 12, ((index % 12) + 1 + (index % 10)) % 12];
    return [{ [`a${one}`]: `v${index % 8}`, [`a${other}`]: `v${(index * 3) % 8}` }, 0.01];
  });
  const rows = plan(recipeOf(many, listed), 5, range(3000)).map((row) => row.split(' '));
  const met = rows.map(
    (row) =>
      listed.filter(([combination]) =>
        Object.entries(combination).every(([attribute, value]) => row[Number(attribute.slice(1))] === value),
      ).length,
  );
  expect(Math.max(...met)).toBe(1);
  expectShares(met.map(String), { '0': 0.6, '1': 0.4 });
});

test('P1 a row is the same alone, again, and in any order', () => {
  const recipe = recipeOf({ a: half, b: half, c: { c1: 0.3, c2: 0.7 } }, [[{ a: 'x1', b: 'x1' }, 0.4]]);
  const all = plan(recipe, 42, range(200));
  fc.assert(
    fc.property(fc.array(fc.nat(199), { maxLength: 50 }), fc.nat(3), (indices, other) => {
      plan(recipe, other, [0]);
      expect(plan(recipe, 42, indices)).toEqual(indices.map((index) => all[index]));
    }),
    { seed: 4, numRuns: 50 },
  );
  expect(plan(recipe, 43, range(200))).not.toEqual(all);
});

test('P2 another attribute changes no draw of the others, nor does their order', () => {
  const listed: Listed[] = [[{ a: 'x1', b: 'x1' }, 0.4]];
  const few = plan(recipeOf({ a: half, b: half }, listed), 9, range(300));
  const more = plan(recipeOf({ a: half, n: half, b: half }, listed), 9, range(300));
  expect(
    more.map((row) =>
      row
        .split(' ')
        .filter((_, index) => index !== 1)
        .join(' '),
    ),
  ).toEqual(few);
  const turned = plan(recipeOf({ b: half, a: half }, listed), 9, range(300));
  expect(turned.map((row) => row.split(' ').reverse().join(' '))).toEqual(few);
});

test('P1 the plan of a seed is pinned', () => {
  const recipe = recipeOf({ a: { a1: 0.5, a2: 0.3, a3: undefined }, b: half }, [[{ a: 'a1', b: 'x1' }, 0.5]]);
  expect(plan(recipe, 7, [0, 1, 2, 3, 1_000_000, 2 ** 40])).toMatchInlineSnapshot(`
    [
      "a1 x1",
      "a1 x1",
      "a1 x1",
      "a1 x1",
      "a3 x1",
      "a2 x2",
    ]
  `);
});
