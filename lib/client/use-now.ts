'use client';

import { useSyncExternalStore } from 'react';

/** The time in ms, renewed every `everyMs`; null on the server and in the first render, which must agree. */
export function useNow(everyMs: 1000 | 30_000): number | null {
  const clock = everyMs === 1000 ? seconds : halfMinutes;
  return useSyncExternalStore(clock.subscribe, clock.now, () => null);
}

const seconds = ticking(1000);
const halfMinutes = ticking(30_000);

function ticking(everyMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let nowMs: number | null = null;
  return {
    now: () => (nowMs ??= Date.now()),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      nowMs = Date.now();
      timer ??= setInterval(() => {
        nowMs = Date.now();
        for (const each of listeners) each();
      }, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
