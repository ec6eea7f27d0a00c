import type { Clock } from '../clock';

/** A clock that stands still until told: nothing in a test waits for real time. */
export type FakeClock = Clock & {
  /** Goes on by so many ms, waking sleepers in order and letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Goes from sleeper to sleeper until the promise settles; fails when nothing more would wake it. */
  runUntil<T>(promise: Promise<T>): Promise<T>;
  /** How many sleepers there are. */
  readonly sleepers: number;
};

/** Makes a clock at a fixed time. */
export function createFakeClock(startMs = 1_000_000): FakeClock {
  let nowMs = startMs;
  let order = 0;
  const sleepers = new Set<{ atMs: number; order: number; wake: () => void }>();

  return {
    now: () => nowMs,
    sleep(delayMs, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const sleeper = { atMs: nowMs + Math.max(0, delayMs), order: (order += 1), wake };
        function wake() {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        }
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake);
      });
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (let next = earliest(); next !== undefined && next.atMs <= endMs; next = earliest()) {
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
        await settle();
      }
      nowMs = endMs;
    },
    async runUntil(promise) {
      const state = { settled: false };
      const mark = () => {
        state.settled = true;
      };
      promise.then(mark, mark);
      await settle();
      while (!state.settled) {
        const next = earliest();
        if (next === undefined) throw new Error('Nothing is left that would wake this promise.');
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
        await settle();
      }
      return promise;
    },
    get sleepers() {
      return sleepers.size;
    },
  };

  function earliest() {
    let first: { atMs: number; order: number; wake: () => void } | undefined;
    for (const sleeper of sleepers) {
      if (
        first === undefined ||
        sleeper.atMs < first.atMs ||
        (sleeper.atMs === first.atMs && sleeper.order < first.order)
      ) {
        first = sleeper;
      }
    }
    return first;
  }
}

/** Lets everything that waits for promises alone run to its next wait. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
