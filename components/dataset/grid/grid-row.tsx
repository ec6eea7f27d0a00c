'use client';

import { Check, CircleAlert, ThumbsDown, ThumbsUp, X, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { GridRow } from '@/lib/client/grid-rows';
import type { SampledValues } from '@/lib/client/recipe-version';
import { formatCount } from '@/lib/client/format';
import { phoneColumns } from './grid-columns';

type RowProps = {
  row: GridRow;
  /** Where it stands in its block. */
  topPx: number;
  columns: readonly WireColumn[];
  sampled: SampledValues;
  /** Where the pinned columns stick, in pixels from the left. */
  pinnedAt: ReadonlyMap<string, number>;
  isPhone: boolean;
  /** The column of the active cell, when it is in this row. */
  activeColumn: string | null;
  /** Holds the grid's one tab stop although no cell is active yet. */
  tabStop: boolean;
  /** One of the rows that are chosen for an action. */
  isChosen: boolean;
  onChoose: (row: number, isRange: boolean) => void;
  onPick: (row: number, column: string) => void;
};

/** One row of the grid. Its cells hold one line each, never a whole value. */
export const GridRowLine = memo(function GridRowLine(props: RowProps) {
  const { row, columns, pinnedAt, isPhone, activeColumn, isChosen } = props;
  const isActive = activeColumn !== null;
  const { leads, main } = phoneColumns(columns);
  const shown = isPhone ? [...leads, ...(main === null ? [] : [main])] : columns;
  return (
    <div
      className={classNames(
        'gr',
        isActive && 'sel',
        isChosen && 'chosen',
        row.status !== 'accepted' && 'dim',
      )}
      role="row"
      style={{ top: props.topPx }}
      aria-rowindex={row.index + 2}
      aria-selected={isChosen}
    >
      <div
        className="i stuck"
        role="rowheader"
        onClick={(event) => props.onChoose(row.index, event.shiftKey)}
        // A range of rows is no range of text.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      >
        <span className="choice" aria-hidden>
          {isChosen ? <Icon of={Check} size="s" /> : null}
        </span>
        {row.status === 'failed' ? <Mark of={CircleAlert} tone="bad" /> : null}
        {row.status === 'rejected' ? <Mark of={X} tone="warn" /> : null}
        {formatCount(row.index)}
        {row.rating === 1 ? <Mark of={ThumbsUp} tone="ok" /> : null}
        {row.rating === -1 ? <Mark of={ThumbsDown} tone="warn" /> : null}
        {row.rating === 0 ? null : (
          <span className="hidden-text">{row.rating === 1 ? ', good' : ', bad'}</span>
        )}
        {row.status === 'accepted' ? null : <span className="hidden-text">, {row.status}</span>}
      </div>
      {shown.map((column, at) => (
        <div
          key={column.name}
          role="gridcell"
          aria-colindex={columns.indexOf(column) + 2}
          data-cell={`${row.index} ${column.name}`}
          tabIndex={activeColumn === column.name || (props.tabStop && at === 0) ? 0 : -1}
          className={classNames(
            activeColumn === column.name && 'cell-on',
            row.edited.includes(column.name) && 'cell-edited',
            !isPhone && pinnedAt.has(column.name) && 'stuck',
            isPhone && (column === main ? 'c-main' : 'c-lead'),
          )}
          style={isPhone ? undefined : { left: pinnedAt.get(column.name) }}
          onClick={() => props.onPick(row.index, column.name)}
        >
          <CellBody {...props} column={column} isFirst={at === 0} />
        </div>
      ))}
    </div>
  );
});

function Mark({ of, tone }: { of: LucideIcon; tone: 'ok' | 'warn' | 'bad' }) {
  return (
    <span className={`row-mark ${tone}`}>
      <Icon of={of} size="s" />
    </span>
  );
}

function CellBody({ row, column, sampled, isFirst }: RowProps & { column: WireColumn; isFirst: boolean }) {
  const cell = row.texts[column.name];
  if (cell === undefined || cell.kind === 'empty') {
    return isFirst || row.reason === null || column.kind !== 'generated' ? null : (
      <span className="t3 small" dir="auto">
        {row.reason}
      </span>
    );
  }
  if (column.kind === 'sampled') {
    const name = sampled.get(column.name)?.get(cell.text)?.name;
    return (
      <>
        {name === undefined || name === cell.text ? null : <b className="lid">{cell.text}</b>}
        <span dir="auto">{name ?? cell.text}</span>
      </>
    );
  }
  return cell.kind === 'count' ? (
    <span className="turns">{cell.text}</span>
  ) : (
    <span dir="auto">{cell.text}</span>
  );
}
