import { expect, test } from 'vitest';
import { createFakeClock } from '@/lib/engine/testing/fake-clock';
import type { LaneHandle, ModelLimiter } from '@/lib/engine/model-limiter';
import { createModelLimiters } from './model-limiters';

/** A job with endless calls; `running` are the tickets of those in flight. */
function joinGreedily(limiter: ModelLimiter): { running: number[]; finish(): void; handle: LaneHandle } {
  const running: number[] = [];
  const handle = limiter.join({
    urgent: false,
    onWaiting: () => undefined,
    startNext(ticket) {
      running.push(ticket);
      return true;
    },
  });
  handle.offer();
  return {
    running,
    handle,
    finish() {
      const ticket = running.shift();
      if (ticket !== undefined) handle.settle(ticket, { type: 'answered' });
    },
  };
}

test('jobs of one model share its calls, and each keeps to its own number', () => {
  const limiters = createModelLimiters(createFakeClock());
  const wide = joinGreedily(limiters.acquire('m', { maxConcurrency: 6 }).limiter);
  expect(wide.running).toHaveLength(6);
  const narrow = joinGreedily(limiters.acquire('m', { maxConcurrency: 2 }).limiter);
  expect(narrow.running).toHaveLength(0);
  for (let count = 0; count < 20; count += 1) {
    wide.finish();
    expect(wide.running.length + narrow.running.length).toBe(6);
    expect(narrow.running.length).toBeLessThanOrEqual(2);
  }
  expect(narrow.running).toHaveLength(2);
  narrow.finish();
  expect(wide.running.length + narrow.running.length).toBe(6);
});

test('other models are other limits', () => {
  const limiters = createModelLimiters(createFakeClock());
  expect(joinGreedily(limiters.acquire('a', { maxConcurrency: 3 }).limiter).running).toHaveLength(3);
  expect(joinGreedily(limiters.acquire('b', { maxConcurrency: 3 }).limiter).running).toHaveLength(3);
});

test('limits follow the jobs that are there', () => {
  const limiters = createModelLimiters(createFakeClock());
  const first = limiters.acquire('m', { maxConcurrency: 2 });
  const narrow = joinGreedily(first.limiter);
  const wide = joinGreedily(limiters.acquire('m', { maxConcurrency: 5 }).limiter);
  expect(narrow.running.length + wide.running.length).toBe(5);
  first.release();
  const later = joinGreedily(limiters.acquire('m', { maxConcurrency: 7 }).limiter);
  expect(narrow.running.length + wide.running.length + later.running.length).toBe(7);
});

test('the lowest rate counts for all jobs of a model', async () => {
  const clock = createFakeClock();
  const limiters = createModelLimiters(clock);
  const free = joinGreedily(limiters.acquire('m', { maxConcurrency: 4 }).limiter);
  expect(free.running).toHaveLength(4);
  limiters.acquire('m', { maxConcurrency: 4, requestsPerMinute: 60 });
  free.finish();
  free.finish();
  expect(free.running).toHaveLength(3);
  await clock.advance(1000);
  expect(free.running).toHaveLength(4);
});
