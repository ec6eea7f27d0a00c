import { expect, test } from 'vitest';
import { count, counted } from './progress-line';

test('A112 figures are read at a glance: one call, thousands apart, no row of three hundred digits', () => {
  expect([1, 2, 20_000].map((calls) => counted(calls, 'call'))).toEqual([
    '1 call',
    '2 calls',
    '20,000 calls',
  ]);
  expect([count(-1234.5), count(1e300)]).toEqual(['-1,234.5', '1e+300']);
});
