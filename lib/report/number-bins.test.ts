import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNumberProblem, numberRange, type AskedNumber } from '@/lib/recipe/samplers/number-range';
import { binOf, numberBins } from './number-bins';

function rangeOf(asked: AskedNumber) {
  const range = numberRange(asked);
  if (isNumberProblem(range)) throw new Error(range.text);
  return range;
}

test.each<[string, AskedNumber, string[]]>([
  [
    'few whole numbers each have their own',
    { type: 'integer', min: 1, max: 6 },
    ['1', '2', '3', '4', '5', '6'],
  ],
  [
    'many share bins of one width, the last one may be short',
    { type: 'integer', min: 18, max: 66 },
    [
      '18 to 22',
      '23 to 27',
      '28 to 32',
      '33 to 37',
      '38 to 42',
      '43 to 47',
      '48 to 52',
      '53 to 57',
      '58 to 62',
      '63 to 66',
    ],
  ],
  ['so do decimals', { type: 'float', min: 0, max: 0.3, decimals: 1 }, ['0', '0.1', '0.2', '0.3']],
  [
    'what any number can be is cut evenly',
    { type: 'float', min: 0, max: 1 },
    [
      '0 to 0.1',
      '0.1 to 0.2',
      '0.2 to 0.3',
      '0.3 to 0.4',
      '0.4 to 0.5',
      '0.5 to 0.6',
      '0.6 to 0.7',
      '0.7 to 0.8',
      '0.8 to 0.9',
      '0.9 to 1',
    ],
  ],
  ['one number is one bin', { type: 'float', min: 2, max: 2 }, ['2']],
  [
    'so it is when it is drawn around itself',
    { type: 'float', distribution: 'normal', mean: 2, deviation: 5, min: 2, max: 2 },
    ['2'],
  ],
])('W10 %s', (_, asked, names) => {
  expect(numberBins(rangeOf(asked)).map(({ name }) => name)).toEqual(names);
});

test('W10 a normal distribution without ends has open bins at both', () => {
  const bins = numberBins(rangeOf({ type: 'integer', distribution: 'normal', mean: 100, deviation: 15 }));
  expect(bins[0]).toMatchObject({ from: null, name: 'up to 52' });
  expect(bins.at(-1)).toMatchObject({ to: null, name: '157 and more' });
  expect(binOf(bins, -1e9)).toBe(0);
  expect(binOf(bins, 1e9)).toBe(bins.length - 1);
});

const asked = fc
  .record({
    type: fc.constantFrom('integer', 'float'),
    distribution: fc.constantFrom('uniform' as const, 'normal' as const),
    min: fc.integer({ min: -50, max: 50 }),
    width: fc.integer({ min: 0, max: 300 }),
    decimals: fc.constantFrom(undefined, 0, 1, 3),
    deviation: fc.integer({ min: 5, max: 100 }),
  })
  .map(({ width, ...rest }) => ({ ...rest, max: rest.min + width, mean: rest.min + width / 2 }));

test('W10 each number lies in one bin, and the shares are those that the draws have', () => {
  fc.assert(
    fc.property(asked, (one) => {
      const range = rangeOf(one);
      const bins = numberBins(range);
      expect(bins.length).toBeLessThanOrEqual(12);
      expect(bins.reduce((sum, { wanted }) => sum + wanted, 0)).toBeCloseTo(1, 9);
      const draws = 300;
      const counts = bins.map(() => 0);
      for (let at = 0; at < draws; at += 1) {
        const bin = binOf(bins, range.at((at + 0.5) / draws));
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws);
      // The draws are spread evenly, so a share is off by no more than the two at its ends.
      for (const [at, { wanted }] of bins.entries()) {
        expect(Math.abs((counts[at] ?? 0) / draws - wanted)).toBeLessThanOrEqual(2 / draws + 1e-9);
      }
    }),
  );
});

test('W10 what is no number, or lies beyond the ends, is in no bin', () => {
  const bins = numberBins(rangeOf({ type: 'integer', min: 1, max: 6 }));
  for (const value of [null, '3', 0, 7, Number.NaN]) expect(binOf(bins, value)).toBe(-1);
});
