import { expect, test } from 'vitest';
import { foldValues } from '@/lib/dataset/fold-values';
import { fitsInBars } from './bar-share';

const counted = (values: readonly number[]) =>
  foldValues(
    [values.map((value) => ({ type: Number.isInteger(value) ? 'integer' : 'real', value, count: 1 }))],
    'measure',
  );
const sharesOf = (all: readonly number[], fitting: readonly number[]) =>
  fitsInBars(counted(all).histogram ?? [], counted(fitting));
const sum = (shares: readonly number[]) => shares.reduce((before, share) => before + share, 0);

test('all rows fill their bars, whole numbers and decimals alike', () => {
  for (const step of [1, 0.01]) {
    const all = Array.from({ length: 200 }, (_, at) => at * step);
    expect(sharesOf(all, all)).toEqual((counted(all).histogram ?? []).map(({ count }) => count));
  }
});

test('a bar of decimals takes no more than the rows that fit in it', () => {
  const all = Array.from({ length: 200 }, (_, at) => at / 100);
  expect(sum(sharesOf(all, all.slice(0, 20)))).toBeCloseTo(20, -1);
  expect(sharesOf(all, all.slice(0, 20)).slice(3)).toEqual(Array.from({ length: 17 }, () => 0));
});

test('whole numbers that fit are found in bars of decimals', () => {
  const all = Array.from({ length: 201 }, (_, at) => at / 10);
  expect(sum(sharesOf(all, [3, 3, 17]))).toBe(3);
});

test('few numbers that are counted each for itself stand in the bar that holds them', () => {
  const bars = [
    { from: 1, to: 10, count: 5 },
    { from: 11, to: 20, count: 2 },
  ];
  const top = [
    { value: 10, count: 1 },
    { value: 12, count: 1 },
    { value: 21, count: 5 },
  ];
  expect(fitsInBars(bars, { top })).toEqual([1, 1]);
  expect(fitsInBars(bars, { top: [{ value: 12, count: 9 }] })).toEqual([0, 2]);
  expect(fitsInBars(bars, undefined)).toEqual([0, 0]);
});
