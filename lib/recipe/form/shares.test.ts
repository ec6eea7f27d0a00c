import fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveShare, makeRoom, rateSum, scaledToOne, setRate, sharesOf, type Rates } from './shares';

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

test.each<[string, Rates, number | undefined, Set<number>, Rates]>([
  ['values without a rate take the rest', [undefined, undefined], 0.6, locked(), [0.6, undefined]],
  ['rates make room where they would pass 1', [0.5, 0.8, undefined], 0.6, locked(), [0.6, 0.4, 0]],
  ['all with a rate share the rest', [0.5, 0.25, 0.25], 0.2, locked(), [0.2, 0.4, 0.4]],
  ['a rate taken out leaves the others', [0.5, 0.25], undefined, locked(), [undefined, 0.25]],
  [
    'a locked share is written down',
    [undefined, undefined, undefined, undefined],
    0.5,
    locked(1),
    [0.5, 0.25, undefined, undefined],
  ],
])('a rate is written: %s', (_, rates, rate, held, expected) => {
  expect(setRate(rates, 0, rate, held)).toEqual(expected);
});

test.each<[string, Rates, Rates, Rates, Rates]>([
  ['nothing has a rate', [undefined], [undefined], [undefined], [undefined]],
  ['the old ones leave no room', [0.5, 0.5], [undefined, undefined], [0.25, 0.25], [undefined, undefined]],
  [
    'added weights count among themselves',
    [undefined, undefined],
    [0.75, 0.25],
    [undefined, undefined],
    [0.375, 0.125],
  ],
  ['there is room', [0.1, 0.2], [0.5], [0.1, 0.2], [0.333333]],
  ['all are new', [], [0.5, 0.5], [], [0.5, 0.5]],
])('values are added: %s', (_, before, added, roomy, given) => {
  expect(makeRoom(before, added)).toEqual({ before: roomy, added: given });
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

test('an added value is drawn, whatever the rates were', () => {
  fc.assert(
    fc.property(ratesArbitrary, fc.integer({ min: 1, max: 20 }), (before, count) => {
      fc.pre(rateSum(before) <= 1);
      const room = makeRoom(
        before,
        Array.from({ length: count }, () => undefined),
      );
      const shares = sharesOf([...room.before, ...room.added]).slice(before.length);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }),
  );
});
