import { useCallback, useSyncExternalStore } from 'react';

/** How wide an element is, in whole pixels; null until it is on the page. */
export function useWidth(element: HTMLElement | null): number | null {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const observer = new ResizeObserver(onChange);
      if (element !== null) observer.observe(element);
      return () => observer.disconnect();
    },
    [element],
  );
  return useSyncExternalStore(
    subscribe,
    () => element?.clientWidth ?? null,
    () => null,
  );
}
