import { expect, test } from 'vitest';
import { startState } from './start-state';
import { sampleEstimate } from './testing/sample-estimate';

const now = {
  press: 'none',
  isSaved: true,
  estimate: undefined,
  hasEstimateFailed: false,
  typedCap: null,
  capUnit: 'usd',
  isFree: false,
} as const;

test('a press before the estimate waits for it, and starts nothing when it fails', () => {
  expect(startState({ ...now, press: 'waits' })).toMatchObject({ isWaiting: true, mayStart: false });
  const failed = startState({ ...now, press: 'waits', hasEstimateFailed: true });
  expect(failed).toMatchObject({
    label: 'Run without a cap',
    isPressLost: true,
    isWaiting: false,
    mayStart: false,
  });
  const pressed = startState({ ...now, press: failed.press, hasEstimateFailed: true });
  expect(pressed).toMatchObject({ isPressLost: false, isWaiting: true, mayStart: true });
});

test('a press without a cap starts nothing once there is an estimate to be waited for again', () => {
  expect(startState({ ...now, press: 'without-cap' })).toMatchObject({ mayStart: false });
});

const estimate = { ...sampleEstimate, calls: 10, cost_usd: null, low_usd: null, high_usd: null };

test.each([
  [{}, 'Run'],
  [{ cost_usd: 0.21 }, 'Run, about $0.21'],
  [{ cost_usd: 0 }, 'Run, free'],
  [{ calls: 0, reused_calls: 10 }, 'Run, free'],
])('the button over an estimate with %j says %s', (change, label) => {
  expect(startState({ ...now, estimate: { ...estimate, ...change } }).label).toBe(label);
});

test.each([
  [{ typedCap: '2.50', hasEstimateFailed: true }, 'Run, at most $2.50', true],
  [{ typedCap: ' ', hasEstimateFailed: true }, 'Run without a cap', true],
  [{ isFree: true, hasEstimateFailed: true }, 'Run', true],
  [{ isFree: true, isSaved: false }, 'Run', false],
] as const)('a press with %j: the button said %s, starts: %s', (change, label, mayStart) => {
  const state = startState({ ...now, press: 'waits', ...change });
  expect([state.label, state.mayStart]).toEqual([label, mayStart]);
});
