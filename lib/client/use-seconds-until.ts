'use client';

import { useNow } from './use-now';

/** Whole seconds until a time, at least 1 until it has passed; null for no time, a past one, or before the first look. */
export function useSecondsUntil(atMs: number | null): number | null {
  const nowMs = useNow(1000);
  if (atMs === null || nowMs === null || nowMs >= atMs) return null;
  return Math.ceil((atMs - nowMs) / 1000);
}
