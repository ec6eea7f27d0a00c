'use client';

import { ChevronRight } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { ColumnView } from '@/lib/client/rows/column-view';
import { ColumnList } from './columns-menu';
import { JumpField } from './jump-field';

/** What stands beside the grid's head on a wide screen, for a phone: the order of rows, the way to one, the columns. */
export function ArrangeRows({
  columns,
  view,
  sort,
  end,
  onView,
  onSort,
  onJump,
}: {
  columns: readonly WireColumn[];
  view: ColumnView;
  sort: string | null;
  end: number;
  onView: (view: ColumnView) => void;
  onSort: (sort: string | null) => void;
  onJump: (row: number) => void;
}) {
  return (
    <details className="fold">
      <summary>
        <Icon of={ChevronRight} size="m" />
        Columns and order
      </summary>
      <div className="stack fold-body">
        <label className="stack tight">
          Order
          <select
            className="input"
            value={sort ?? ''}
            onChange={({ target }) => onSort(target.value === '' ? null : target.value)}
          >
            <option value="">in row order</option>
            {columns.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
            {columns.map(({ name }) => (
              <option key={name} value={`-${name}`}>
                {name}, greatest first
              </option>
            ))}
          </select>
        </label>
        <JumpField end={end} onJump={onJump} />
        <ColumnList columns={columns} view={view} onChange={onView} />
      </div>
    </details>
  );
}
