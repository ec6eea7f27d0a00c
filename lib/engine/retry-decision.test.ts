import { expect, test } from 'vitest';
import type { FailureCode } from '@/lib/llm/model-call';
import { decideRetry, maxOutages, maxSlowDowns, type RetryDecision, type RetryState } from './retry-decision';

const fresh: RetryState = {
  failedTries: 0,
  slowDowns: 0,
  othersAnswered: false,
  waitsForEndpoint: true,
  outages: 0,
  firstRow: false,
  maxRetries: 5,
  backoffBaseMs: 1000,
  backoffMaxMs: 30_000,
  jitter: 0,
};

const table: readonly [FailureCode, Partial<RetryState>, RetryDecision][] = [
  ['key-refused', {}, { type: 'fail-run' }],
  ['forbidden', {}, { type: 'fail-run' }],
  ['unknown-model', {}, { type: 'fail-run' }],
  ['request-refused', {}, { type: 'fail-row' }],
  ['request-refused', { firstRow: true }, { type: 'fail-run' }],
  ['content-filtered', {}, { type: 'fail-row' }],
  ['cancelled', {}, { type: 'drop' }],
  ['server-error', {}, { type: 'retry', afterMs: 1000 }],
  ['server-error', { failedTries: 1 }, { type: 'retry', afterMs: 2000 }],
  ['server-error', { failedTries: 4 }, { type: 'retry', afterMs: 16_000 }],
  ['server-error', { failedTries: 40, maxRetries: 50 }, { type: 'retry', afterMs: 30_000 }],
  ['server-error', { failedTries: 2, jitter: 0.5 }, { type: 'retry', afterMs: 3000 }],
  ['server-error', { failedTries: 5 }, { type: 'fail-row' }],
  ['server-error', { maxRetries: 0 }, { type: 'fail-row' }],
  // It has waited long enough already.
  ['timeout', {}, { type: 'retry', afterMs: 0 }],
  ['timeout', { failedTries: 1 }, { type: 'retry', afterMs: 1000 }],
  ['timeout', { failedTries: 5 }, { type: 'fail-row' }],
  ['malformed-answer', {}, { type: 'retry', afterMs: 0 }],
  ['malformed-answer', { failedTries: 2 }, { type: 'retry', afterMs: 2000 }],
  ['malformed-answer', { failedTries: 5 }, { type: 'fail-row' }],
  ['empty-answer', { failedTries: 5 }, { type: 'fail-row' }],
  // Being asked to slow down is nobody's failure: the tries are not touched.
  ['rate-limited', {}, { type: 'slow-down', afterMs: 1000 }],
  ['rate-limited', { slowDowns: 3, failedTries: 5 }, { type: 'slow-down', afterMs: 8000 }],
  ['rate-limited', { slowDowns: maxSlowDowns }, { type: 'fail-row' }],
  ['endpoint-down', {}, { type: 'await-endpoint' }],
  ['endpoint-down', { failedTries: 5 }, { type: 'await-endpoint' }],
  ['endpoint-down', { othersAnswered: true }, { type: 'retry', afterMs: 1000 }],
  ['endpoint-down', { othersAnswered: true, failedTries: 5 }, { type: 'fail-row' }],
  ['endpoint-down', { waitsForEndpoint: false }, { type: 'retry', afterMs: 1000 }],
  ['endpoint-down', { waitsForEndpoint: false, failedTries: 5 }, { type: 'fail-run' }],
];

test.each(table)('E6 %s with %j: %j', (code, state, decision) => {
  expect(decideRetry({ ok: false, code, message: '' }, { ...fresh, ...state })).toEqual(decision);
});

test.each<[Partial<RetryState>, RetryDecision]>([
  [{}, { type: 'retry', afterMs: 1000 }],
  [{ failedTries: 5 }, { type: 'await-endpoint' }],
  [{ failedTries: 5, othersAnswered: true }, { type: 'fail-row' }],
  [{ failedTries: 5, outages: maxOutages - 1 }, { type: 'await-endpoint' }],
  [{ failedTries: 5, outages: maxOutages }, { type: 'fail-row' }],
  [{ maxRetries: 0 }, { type: 'await-endpoint' }],
  [{ failedTries: 5, waitsForEndpoint: false }, { type: 'fail-run' }],
  [{ failedTries: 5, waitsForEndpoint: false, othersAnswered: true }, { type: 'fail-row' }],
])('E184 a server that answers nobody, with %j: %j', (state, decision) => {
  const failure = { ok: false, code: 'server-error', message: '', isOutage: true } as const;
  expect(decideRetry(failure, { ...fresh, ...state })).toEqual(decision);
});

test.each([
  ['rate-limited', 7000, { type: 'slow-down', afterMs: 7000 }],
  ['server-error', 7000, { type: 'retry', afterMs: 7000 }],
  ['server-error', 10, { type: 'retry', afterMs: 1000 }],
] as const)('E6 %s that asks to wait %d ms waits as long', (code, retryAfterMs, decision) => {
  expect(decideRetry({ ok: false, code, message: '', retryAfterMs }, fresh)).toEqual(decision);
});

test.each([
  [0, 0, 0],
  [1, 0, 1000],
  [20, 50, 1000],
  [1, 7000, 7000],
])(
  'E13 after %i refusals before, a call that is told to wait %i ms waits %i ms',
  (slowDowns, retryAfterMs, afterMs) => {
    const failure = { ok: false, code: 'rate-limited', message: '', retryAfterMs } as const;
    expect(decideRetry(failure, { ...fresh, slowDowns })).toEqual({ type: 'slow-down', afterMs });
  },
);
