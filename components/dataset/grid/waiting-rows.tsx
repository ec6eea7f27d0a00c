import { formatCount } from '@/lib/client/format';
import { blockRows, type RowLayout } from './row-windows';

/** The real numbers of rows that are being read; null where gaps among them leave the numbers open. */
export function numbersOf(layout: RowLayout, block: number, count: number): readonly number[] | null {
  if (layout.kind !== 'indexed') return null;
  const step = count === 0 ? 1 : Math.min(blockRows, layout.end - block * blockRows) / count;
  return Array.from({ length: count }, (_, at) => Math.floor(block * blockRows + at * step));
}

/**
 * Rows that are being read: their real numbers, and bars for their cells. Few elements and no movement, since
 * there are most of them while somebody scrolls fastest.
 */
export function WaitingRows({
  count,
  numbers,
  columns,
  rowPx,
}: {
  count: number;
  numbers: readonly number[] | null;
  columns: number;
  rowPx: number;
}) {
  return (
    <div className="grid-waits" aria-hidden style={{ height: count * rowPx }}>
      <div className="i">{numbers?.map(formatCount).join('\n')}</div>
      {Array.from({ length: columns }, (_, column) => (
        <div key={column} className="cell-bars" />
      ))}
    </div>
  );
}
