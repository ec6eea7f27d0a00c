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
  /** Reads on, where rows are listed one window after the other. */
  readOn: () => void;
};

/** Reads the windows behind the blocks `first` to `last`, and nothing else. */
export function useRowBlocks(set: RowSet, layout: RowLayout, first: number, last: number): RowBlocks {
  const isListed = layout.kind === 'listed';
  const windows = isListed || layout.matches === 0 ? [] : windowsOf(first, last);
  const indexed = useIndexedWindows(set, windows, windowRows);
  const listed = useListedWindows(set, windowRows, isListed && layout.matches > 0);
  const read = isListed
    ? (listed.data?.pages ?? []).map(({ rows }, window) => ({ window, rows }))
    : [...indexed.rows].flatMap(([window, rows]) => (rows === undefined ? [] : [{ window, rows }]));
  const known = read.flatMap(({ window, rows }) => blocksOf(layout, window, rows));
  const byBlock = new Map(known.map(({ block, rows }) => [block, rows]));
  return {
    rowsOf: (block) => byBlock.get(block),
    known,
    isWorking: isListed ? listed.isFetching : indexed.isWorking,
    error: isListed ? listed.error : indexed.error,
    retry: isListed ? () => void listed.refetch() : indexed.retry,
    readOn: () => {
      if (isListed && listed.hasNextPage && !listed.isFetching) void listed.fetchNextPage();
    },
  };
}
