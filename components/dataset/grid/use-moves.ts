'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useState } from 'react';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { ActiveCell } from './active-cell';
import { blockOfIndex, type RowLayout } from './row-windows';
import type { RowBlocks } from './use-row-blocks';

/** What the moves need of the element that scrolls. Offsets are on the axis of all rows. */
export type Place = {
  heightPx: () => number;
  scrollTo: (offset: number) => void;
  focusCell: (row: number, column: string) => void;
};

/** A row to go to; where it isn't among those that match, the next one on this side. */
type Wanted = { row: number; column: string | null; side: 'below' | 'above'; focuses: boolean };

type MoveParts = {
  layout: RowLayout;
  columns: readonly WireColumn[];
  active: ActiveCell | null;
  target: { row: number } | null;
  onActive: (cell: ActiveCell) => void;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  read: RowBlocks;
  place: Place;
  rowPx: number;
  top: number;
};

/** Moves the active cell and brings it on screen, also to rows that are not read yet. */
export function useMoves({ virtualizer, read, place, rowPx, top, ...props }: MoveParts) {
  const { layout, active, target } = props;
  // A place whose rows are on their way; taken up when they are here.
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [seenTarget, setSeenTarget] = useState<object | null>(null);
  if (target !== seenTarget) {
    setSeenTarget(target);
    if (target !== null) setWanted({ row: target.row, column: null, side: 'below', focuses: false });
  }

  const shown = read.known.flatMap(({ block, rows }) =>
    rows.map((row, at) => ({ row: row.index, block, at })),
  );

  const bringIn = (rowTop: number) => {
    const offset = virtualizer.scrollOffset ?? 0;
    const height = place.heightPx();
    if (rowTop < offset + top) place.scrollTo(rowTop - top);
    else if (rowTop + rowPx > offset + height) place.scrollTo(rowTop + rowPx - height + 8);
  };

  const settle = useEffectEvent(() => {
    if (wanted === null || layout.matches === 0) return;
    // Sorted rows don't stand in the order of their numbers.
    const exact = shown.find(({ row }) => row === wanted.row);
    const below = exact ?? shown.find(({ row }) => row >= wanted.row);
    const above = exact ?? shown.findLast(({ row }) => row <= wanted.row);
    const found = wanted.side === 'below' ? (below ?? above) : (above ?? below);
    const isCertain =
      found !== undefined &&
      (layout.kind === 'listed'
        ? below !== undefined || shown.length >= layout.matches
        : read.rowsOf(blockOfIndex(layout, wanted.row)) !== undefined);
    if (!isCertain) {
      if (layout.kind === 'listed') read.readOn();
      else
        place.scrollTo(
          (virtualizer.measurementsCache[blockOfIndex(layout, wanted.row)]?.start ?? 0) - 4 * rowPx,
        );
      return;
    }
    const start = virtualizer.measurementsCache[found.block]?.start ?? 0;
    bringIn(start + found.at * rowPx);
    setWanted(null);
    const column = wanted.column;
    if (column !== null) props.onActive({ row: found.row, column });
    if (wanted.focuses && column !== null) place.focusCell(found.row, column);
  });
  const readKey = read.known.map(({ block }) => block).join(' ');
  useEffect(() => {
    // After the virtualizer has taken up the sizes of what was read.
    const frame = requestAnimationFrame(() => settle());
    return () => cancelAnimationFrame(frame);
  }, [wanted, readKey]);

  const moveTo = (row: number, column: string, side: Wanted['side'] = 'below') =>
    setWanted({ row, column, side, focuses: true });
  const moveBy = (step: number) => {
    const column = active?.column ?? props.columns[0]?.name ?? '';
    // Keys come faster than rows: the next step starts where the last one is going.
    const from = wanted?.row ?? active?.row;
    const at = shown.findIndex(({ row }) => row === from);
    if (from === undefined || at < 0) return moveTo(from ?? shown[0]?.row ?? 0, column);
    const next = shown[at + step]?.row ?? Math.max(0, Math.min(layout.end - 1, from + step));
    moveTo(next, column, step < 0 ? 'above' : 'below');
  };
  return { moveBy, moveTo };
}

/** Is this very row among those that are read? */
export function isRead(row: number, read: RowBlocks, layout: RowLayout): boolean {
  return layout.kind === 'indexed'
    ? (read.rowsOf(blockOfIndex(layout, row))?.some(({ index }) => index === row) ?? false)
    : read.known.some(({ rows }) => rows.some(({ index }) => index === row));
}
