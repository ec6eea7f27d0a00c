import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addMark,
  addPoint,
  emptyHistory,
  firstIntervalMs,
  historyPoint,
  mostMarks,
  mostPoints,
  type RunHistory,
} from './history';
import { emptyProgress } from './progress';

const pointAt = (atMs: number) => historyPoint({ ...emptyProgress, accepted: atMs }, atMs);

function courseOf(stepsMs: readonly number[], from = emptyHistory): { history: RunHistory; lastMs: number } {
  let history = from;
  let atMs = 0;
  for (const step of stepsMs) history = addPoint(history, pointAt((atMs += step)));
  return { history, lastMs: atMs };
}

test('E90 a history is bounded, in order, and reaches from the first point to within a step of the newest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 3000 }), (steps) => {
      const { history, lastMs } = courseOf(steps);
      const times = history.points.map(({ atMs }) => atMs);
      expect(times.length).toBeLessThanOrEqual(mostPoints);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times[0]).toBe(steps[0]);
      expect(lastMs - (times.at(-1) ?? 0)).toBeLessThan(history.intervalMs);
    }),
    { seed: 60, numRuns: 60 },
  );
});

test('E90 a run of a day keeps more than half of its points', () => {
  const { history } = courseOf(Array.from({ length: 86_400 }, () => firstIntervalMs));
  expect(history.points.length).toBeGreaterThan(mostPoints / 2 - 1);
  expect(history.intervalMs).toBe(512_000);
});

test('E91 a stop has its last numbers, however soon it comes after the newest point', () => {
  const { history } = courseOf([1000, 1000]);
  const stopped = addMark(history, { type: 'end', atMs: 2200, status: 'completed' }, pointAt(2200));
  expect(stopped.points.map(({ atMs }) => atMs)).toEqual([1000, 2200]);
});

test('E91 of too many marks the first and the newest stay', () => {
  let history = addMark(emptyHistory, { type: 'start', atMs: 1 });
  for (let at = 2; at < 400; at += 1)
    history = addMark(history, { type: 'go-on', atMs: at, row: at, stoppedMs: 0 });
  expect(history.marks).toHaveLength(mostMarks);
  expect([history.marks[0]?.atMs, history.marks.at(-1)?.atMs]).toEqual([1, 399]);
});
