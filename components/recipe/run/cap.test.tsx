import { expect, test } from 'vitest';
import { capProblem, parseCap, shownCap, suggestedCap } from './cap';
import { sampleEstimate } from './testing/sample-estimate';

test.each([
  [0.27, '0.50'],
  [0.0031, '0.005'],
  [7, '10.00'],
  [0, ''],
])('the cap for a run of at most %d dollars is %s', (high, cap) => {
  expect(suggestedCap({ ...sampleEstimate, high_usd: high, cost_usd: high }, 'usd', 0)).toBe(cap);
});

test('without a price the cap counts calls', () => {
  expect(suggestedCap({ ...sampleEstimate, cost_usd: null, high_usd: null }, 'calls', 0)).toBe('2000');
  expect(parseCap('2,000', 'calls')).toEqual({ calls: 2000 });
  expect(capProblem('10.5', 'calls')).toBe('A whole number of calls');
});

test('a cap leaves room for what calls in flight hold back', () => {
  const small = { ...sampleEstimate, calls: 20, cost_usd: 0.0007, high_usd: 0.0009 };
  expect(suggestedCap(small, 'usd', 0.002)).toBe('0.05');
});

test('a cap may be left out, but not be nonsense', () => {
  expect(capProblem('', 'usd')).toBeUndefined();
  expect(parseCap('', 'usd')).toBeNull();
  expect(parseCap('$ 0.50', 'usd')).toEqual({ usd: 0.5 });
  expect(parseCap('0,50', 'usd')).toEqual({ usd: 0.5 });
  expect(capProblem('0', 'usd')).toBeDefined();
  expect(capProblem('half', 'usd')).toBeDefined();
});

test('a typed cap stays until it would count something else', () => {
  const noPrice = { ...sampleEstimate, cost_usd: null, high_usd: null };
  const typed = { text: '2000', unit: 'calls' } as const;
  expect(shownCap(typed, noPrice, 0)).toBe(typed);
  expect(shownCap(typed, undefined, 0)).toBe(typed);
  expect(shownCap(typed, sampleEstimate, 0)).toEqual({ text: '0.50', unit: 'usd' });
  expect(shownCap({ text: '3', unit: 'usd' }, { ...sampleEstimate, cost_usd: 0 }, 0).text).toBe('');
  expect(shownCap(typed, { ...noPrice, calls: 0 }, 0).text).toBe('');
});
