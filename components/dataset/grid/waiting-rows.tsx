import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/lib/client/format';
import { blockRows, type RowLayout } from './row-windows';

/** The real numbers of rows that are being read; null where gaps among them leave the numbers open. */
export function numbersOf(layout: RowLayout, block: number, count: number): readonly number[] | null {
  if (layout.kind !== 'indexed') return null;
  const step = count === 0 ? 1 : Math.min(blockRows, layout.end - block * blockRows) / count;
  return Array.from({ length: count }, (_, at) => Math.floor(block * blockRows + at * step));
}

/**
 * Rows that are being read or fly past: their real numbers, and bars for their cells. Few elements and no movement,
 * since there are most of them while somebody scrolls fastest.
 */
export function WaitingRows({
  count,
  numbers,
  columns,
  rowPx,
  isFlying,
}: {
  count: number;
  numbers: readonly number[] | null;
  columns: number;
  rowPx: number;
  /** Bars show at once, since no row is on its way to their place. */
  isFlying: boolean;
}) {
  // Bars that are seen don't go when the flight ends above them.
  const [wereFlying] = useState(isFlying);
  return (
    <div
      className={classNames('grid-waits', wereFlying && 'flying')}
      aria-hidden
      style={{ height: count * rowPx }}
    >
      <div className="i">{numbers?.map(formatCount).join('\n')}</div>
      {Array.from({ length: columns }, (_, column) => (
        <div key={column} className="cell-bars" />
      ))}
    </div>
  );
}
