import type { Clock } from './clock';

/** One timer that rings at the earliest time it was set to, and then has to be set again. */
export type Alarm = {
  /** Rings at `atMs` (ms since the epoch) or earlier; setting a later time than the pending one changes nothing. */
  set(atMs: number): void;
  /** Never rings again. */
  stop(): void;
};

/** Makes an alarm; `ring` is never called from within `set`. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let pending: { atMs: number; sleep: AbortController } | null = null;
  let stopped = false;

  return {
    set(atMs) {
      if (stopped || (pending !== null && pending.atMs <= atMs)) return;
      pending?.sleep.abort();
      const own = { atMs, sleep: new AbortController() };
      pending = own;
      void clock.sleep(Math.max(0, atMs - clock.now()), own.sleep.signal).then(() => {
        if (pending !== own) return;
        pending = null;
        ring();
      });
    },
    stop() {
      stopped = true;
      const own = pending;
      pending = null;
      own?.sleep.abort();
    },
  };
}
