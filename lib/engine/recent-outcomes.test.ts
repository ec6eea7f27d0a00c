import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentOutcomes, recentRows } from './recent-outcomes';

const outcome = fc.record({
  status: fc.constantFrom('accepted', 'rejected', 'failed', 'spare'),
  code: fc.constantFrom('timeout', 'cut-off', 'too short'),
});

test('E93 the causes of the last 200 rows are those that a look back over all rows finds', () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 900 }), (rows) => {
      const recent = createRecentOutcomes();
      for (const { status, code } of rows) recent.add(status, code);
      const expected = new Map<string, number>();
      const newest = rows.slice(-recentRows);
      for (const { status, code } of newest) {
        if (status !== 'failed' && status !== 'rejected') continue;
        const cause = `${status} ${code}`;
        expected.set(cause, (expected.get(cause) ?? 0) + 1);
      }
      const measured = recent.measure();
      expect(measured.rows).toBe(newest.length);
      expect(new Map(measured.causes.map(({ status, code, count }) => [`${status} ${code}`, count]))).toEqual(
        expected,
      );
    }),
    { seed: 62, numRuns: 100 },
  );
});
