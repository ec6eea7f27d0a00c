'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { conditionWords } from '@/lib/client/rows/row-choice';
import type { RowFilter } from '@/lib/dataset/row-filter';

/** The conditions that rows have to meet, each with the way to drop it. */
export function FilterChips({
  filters,
  nameOf,
  onFilters,
}: {
  filters: readonly RowFilter[];
  nameOf: (column: string, value: unknown) => string;
  onFilters: (filters: RowFilter[]) => void;
}) {
  if (filters.length === 0) return null;
  return (
    <div className="filter-chips" role="group" aria-label="Filters">
      {conditionWords(filters, nameOf).map(({ column, name, words }) => (
        <button
          key={column}
          type="button"
          className="filter-chip"
          aria-label={`Drop the filter: ${name === null ? '' : `${name} `}${words}`}
          onClick={() => onFilters(filters.filter((filter) => filter.column !== column))}
        >
          <span className="cut" dir="auto">
            {name} <b className="strong">{words}</b>
          </span>
          <Icon of={X} size="s" />
        </button>
      ))}
      {filters.length > 1 ? (
        <Button look="link" onClick={() => onFilters([])}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}
