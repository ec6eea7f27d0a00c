import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inSlices } from './in-slices';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Steps of 3 ms each. */
function* steps(count: number, done: number[]): Generator<undefined, string> {
  for (let at = 0; at < count; at++) {
    vi.setSystemTime(Date.now() + 3);
    vi.spyOn(performance, 'now').mockReturnValue(Date.now());
    done.push(at);
    yield;
  }
  return 'all';
}

test('work is done some at a time, and its result told once', () => {
  const done: number[] = [];
  const told: string[] = [];
  vi.spyOn(performance, 'now').mockReturnValue(Date.now());
  inSlices(steps(7, done), (result) => told.push(result));
  expect(done).toEqual([]);
  vi.advanceTimersToNextTimer();
  expect(done).toEqual([0, 1, 2]);
  vi.advanceTimersToNextTimer();
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  expect(told).toEqual([]);
  vi.runAllTimers();
  expect(told).toEqual(['all']);
});

test('what was called off does no more and tells nothing', () => {
  const done: number[] = [];
  const told: string[] = [];
  vi.spyOn(performance, 'now').mockReturnValue(Date.now());
  const callOff = inSlices(steps(7, done), (result) => told.push(result));
  vi.advanceTimersToNextTimer();
  callOff();
  vi.runAllTimers();
  expect(done).toEqual([0, 1, 2]);
  expect(told).toEqual([]);
});
