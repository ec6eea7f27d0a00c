'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useState } from 'react';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { ActiveCell } from './active-cell';
import { useRowPlace, type RowSet } from '@/lib/client/row-pages';
import { blockOfIndex, blockRows, type RowLayout } from './row-windows';
import type { RowBlocks } from './use-row-blocks';

/** What the moves need of the element that scrolls. Offsets are on the axis of all rows. */
export type Place = {
  heightPx: () => number;
  scrollTo: (offset: number) => void;
  focusCell: (row: number, column: string) => void;
};

/** A row to go to; where it isn't among those that match, the next one on this side. */
type Wanted = {
  row: number;
  /** Where it stands among those that match, when that is what is known. */
  place: number | null;
  column: string | null;
  side: 'below' | 'above';
  focuses: boolean;
};

/** A row to bring on screen, or the next one that is listed; its cell in a column becomes the active one. */
export type GridTarget = { row: number; column?: string | undefined };

type MoveParts = {
  set: RowSet;
  layout: RowLayout;
  columns: readonly WireColumn[];
  active: ActiveCell | null;
  /** A column to begin in while no cell is active. */
  startColumn: string | undefined;
  target: GridTarget | null;
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
    if (target !== null) {
      const column = target.column ?? null;
      setWanted({ row: target.row, place: null, column, side: 'below', focuses: false });
    }
  }
  const isListed = layout.kind === 'listed';

  const shown = read.known.flatMap(({ block, rows }) =>
    rows.map((row, at) => ({ row: row.index, block, at, place: block * blockRows + at })),
  );
  const isShown = (row: number) => shown.some((one) => one.row === row);
  const isLost = isListed && wanted !== null && wanted.place === null && !isShown(wanted.row);
  const foundPlace = useRowPlace(props.set, isLost ? wanted.row : null);

  const bringIn = (rowTop: number) => {
    const offset = virtualizer.scrollOffset ?? 0;
    const height = place.heightPx();
    if (rowTop < offset + top) place.scrollTo(rowTop - top);
    else if (rowTop + rowPx > offset + height) place.scrollTo(rowTop + rowPx - height + 8);
  };

  /** The row that is meant, when it is read; else the block to read, or null while that isn't known. */
  const look = ({ row, place: at, side }: Wanted): (typeof shown)[number] | { toRead: number | null } => {
    if (isListed) {
      const wantedPlace = at ?? shown.find((one) => one.row === row)?.place ?? foundPlace;
      if (wantedPlace === undefined) return { toRead: null };
      const there = Math.max(0, Math.min(wantedPlace, layout.matches - 1));
      return shown.find((one) => one.place === there) ?? { toRead: Math.floor(there / blockRows) };
    }
    const block = blockOfIndex(layout, row);
    const below = shown.find((one) => one.row >= row);
    const above = shown.findLast((one) => one.row <= row);
    const found = side === 'below' ? (below ?? above) : (above ?? below);
    return found === undefined || read.rowsOf(block) === undefined ? { toRead: block } : found;
  };

  const settle = useEffectEvent(() => {
    if (wanted === null || layout.matches === 0) return;
    const found = look(wanted);
    if ('toRead' in found) {
      if (found.toRead === null) return;
      place.scrollTo((virtualizer.measurementsCache[found.toRead]?.start ?? 0) - 4 * rowPx);
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
  }, [wanted, readKey, foundPlace]);

  const go = (next: Wanted & { column: string }) => {
    const found = look(next);
    // A row that is read is the active one at once: the next key, which may come before the next frame, means it.
    if (!('toRead' in found)) props.onActive({ row: found.row, column: next.column });
    setWanted(next);
  };
  const moveTo = (row: number, column: string, side: Wanted['side'] = 'below') =>
    go({ row, place: null, column, side, focuses: true });
  const moveToPlace = (to: number, column: string) =>
    go({ row: 0, place: to, column, side: 'below', focuses: true });
  const moveBy = (step: number) => {
    const column = active?.column ?? props.startColumn ?? '';
    // Keys come faster than rows: the next step starts where the last one is going.
    const from = wanted?.row ?? active?.row;
    const at = shown.findIndex(({ row, place: there }) =>
      isListed && wanted !== null && wanted.place !== null ? there === wanted.place : row === from,
    );
    const fromPlace = isListed ? (wanted?.place ?? shown[at]?.place) : undefined;
    if (fromPlace !== undefined) {
      return moveToPlace(Math.max(0, Math.min(layout.matches - 1, fromPlace + step)), column);
    }
    if (from === undefined || at < 0) return moveTo(from ?? shown[0]?.row ?? 0, column);
    const next = shown[at + step]?.row ?? Math.max(0, Math.min(layout.end - 1, from + step));
    moveTo(next, column, step < 0 ? 'above' : 'below');
  };
  const moveToEdge = (edge: 'first' | 'last', column: string) => {
    if (isListed) return moveToPlace(edge === 'first' ? 0 : layout.matches - 1, column);
    moveTo(edge === 'first' ? 0 : layout.end - 1, column);
  };
  return { moveBy, moveTo, moveToEdge };
}

/** Is this very row among those that are read? */
export function isRead(row: number, read: RowBlocks, layout: RowLayout): boolean {
  return layout.kind === 'indexed'
    ? (read.rowsOf(blockOfIndex(layout, row))?.some(({ index }) => index === row) ?? false)
    : read.known.some(({ rows }) => rows.some(({ index }) => index === row));
}
