import { expect, test } from 'vitest';
import type { WireRow } from '@/lib/api/dataset-wire';
import { mergeArrivals } from './arrivals';

const row = (index: number): WireRow => ({ index, status: 'accepted', values: {} });

test('the first rows are not new, later ones are and stand on top', () => {
  const first = mergeArrivals(undefined, [row(0), row(1)]);
  expect(first.map(({ index, isNew }) => [index, isNew])).toEqual([
    [1, false],
    [0, false],
  ]);
  const second = mergeArrivals(first, [row(0), row(1), row(3), row(2)]);
  expect(second.map(({ index }) => index)).toEqual([3, 2, 1, 0]);
  expect(second.slice(0, 2).every(({ isNew }) => isNew)).toBe(true);
});

test('a row that comes late stands on top although its number is lower', () => {
  const first = mergeArrivals(undefined, [row(5), row(6)]);
  expect(mergeArrivals(first, [row(4), row(5), row(6)]).map(({ index }) => index)).toEqual([4, 6, 5]);
});

test('nothing new leaves the list as it is, and it does not grow for ever', () => {
  const rows = Array.from({ length: 2000 }, (_, index) => row(index));
  const full = mergeArrivals(undefined, rows);
  expect(full).toHaveLength(500);
  expect(mergeArrivals(full, [row(1999)])).toBe(full);
});

test('a failed row that was made again stands on top with its new end, once', () => {
  const first = mergeArrivals(undefined, [{ ...row(0), status: 'failed' }, row(1)]);
  const second = mergeArrivals(first, [row(0), row(1)]);
  expect(second.map(({ index, status }) => [index, status])).toEqual([
    [0, 'accepted'],
    [1, 'accepted'],
  ]);
});
