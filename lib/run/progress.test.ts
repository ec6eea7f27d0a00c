import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyRunEvent, emptyProgress, maxFailureGroups, type RunProgress } from './progress';
import type { RunEvent } from './run-event';

function expectToAddUp(progress: RunProgress): void {
  const { planned, generated, inFlightRows, waitingRows, failed, accepted, rejected, spare } = progress;
  expect(planned).toBe(generated + inFlightRows + waitingRows + failed);
  expect(generated).toBe(accepted + rejected + spare);
  expect(Math.min(planned, generated, inFlightRows, waitingRows, failed)).toBeGreaterThanOrEqual(0);
  expect(progress.failures.reduce((sum, { count }) => sum + count, 0)).toBe(failed);
  expect(progress.failures.length).toBeLessThanOrEqual(maxFailureGroups);
}

test('E60 the funnel adds up after every event, in any order that rows can take', () => {
  const step = fc.record({
    row: fc.nat(30),
    then: fc.constantFrom('ask', 'wait', 'accept', 'reject', 'spare', 'fail', 'return', 'restart'),
    code: fc.nat(80),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const rows = new Map<number, 'waiting' | 'in-flight'>();
      let progress = emptyProgress;
      const apply = (event: RunEvent) => {
        progress = applyRunEvent(progress, event);
        expectToAddUp(progress);
      };
      for (const { row, then, code } of steps) {
        const state = rows.get(row);
        if (then === 'restart') {
          rows.clear();
          const { accepted, rejected, spare, failed } = progress;
          apply({ type: 'run-start', rows: { accepted, rejected, spare, failed } });
        } else if (state === undefined) {
          rows.set(row, 'waiting');
          apply({ type: 'row-open' });
        } else if (then === 'ask' && state === 'waiting') {
          rows.set(row, 'in-flight');
          apply({ type: 'row-ask' });
        } else if (state === 'in-flight') {
          rows.set(row, 'waiting');
          apply({ type: 'row-wait' });
        } else if (then === 'return') {
          rows.delete(row);
          apply({ type: 'row-return' });
        } else if (then in statusOf) {
          rows.delete(row);
          const status = statusOf[then as keyof typeof statusOf];
          apply({
            type: 'row-end',
            row,
            status,
            reused: false,
            reason: { code: `c${code % 60}`, message: `m${code}` },
          });
        }
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});

const statusOf = { accept: 'accepted', reject: 'rejected', spare: 'spare', fail: 'failed' } as const;

test('E61 calls add up tokens and money; reused ones cost nothing and tell what they saved', () => {
  const events: RunEvent[] = [
    { type: 'call-end', promptTokens: 10, completionTokens: 5, costUsd: 0.25 },
    { type: 'call-end', promptTokens: 1, completionTokens: 2, costUsd: 0.5 },
    { type: 'call-reuse', savedUsd: 0.125 },
    { type: 'call-retry' },
  ];
  expect(events.reduce(applyRunEvent, emptyProgress)).toMatchObject({
    calls: 2,
    promptTokens: 11,
    completionTokens: 7,
    costUsd: 0.75,
    reusedCalls: 1,
    savedUsd: 0.125,
    retriedCalls: 1,
  });
});

test('E61 failures are grouped by code and message and name one row; rejections by rule', () => {
  const end = (row: number, status: 'failed' | 'rejected', code: string): RunEvent[] => [
    { type: 'row-open' },
    { type: 'row-end', row, status, reused: false, reason: { code, message: 'words' } },
  ];
  const progress = [
    ...end(3, 'failed', 'timeout'),
    ...end(4, 'failed', 'timeout'),
    ...end(5, 'failed', 'server-error'),
    ...end(6, 'rejected', 'too-short'),
    ...end(7, 'rejected', 'too-short'),
  ].reduce(applyRunEvent, emptyProgress);
  expect(progress.failures).toEqual([
    { code: 'timeout', message: 'words', count: 2, exampleRow: 3 },
    { code: 'server-error', message: 'words', count: 1, exampleRow: 5 },
  ]);
  expect(progress.rejections).toEqual([{ rule: 'too-short', count: 2, exampleRow: 6 }]);
});
