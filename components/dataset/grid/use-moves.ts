'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { ActiveCell } from './active-cell';
import { blockOfIndex, type RowLayout } from './row-windows';
import type { RowBlocks } from './use-row-blocks';

type MoveParts = {
  layout: RowLayout;
  columns: readonly WireColumn[];
  active: ActiveCell | null;
  target: { row: number } | null;
  onActive: (cell: ActiveCell) => void;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  read: RowBlocks;
  scroller: RefObject<HTMLDivElement | null>;
  rowPx: number;
  top: number;
};

/** Moves the active cell and brings it on screen, also to rows that are not read yet. */
export function useMoves({ virtualizer, read, scroller, rowPx, top, ...props }: MoveParts) {
  const { layout, active, target } = props;
  // A place whose rows are on their way; taken up when they are here.
  const [wanted, setWanted] = useState<{ row: number; column: string | null; focuses: boolean } | null>(null);
  const [seenTarget, setSeenTarget] = useState<object | null>(null);
  if (target !== seenTarget) {
    setSeenTarget(target);
    if (target !== null) setWanted({ row: target.row, column: null, focuses: false });
  }

  const shown = read.known.flatMap(({ block, rows }) =>
    rows.map((row, at) => ({ row: row.index, block, at })),
  );

  const place = useEffectEvent(() => {
    if (wanted === null || layout.matches === 0) return;
    const found =
      shown.find(({ row }) => row >= wanted.row) ?? (reachesEnd(shown, layout) ? shown.at(-1) : undefined);
    const isCertain =
      found !== undefined &&
      (layout.kind === 'listed'
        ? found.row >= wanted.row || reachesEnd(shown, layout)
        : read.rowsOf(blockOfIndex(layout, wanted.row)) !== undefined);
    if (!isCertain) {
      if (layout.kind === 'listed') read.readOn();
      else virtualizer.scrollToIndex(blockOfIndex(layout, wanted.row), { align: 'center' });
      return;
    }
    const start = virtualizer.measurementsCache[found.block]?.start ?? 0;
    bringIn(virtualizer, start + found.at * rowPx, rowPx, top);
    setWanted(null);
    const column = wanted.column;
    if (column !== null) props.onActive({ row: found.row, column });
    if (wanted.focuses && column !== null) focusCell(scroller.current, found.row, column);
  });
  const readKey = read.known.map(({ block }) => block).join(' ');
  useEffect(() => {
    // After the virtualizer has taken up the sizes of what was read.
    const frame = requestAnimationFrame(() => place());
    return () => cancelAnimationFrame(frame);
  }, [wanted, readKey]);

  const moveTo = (row: number, column: string) => setWanted({ row, column, focuses: true });
  const moveBy = (step: number) => {
    const column = active?.column ?? props.columns[0]?.name ?? '';
    const at = active === null ? -1 : shown.findIndex(({ row }) => row === active.row);
    if (active === null || at < 0) return moveTo(active?.row ?? shown[0]?.row ?? 0, column);
    const next = shown[at + step];
    // Past what is read: by index, which is close and never wrong by more than the gaps.
    moveTo(next?.row ?? Math.max(0, Math.min(layout.end - 1, active.row + step)), column);
  };
  return { moveBy, moveTo };
}

function reachesEnd(shown: readonly unknown[], layout: RowLayout): boolean {
  return layout.kind === 'listed' ? shown.length >= layout.matches : shown.length > 0;
}

/** Is this very row among those that are read? */
export function isRead(row: number, read: RowBlocks, layout: RowLayout): boolean {
  return layout.kind === 'indexed'
    ? (read.rowsOf(blockOfIndex(layout, row))?.some(({ index }) => index === row) ?? false)
    : read.known.some(({ rows }) => rows.some(({ index }) => index === row));
}

function bringIn(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rowTop: number,
  rowPx: number,
  top: number,
) {
  const offset = virtualizer.scrollOffset ?? 0;
  const height = virtualizer.scrollRect?.height ?? 0;
  if (rowTop < offset + top) virtualizer.scrollToOffset(rowTop - top);
  else if (rowTop + rowPx > offset + height) virtualizer.scrollToOffset(rowTop + rowPx - height + 8);
}

function focusCell(grid: HTMLElement | null, row: number, column: string) {
  requestAnimationFrame(() => {
    const cell = grid?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(`${row} ${column}`)}"]`);
    cell?.focus({ preventScroll: true });
  });
}
