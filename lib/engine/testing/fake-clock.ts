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
  const sleepers = new Set<Sleeper>();

  return {
    now: () => nowMs,
    sleep(delayMs, signal) {
      return new Promise((resolve) => {
        const sleeper: Sleeper = { atMs: nowMs + Math.max(0, delayMs), signal, wake };
        function wake() {
          sleepers.delete(sleeper);
          resolve();
        }
        sleepers.add(sleeper);
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

  /** Whoever is cut off wakes at once; a listener for each would be too many for one signal. */
  function earliest(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.signal.aborted) return { ...sleeper, atMs: nowMs };
      if (first === undefined || sleeper.atMs < first.atMs) first = sleeper;
    }
    return first;
  }
}

type Sleeper = {
  readonly atMs: number;
  readonly signal: AbortSignal;
  readonly wake: () => void;
};

/** Lets everything that waits for promises alone run to its next wait. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
