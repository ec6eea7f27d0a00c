'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Note, Skeleton } from '@/components/ui/states';
import { Seg, SegPanel } from '@/components/ui/tabs';
import type { WireColumn, WireRowWithLineage } from '@/lib/api/dataset-wire';
import { formatCount } from '@/lib/client/format';
import type { MarkedMessage } from '@/lib/client/prompt-marks';
import type { SampledValues } from '@/lib/client/recipe-version';
import type { ActiveCell } from '../grid/active-cell';
import { Lineage } from './lineage';
import { WholeRow } from './whole-row';

const views = [
  { value: 'lineage', label: 'Lineage' },
  { value: 'row', label: 'Whole row' },
] as const;

/** Beside the grid, not over it: where the cell's value came from, and the whole row. */
export function RowDrawer({
  cell,
  row,
  error,
  columns,
  sampled,
  prompts,
  seed,
  onMove,
  onColumn,
  onClose,
}: {
  cell: ActiveCell;
  row: WireRowWithLineage | undefined;
  error: string | null;
  columns: readonly WireColumn[];
  sampled: SampledValues;
  prompts: ReadonlyMap<string, readonly MarkedMessage[]>;
  seed: number;
  onMove: (step: 1 | -1) => void;
  onColumn: (column: string) => void;
  onClose: () => void;
}) {
  const [view, setView] = useState<'lineage' | 'row'>('lineage');
  const column = columns.find(({ name }) => name === cell.column) ?? columns[0];
  if (column === undefined) return null;
  return (
    <aside className="drawer" aria-label={`Row ${cell.row}, ${column.name}`}>
      <div className="drawer-head">
        <KindMark kind={column.kind} />
        <h2 className="cut drawer-title">
          Row {formatCount(cell.row)} <span className="t3">{column.name}</span>
        </h2>
        <span className="grow" />
        <IconButton label="Row above" shortcut="K" icon={ChevronUp} size="small" onClick={() => onMove(-1)} />
        <IconButton
          label="Row below"
          shortcut="J"
          icon={ChevronDown}
          size="small"
          onClick={() => onMove(1)}
        />
        <IconButton label="Close" shortcut="Esc" icon={X} size="small" onClick={onClose} />
      </div>
      <div className="drawer-body">
        <Seg items={views} value={view} onChange={setView} label="What to show of the row">
          {error !== null ? <Note tone="bad">{error}</Note> : null}
          {row?.reason === undefined ? null : <ReasonNote row={row} />}
          <SegPanel value="lineage" className="stack drawer-panel">
            {row === undefined ? (
              <Waiting isOver={error !== null} />
            ) : (
              <Lineage
                row={row}
                column={column}
                columns={columns}
                sampled={sampled}
                prompts={prompts}
                seed={seed}
                onColumn={onColumn}
              />
            )}
          </SegPanel>
          <SegPanel value="row" className="stack drawer-panel">
            {row === undefined ? (
              <Waiting isOver={error !== null} />
            ) : (
              <WholeRow row={row} columns={columns} sampled={sampled} />
            )}
          </SegPanel>
        </Seg>
      </div>
    </aside>
  );
}

function Waiting({ isOver }: { isOver: boolean }) {
  if (isOver) return null;
  return (
    <div className="stack" aria-busy>
      <Skeleton width="40%" />
      <Skeleton width="100%" height={80} />
      <Skeleton width="100%" height={120} />
    </div>
  );
}

function ReasonNote({ row }: { row: WireRowWithLineage }) {
  const { reason, status } = row;
  if (reason === undefined) return null;
  const tries = `${reason.attempts} ${reason.attempts === 1 ? 'try' : 'tries'}`;
  return (
    <Note tone={status === 'failed' ? 'bad' : 'warn'}>
      <b className="strong">
        {status === 'failed' ? 'Failed' : 'Not accepted'}
        {reason.attribute_id === undefined ? '' : ` at ${reason.attribute_id}`}
        {reason.attempts > 0 ? ` after ${tries}` : ''}.
      </b>{' '}
      <span dir="auto">{reason.message}</span> <code className="mono t3">{reason.code}</code>
    </Note>
  );
}
