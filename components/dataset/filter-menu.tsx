'use client';

import { Filter } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import type { ColumnStatistics, DatasetStatistics, WireColumn } from '@/lib/api/dataset-wire';
import type { RowFilter } from '@/lib/dataset/row-filter';
import { ColumnFilter } from './column-filter';
import { KeepOnly } from './keep-only';

/** Conditions on any column, which can become a rule; which one is chosen here, or by the mark in its head. */
export function FilterMenu({
  columns,
  column,
  recipeId,
  statistics,
  filters,
  nameOf,
  more,
  onColumn,
  onFilters,
}: {
  columns: readonly WireColumn[];
  /** The column that is looked at; null while the menu is closed. */
  column: string | null;
  /** Whose rules the conditions can become; null for rows without a stored recipe. */
  recipeId: number | null;
  statistics: DatasetStatistics | undefined;
  filters: readonly RowFilter[];
  nameOf: (column: string, value: unknown) => string;
  /** What has no room elsewhere, below the conditions. */
  more: ReactNode;
  onColumn: (column: string | null) => void;
  onFilters: (filters: RowFilter[]) => void;
}) {
  // What is typed goes with the conditions that are cleared.
  const [cleared, setCleared] = useState(0);
  const chosen = columns.find(({ name }) => name === column) ?? columns[0];
  if (chosen === undefined) return null;
  const { name } = chosen;
  const facts: ColumnStatistics | undefined = statistics?.columns.find((one) => one.name === name);
  const isHeld = filters.some((filter) => filter.column === name);
  return (
    <Popover
      label="Filter"
      align="start"
      open={column !== null}
      onOpen={(isOpen) => onColumn(isOpen ? name : null)}
      trigger={
        <Button look="ghost" size="small" icon={Filter} aria-label="Filter">
          <span className="wide-only">Filter</span>
        </Button>
      }
    >
      <div className="stack filter-menu">
        <div className="row tight">
          <select
            className="input grow"
            aria-label="Column"
            value={name}
            onChange={(event) => onColumn(event.target.value)}
          >
            {columns.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </select>
          <Button
            look="link"
            off={isHeld ? undefined : 'It holds no rows back'}
            onClick={() => {
              setCleared(cleared + 1);
              onFilters(filters.filter((filter) => filter.column !== name));
            }}
          >
            Clear
          </Button>
        </div>
        <ColumnFilter
          key={`${name} ${facts?.type ?? ''} ${cleared}`}
          column={name}
          facts={facts}
          isCut={statistics?.exact === false}
          filters={filters}
          nameOf={(value) => nameOf(name, value)}
          onFilters={onFilters}
        />
        {recipeId === null ? null : (
          <KeepOnly recipeId={recipeId} column={name} filters={filters} onDone={() => onColumn(null)} />
        )}
        {more}
      </div>
    </Popover>
  );
}
