import fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveShare, rateSum, scaledToOne, sharesOf, type Rates } from './shares';

const locked = (...indices: number[]) => new Set(indices);

test.each<[string, Rates, number, number, Set<number>, number[]]>([
  ['the others share the rest in proportion', [0.5, 0.3, 0.2], 0, 0.75, locked(), [0.75, 0.15, 0.1]],
  ['values without a rate count with what they have', [undefined, undefined], 0, 0.8, locked(), [0.8, 0.2]],
  ['a locked value keeps its share', [0.5, 0.3, 0.2], 0, 0.6, locked(1), [0.6, 0.3, 0.1]],
  ['no more is given than the locked ones leave', [0.5, 0.3, 0.2], 0, 0.9, locked(1), [0.7, 0.3, 0]],
  ['all at 0 share evenly', [1, 0, 0], 0, 0.5, locked(), [0.5, 0.25, 0.25]],
  ['without a free value it takes what is left', [0.5, 0.5], 0, 0.2, locked(1), [0.5, 0.5]],
  ['a single value has all', [0.3], 0, 0.1, locked(), [1]],
  ['weights below 1 are shares of their sum first', [0.2, 0.2], 1, 0.25, locked(), [0.75, 0.25]],
  ['thirds add up', [1 / 3, 1 / 3, 1 / 3], 0, 1 / 3, locked(), [0.333333, 0.333334, 0.333333]],
])('%s', (_, rates, index, share, held, expected) => {
  expect(giveShare(rates, index, share, held)).toEqual(expected);
});

const ratesArbitrary = fc.array(
  fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 3 }),
  { minLength: 1, maxLength: 40 },
);

test('whatever is given, the shares add up to 1 and none is below 0', () => {
  fc.assert(
    fc.property(ratesArbitrary, fc.nat(), fc.double({ min: -1, max: 2, noNaN: true }), (rates, at, share) => {
      const after = giveShare(rates, at % rates.length, share, locked(0));
      expect(rateSum(after)).toBe(1);
      expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('scaling to 1 keeps the shares, to a millionth', () => {
  fc.assert(
    fc.property(ratesArbitrary, (rates) => {
      const shares = sharesOf(rates);
      fc.pre(shares.some((share) => share > 0));
      const scaled = scaledToOne(rates);
      expect(rateSum(scaled)).toBe(1);
      for (const [at, share] of scaled.entries()) {
        expect(Math.abs(share - (shares[at] ?? 0))).toBeLessThan(2 / 1_000_000);
      }
    }),
  );
});

test('a sum shows no rounding of binary fractions', () => {
  expect(rateSum([0.1, 0.2, undefined])).toBe(0.3);
});
