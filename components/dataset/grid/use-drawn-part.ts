'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Part } from './row-windows';

/** So many rows above and below the screen are drawn too: they are there before they are scrolled to. */
const spareRows = 8;

/** Within so many rows of scrolling nothing is drawn anew. */
const stepRows = 4;

/** After so long without a scroll event rows have come to rest. */
const restMs = 120;

/** What of the axis of all rows is drawn, and how. */
export type Drawn = Part & {
  /** One scroll event after the other moves by more than a screen: no row is seen twice, and none could be read. */
  isFlying: boolean;
};

/** Where the axis stands, as far as it matters to what is drawn. */
type Place = { step: number; spareRows: number; isFlying: boolean };

/**
 * The part of the axis of all rows that is drawn: what is on screen with some rows around it. It is known within the
 * scroll event, before the frame that shows the new place. At first, and where rows come to rest, the screen is
 * drawn, and what is around it a frame later.
 */
export function useDrawnPart(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  { isScaled, rowPx }: { isScaled: boolean; rowPx: number },
): Drawn {
  // A scaled bar moves rows by more than it moves itself: they are put in place on each event.
  const stepPx = isScaled ? 1 : stepRows * rowPx;
  const place = useRef<Place>({ step: 0, spareRows: 0, isFlying: false });
  const subscribe = useCallback(
    (tell: () => void) => {
      const element = virtualizer.scrollElement;
      let offset = virtualizer.scrollOffset ?? 0;
      let isFar = false;
      place.current = { ...place.current, step: Math.floor(offset / stepPx) };
      let timer: ReturnType<typeof setTimeout> | undefined;
      let frame = 0;
      const put = (next: Place) => {
        const { step, spareRows: spare, isFlying } = place.current;
        if (step === next.step && spare === next.spareRows && isFlying === next.isFlying) return;
        place.current = next;
        tell();
      };
      const land = () => {
        isFar = false;
        put({ ...place.current, spareRows: 0, isFlying: false });
        frame = requestAnimationFrame(() => put({ ...place.current, spareRows }));
      };
      const scroll = () => {
        clearTimeout(timer);
        cancelAnimationFrame(frame);
        // What the virtualizer has read in the same event: to ask the element between two drawings is a layout each.
        const now = virtualizer.scrollOffset ?? 0;
        const wasFar = isFar;
        isFar = Math.abs(now - offset) > (virtualizer.scrollRect?.height ?? Infinity);
        offset = now;
        if (isFar) timer = setTimeout(land, restMs);
        put({
          step: Math.floor(now / stepPx),
          spareRows: isFar ? 0 : spareRows,
          isFlying: wasFar && isFar,
        });
      };
      land();
      element?.addEventListener('scroll', scroll, { passive: true });
      return () => {
        clearTimeout(timer);
        cancelAnimationFrame(frame);
        element?.removeEventListener('scroll', scroll);
      };
    },
    [virtualizer, stepPx],
  );
  const {
    step,
    spareRows: spare,
    isFlying,
  } = useSyncExternalStore(
    subscribe,
    () => place.current,
    () => place.current,
  );
  const sparePx = spare * rowPx;
  const heightPx = virtualizer.scrollRect?.height ?? 0;
  return { from: step * stepPx - sparePx, to: (step + 1) * stepPx + heightPx + sparePx, isFlying };
}
