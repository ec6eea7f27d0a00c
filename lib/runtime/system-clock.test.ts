import { expect, test, vi } from 'vitest';
import { createModelLimiters } from './jobs/model-limiters';
import { steadyClock } from './system-clock';

test('E158 a clock that is set back stops no wait and no pace; one that is set forward is followed', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const startMs = Date.now();
    vi.setSystemTime(startMs + 1000);
    const beforeMs = steadyClock.now();
    expect(beforeMs).toBeGreaterThanOrEqual(startMs + 1000);
    const { limiter } = createModelLimiters(steadyClock).acquire('m', {
      maxConcurrency: 4,
      requestsPerMinute: 60_000,
    });
    let started = 0;
    const place = limiter.join({
      urgent: false,
      onWaiting: () => undefined,
      startNext: () => {
        started += 1;
        return started <= 4;
      },
    });
    place.offer();
    vi.setSystemTime(startMs - 3_600_000);
    const setBackMs = steadyClock.now();
    expect(setBackMs).toBeGreaterThanOrEqual(beforeMs);
    expect(setBackMs).toBeLessThan(beforeMs + 60_000);
    place.settle(1, { type: 'rate-limited', afterMs: 10, message: 'slow down' });
    expect(limiter.state().waiting).toBeNull();

    vi.setSystemTime(startMs + 7_200_000);
    expect(steadyClock.now()).toBeGreaterThanOrEqual(startMs + 7_200_000);
  } finally {
    vi.useRealTimers();
  }
});
