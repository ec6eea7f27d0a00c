'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from './class-names';
import { Icon } from './icon';

/** A table's heading that sorts by its column; `direction` is null while another one does. */
export function SortHead({
  children,
  direction,
  onSort,
  className,
}: {
  children: string;
  direction: 'ascending' | 'descending' | null;
  onSort: () => void;
  className?: string;
}) {
  return (
    <th scope="col" aria-sort={direction ?? undefined} className={className}>
      <button
        type="button"
        className={classNames('sort-head', direction !== null && 'sorted')}
        onClick={onSort}
      >
        {children}
        {direction === null ? null : <Icon of={direction === 'ascending' ? ArrowUp : ArrowDown} size="m" />}
      </button>
    </th>
  );
}
