'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** Does a media query hold? False on the server and in the first render. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** The layout of a phone. */
export const phoneQuery = '(max-width: 640px)';
