import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inSlices, resultInSlices } from './in-slices';

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

test('who waits for the result gets it, the error of a step, or none once it is called off', async () => {
  const done: number[] = [];
  vi.spyOn(performance, 'now').mockReturnValue(Date.now());
  const abort = new AbortController();
  const whole = resultInSlices(steps(4, done), abort.signal);
  await vi.runAllTimersAsync();
  expect(await whole).toBe('all');
  const calledOff = expect(resultInSlices(steps(7, done), abort.signal)).rejects.toThrow('enough');
  await vi.advanceTimersToNextTimerAsync();
  abort.abort(new Error('enough'));
  await vi.runAllTimersAsync();
  await calledOff;
  expect(done.length).toBeLessThan(4 + 7);
  function* broken(): Generator<undefined, string> {
    yield;
    throw new Error('no plan');
  }
  const failed = expect(resultInSlices(broken(), new AbortController().signal)).rejects.toThrow('no plan');
  await vi.runAllTimersAsync();
  await failed;
});
