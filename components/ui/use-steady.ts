'use client';

import { useCallback, useLayoutEffect, useRef } from 'react';

/** The same function on every drawing, which does what the newest one would: for parts that are drawn seldom. */
export function useSteady<Values extends unknown[]>(
  handler: (...values: Values) => void,
): (...values: Values) => void {
  const newest = useRef(handler);
  useLayoutEffect(() => {
    newest.current = handler;
  });
  return useCallback((...values: Values) => newest.current(...values), []);
}
