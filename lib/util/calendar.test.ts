import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber, dayOfNumber, dayText } from './calendar';

test('days and their numbers are those of the platform', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (number) => {
      const date = new Date(number * 86_400_000);
      const day = dayOfNumber(number);
      expect(day).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
      expect(dayNumber(day)).toBe(number);
    }),
    { numRuns: 2000, seed: 3 },
  );
});

test('a day is written with all its digits', () => {
  expect(dayText({ year: 987, month: 6, day: 5 })).toBe('0987-06-05');
});
