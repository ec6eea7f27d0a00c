import { expect, test } from 'vitest';
import type { SampledAttribute } from '@/lib/recipe/schema';
import { chanceDraws, compileChance, drawPositions } from './chance';
import { noTables } from '@/lib/sources/source-table';
import { expectedCombinations, expectedShares } from './expected-shares';

const attribute = (id: string, rates: readonly (number | undefined)[]): SampledAttribute => ({
  id,
  name: id,
  description: id,
  possible_values: rates.map((sample_rate, at) => ({
    id: `${id}${at}`,
    name: `${id}${at}`,
    description: '',
    ...(sample_rate === undefined ? {} : { sample_rate }),
  })),
});

const sampled = [
  attribute('a', [0.5, 0.3, 0.2]),
  attribute('b', [undefined, undefined]),
  attribute('c', [0.9, 0.1]),
];
const combination = (pairs: Record<string, string>, sample_rate: number) => ({
  combination: new Map(Object.entries(pairs)),
  sample_rate,
});

const cases = [
  { name: 'no combination', listed: [] },
  { name: 'one that takes most rows', listed: [combination({ a: 'a2', b: 'b1' }, 0.6)] },
  {
    name: 'several, one of them never',
    listed: [
      combination({ a: 'a0', b: 'b0' }, 0),
      combination({ b: 'b1', c: 'c1' }, 0.25),
      combination({ a: 'a1', b: 'b1', c: 'c0' }, 0.1),
    ],
  },
];

test.each(cases)('W1 the expected shares are those that many rows have: $name', ({ listed }) => {
  const chance = compileChance(sampled, listed, noTables);
  const expected = expectedShares(chance);
  const rows = 40_000;
  const counts = sampled.map(({ possible_values: values = [] }) => values.map(() => 0));
  const met = listed.map(() => 0);
  const draws = chanceDraws(chance, 17);
  for (let row = 0; row < rows; row += 1) {
    const positions = drawPositions(chance, draws, { row, made: [] });
    for (const [at, position] of positions.entries()) {
      const own = counts[at];
      if (own !== undefined) own[position] = (own[position] ?? 0) + 1;
    }
    const ids = new Map(sampled.map(({ id }, at) => [id, `${id}${positions[at]}`]));
    for (const [at, { combination: pairs }] of listed.entries()) {
      if ([...pairs].every(([id, value]) => ids.get(id) === value)) met[at] = (met[at] ?? 0) + 1;
    }
  }
  // Five standard deviations at their widest: a wrong share is out by far more.
  const tolerance = 5 * Math.sqrt(0.25 / rows);
  for (const [at, own] of counts.entries()) {
    for (const [value, count] of own.entries()) {
      expect(Math.abs(count / rows - (expected[at]?.[value] ?? -1))).toBeLessThan(tolerance);
    }
    expect([...(expected[at] ?? [])].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  }
  for (const [at, rate] of [...expectedCombinations(chance)].entries()) {
    expect(rate).toBeCloseTo(listed[at]?.sample_rate ?? -1, 9);
    expect(Math.abs((met[at] ?? 0) / rows - rate)).toBeLessThan(tolerance);
  }
});
