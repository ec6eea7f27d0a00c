'use client';

import { ArrowDown, ArrowUp, Filter, Pin } from 'lucide-react';
import { memo, type PointerEvent, type ReactNode } from 'react';
import { KindMark } from '@/components/ui/chip';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import type { WireColumn } from '@/lib/api/dataset-wire';

/** The names of the columns, which order the rows by a press, over what they hold. Their edges are dragged for another width; a double press lets one fit. */
export const GridHead = memo(function GridHead({
  columns,
  pinnedAt,
  isWorking,
  sort,
  chartOf,
  onSort,
  onFilter,
  onWidth,
  onFit,
}: {
  columns: readonly WireColumn[];
  pinnedAt: ReadonlyMap<string, number>;
  isWorking: boolean;
  sort: string | null;
  /** What stands under a column's name. */
  chartOf: (column: WireColumn) => ReactNode;
  onSort: (column: string) => void;
  onFilter: (column: string) => void;
  onWidth: (column: string, widthPx: number) => void;
  onFit: (column: string) => void;
}) {
  return (
    <div className={isWorking ? 'gh works' : 'gh'} role="row" aria-rowindex={1}>
      <div role="columnheader" className="i stuck">
        #
      </div>
      {columns.map((column) => (
        <div
          key={column.name}
          role="columnheader"
          className={classNames(pinnedAt.has(column.name) && 'stuck')}
          style={{ left: pinnedAt.get(column.name) }}
          aria-sort={sort === column.name ? 'ascending' : sort === `-${column.name}` ? 'descending' : 'none'}
          title={column.output ? column.name : `${column.name}, not in downloads`}
        >
          <button type="button" className="name" tabIndex={-1} onClick={() => onSort(column.name)}>
            <KindMark kind={column.kind} />
            <span className={column.output ? 'cut' : 'cut t2'}>{column.name}</span>
            {pinnedAt.has(column.name) ? <Icon of={Pin} size="s" /> : null}
            {sort === column.name ? <Icon of={ArrowUp} size="s" /> : null}
            {sort === `-${column.name}` ? <Icon of={ArrowDown} size="s" /> : null}
          </button>
          <button
            type="button"
            className="head-filter"
            tabIndex={-1}
            aria-label={`Filter by ${column.name}`}
            onClick={() => onFilter(column.name)}
          >
            <Icon of={Filter} size="s" />
          </button>
          {chartOf(column)}
          <span
            className="edge"
            aria-hidden
            onPointerDown={(event) => drag(event, (widthPx) => onWidth(column.name, widthPx))}
            onDoubleClick={() => onFit(column.name)}
          />
        </div>
      ))}
    </div>
  );
});

/** Follows the pointer from a press on a column's edge until it is let go. */
function drag(event: PointerEvent<HTMLElement>, onWidth: (widthPx: number) => void) {
  if (event.button !== 0) return;
  event.preventDefault();
  const edge = event.currentTarget;
  const widthPx = edge.parentElement?.offsetWidth ?? 0;
  const from = event.clientX;
  edge.setPointerCapture(event.pointerId);
  const move = (at: globalThis.PointerEvent) => {
    if (at.clientX !== from) onWidth(widthPx + at.clientX - from);
  };
  edge.addEventListener('pointermove', move);
  edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), {
    once: true,
  });
}
