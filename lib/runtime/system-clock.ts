import type { Clock } from '@/lib/engine/clock';

/**
 * The machine's clock, which people and time servers may set: what processes tell each other is told by it. A sleep ends early, without an error, when its signal is aborted.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(delayMs, signal) {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      signal.addEventListener('abort', end, { once: true });
    });
  },
};

/**
 * A clock for waits and paces, which never goes back: when the machine's is set back, it goes on from where it was, so that
 * nothing waits for a time to come a second time. When that is set forward, or the machine has slept, it follows.
 */
export const steadyClock: Clock = {
  now() {
    const wallMs = Date.now();
    const steadyMs = performance.now() + aheadMs;
    if (wallMs <= steadyMs) return Math.floor(steadyMs);
    aheadMs += wallMs - steadyMs;
    return wallMs;
  },
  sleep: (delayMs, signal) => systemClock.sleep(delayMs, signal),
};

/** What the steady clock is ahead of the time since this process began. */
let aheadMs = 0;
