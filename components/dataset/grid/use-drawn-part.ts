'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useSyncExternalStore } from 'react';
import type { Part } from './row-windows';

/** So many rows above and below the screen are drawn too: they are there before they are scrolled to. */
const spareRows = 8;

/** Within so many rows of scrolling nothing is drawn anew. */
const stepRows = 4;

/**
 * The part of the axis of all rows that is drawn: what is on screen with some rows around it. It is known within the
 * scroll event, before the frame that shows the new place.
 */
export function useDrawnPart(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  { isScaled, rowPx }: { isScaled: boolean; rowPx: number },
): Part {
  // A scaled bar moves rows by more than it moves itself: they are put in place on each event.
  const stepPx = isScaled ? 1 : stepRows * rowPx;
  const subscribe = useCallback(
    (tell: () => void) => {
      const element = virtualizer.scrollElement;
      element?.addEventListener('scroll', tell, { passive: true });
      return () => element?.removeEventListener('scroll', tell);
    },
    [virtualizer],
  );
  const step = useSyncExternalStore(
    subscribe,
    // What the virtualizer has read in the same event: to ask the element between two drawings is a layout each.
    () => Math.floor((virtualizer.scrollOffset ?? 0) / stepPx),
    () => 0,
  );
  const sparePx = spareRows * rowPx;
  const heightPx = virtualizer.scrollRect?.height ?? 0;
  return { from: step * stepPx - sparePx, to: (step + 1) * stepPx + heightPx + sparePx };
}
