'use client';

import { useEffect, useState } from 'react';
import type { StreamState } from './event-stream';
import { useRunStream } from './run-events';
import { useNow } from './use-now';

/** A lost event stream: since when, and when it is opened again. Null while all is well. */
export type LostConnection = { lostForSeconds: number; retryInSeconds: number };

/** How long the tab's event stream has been gone; short losses of under a second are not told. */
export function useLostConnection(): LostConnection | null {
  const state = useRunStream();
  const lostAtMs = useLostSince(state);
  const nowMs = useNow(1000);
  if (lostAtMs === null || nowMs === null || nowMs - lostAtMs < 1000) return null;
  return {
    lostForSeconds: Math.floor((nowMs - lostAtMs) / 1000),
    retryInSeconds: state.kind === 'waiting' ? Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1000)) : 0,
  };
}

/** The time of the first loss: a further try that fails is the same loss. */
function useLostSince({ kind }: StreamState): number | null {
  const [lostAtMs, setLostAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (kind === 'connecting') return;
    const timer = setTimeout(() => {
      setLostAtMs((since) => (kind === 'waiting' ? (since ?? Date.now()) : null));
    }, 0);
    return () => clearTimeout(timer);
  }, [kind]);
  return lostAtMs;
}
