import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignSplits, type SplitRow } from './assign-splits';

const plan = { seed: 7, validation: 0.1, test: 0.2 };

function rowsOf(count: number, of: (index: number) => Partial<SplitRow> = () => ({})): SplitRow[] {
  return Array.from({ length: count }, (_, index) => ({ index, stratum: '', cluster: null, ...of(index) }));
}

function counts(splits: readonly string[]) {
  return ['train', 'validation', 'test'].map((name) => splits.filter((split) => split === name).length);
}

test('X8 the shares are kept, rounded down for validation and test', () => {
  expect(counts(assignSplits(rowsOf(109), plan))).toEqual([78, 10, 21]);
  expect(counts(assignSplits(rowsOf(3), plan))).toEqual([3, 0, 0]);
  expect(counts(assignSplits([], plan))).toEqual([0, 0, 0]);
});

test('X8 the seed decides which rows, and nothing else does', () => {
  const splits = assignSplits(rowsOf(100), plan);
  expect(assignSplits(rowsOf(100), plan)).toEqual(splits);
  expect(assignSplits(rowsOf(100), { ...plan, seed: 8 })).not.toEqual(splits);
  // Not a block at the end, as the contiguous division has it.
  expect(splits.slice(0, 50)).toContain('test');
});

test('X8 each value of a column has its share, and small ones make up for each other', () => {
  const rows = rowsOf(1000, (index) => ({ stratum: String(index % 77) }));
  const splits = assignSplits(rows, plan);
  expect(counts(splits)).toEqual([700, 100, 200]);
  for (let value = 0; value < 77; value += 1) {
    const own = splits.filter((_, index) => index % 77 === value);
    const [, validation = 0, testing = 0] = counts(own);
    expect(validation).toBeGreaterThanOrEqual(1);
    expect(validation).toBeLessThanOrEqual(2);
    expect(testing).toBeGreaterThanOrEqual(2);
    expect(testing).toBeLessThanOrEqual(4);
  }
});

test('X9 rows of a cluster are never parted, whatever their strata', () => {
  const row = fc.record({
    stratum: fc.constantFrom('a', 'b', 'c'),
    cluster: fc.option(fc.nat(12), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), fc.nat(), (shapes, seed) => {
      const rows = shapes.map((shape, index) => ({ ...shape, index }));
      const splits = assignSplits(rows, { ...plan, seed });
      const of = new Map<number, string>();
      for (const [at, { cluster }] of rows.entries()) {
        if (cluster === null) continue;
        expect(splits[at]).toBe(of.get(cluster) ?? splits[at]);
        of.set(cluster, splits[at] ?? '');
      }
      const [, validation = 0, testing = 0] = counts(splits);
      expect(validation).toBeLessThanOrEqual(rows.length * plan.validation);
      expect(testing).toBeLessThanOrEqual(rows.length * plan.test);
    }),
    { seed: 41 },
  );
});
