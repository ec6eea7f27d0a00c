import type { Clock } from '@/lib/engine/clock';

/** The machine's clock. A sleep ends early, without an error, when its signal is aborted. */
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
