'use client';

import { useState } from 'react';
import { messageOf } from '@/lib/client/api';
import { useIndexedWindows, useListedWindows, type RowSet } from '@/lib/client/row-pages';
import { isEveryRow } from '@/lib/client/rows/row-choice';
import { rowLayout, windowRows, type RowLayout } from './grid/row-windows';

/** The rows that are on screen: of which choice, how they lie, and whether all that fit have been found. */
type DrawnRows = { set: RowSet; layout: RowLayout; isExact: boolean };

/**
 * What the grid draws: the rows that are asked for and, until the first of them are here, those of before. Nothing is
 * drawn while the first choice of all is looked through.
 */
export function useDrawnRows(
  set: RowSet,
  { count, end }: { count: number; end: number },
): {
  drawn: DrawnRows | null;
  isWaiting: boolean;
  /** Why the rows that are asked for could not be read. */
  error: string | null;
  retry: () => void;
} {
  const [drawn, setDrawn] = useState<DrawnRows | null>(null);
  const isAll = isEveryRow(set.choice);
  const counted = rowLayout(count, end);
  const isOther = drawn !== null && (drawn.set.status !== set.status || drawn.set.choice !== set.choice);
  const first = isOther && count > 0 ? [0] : [];
  const indexed = useIndexedWindows(set, isAll && counted.kind === 'indexed' ? first : [], windowRows);
  const listed = useListedWindows(set, isAll ? (counted.kind === 'listed' ? first : []) : [0], windowRows);
  const { total } = listed;
  const { rows, error, retry } = isAll && counted.kind === 'indexed' ? indexed : listed;

  const isThere = isAll
    ? first.length === 0 || rows.get(0) !== undefined || error !== null
    : total !== undefined && (total.exact || total.value > 0);
  const asked: DrawnRows = isAll
    ? { set, layout: counted, isExact: true }
    : {
        set,
        layout: { kind: 'listed', matches: total?.value ?? 0, end },
        isExact: total?.exact ?? false,
      };
  if (isThere && (drawn === null || !isSame(drawn, asked))) setDrawn(asked);
  return {
    drawn: isThere ? asked : drawn,
    isWaiting: !isThere,
    error: error === null ? null : messageOf(error),
    retry,
  };
}

function isSame(one: DrawnRows, other: DrawnRows): boolean {
  return (
    one.set.status === other.set.status &&
    one.set.choice === other.set.choice &&
    one.set.asOf === other.set.asOf &&
    one.isExact === other.isExact &&
    one.layout.kind === other.layout.kind &&
    one.layout.matches === other.layout.matches &&
    one.layout.end === other.layout.end
  );
}
