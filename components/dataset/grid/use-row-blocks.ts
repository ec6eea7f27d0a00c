'use client';

import type { GridRow } from '@/lib/client/grid-rows';
import { useIndexedWindows, useListedWindows, type RowSet } from '@/lib/client/row-pages';
import { blocksOf, windowRows, windowsOf, type RowLayout } from './row-windows';

/** The rows of the blocks on screen, as far as they are read. */
export type RowBlocks = {
  rowsOf: (block: number) => readonly GridRow[] | undefined;
  /** Blocks whose number of rows is known now. */
  known: readonly { block: number; rows: readonly GridRow[] }[];
  isWorking: boolean;
  error: Error | null;
  retry: () => void;
};

/** Reads the windows behind the blocks from `first` to `last`, and nothing else; null reads none. */
export function useRowBlocks(
  set: RowSet,
  layout: RowLayout,
  wanted: { first: number; last: number } | null,
): RowBlocks {
  const isListed = layout.kind === 'listed';
  const windows = layout.matches === 0 || wanted === null ? [] : windowsOf(wanted.first, wanted.last);
  const indexed = useIndexedWindows(set, isListed ? [] : windows, windowRows);
  const listed = useListedWindows(set, isListed ? windows : [], windowRows);
  const { rows, isWorking, error, retry } = isListed ? listed : indexed;
  const known = [...rows].flatMap(([window, read]) =>
    read === undefined ? [] : blocksOf(layout, window, read),
  );
  const byBlock = new Map(known.map((block) => [block.block, block.rows]));
  return { rowsOf: (block) => byBlock.get(block), known, isWorking, error, retry };
}
