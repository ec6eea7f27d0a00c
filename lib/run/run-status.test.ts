import { expect, test } from 'vitest';
import { defaultMaxRows } from './max-rows';
import { canMove, hasEnded, nextStatuses, runStatuses } from './run-status';

test('E62 from every status there is a way to go on, and only to a known status', () => {
  for (const status of runStatuses) {
    expect(nextStatuses[status].length).toBeGreaterThan(0);
    for (const next of nextStatuses[status]) expect(runStatuses).toContain(next);
    expect(canMove(status, status)).toBe(false);
  }
  expect(canMove('completed', 'paused')).toBe(false);
  expect(runStatuses.filter(hasEnded)).toEqual(['completed', 'failed', 'cancelled']);
});

test.each([
  [1, 21],
  [40, 60],
  [41, 62],
  [1000, 1500],
])('E4 for %d rows at most %d are tried unless the run says otherwise', (rows, most) => {
  expect(defaultMaxRows(rows)).toBe(most);
});
