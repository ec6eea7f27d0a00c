'use client';

import { useEffect } from 'react';

/** Later than anything that the page needs to be used. */
const restMs = 2000;

/** Fetches code when the page has come to rest, so that what needs it opens at once. `loads` must not change. */
export function useLoadAtRest(loads: readonly (() => Promise<unknown>)[]): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // What can't be fetched now is asked for again when it is opened.
      for (const load of loads) load().catch(() => undefined);
    }, restMs);
    return () => clearTimeout(timer);
  }, [loads]);
}
