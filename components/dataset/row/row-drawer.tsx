'use client';

import { ChevronDown, ChevronUp, Pencil, RefreshCw, ThumbsDown, ThumbsUp, X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Toggle } from '@/components/ui/field';
import { Note, Skeleton } from '@/components/ui/states';
import { Seg, SegPanel } from '@/components/ui/tabs';
import type { WireColumn, WireRowWithLineage } from '@/lib/api/dataset-wire';
import { formatCount } from '@/lib/client/format';
import type { MarkedPrompts } from '@/lib/client/prompt-marks';
import type { SampledValues } from '@/lib/client/recipe-version';
import type { ActiveCell } from '../grid/active-cell';
import type { ValueEdit } from '../use-value-edit';
import { anewOff } from './anew-off';
import { EditValue } from './edit-value';
import { Lineage } from './lineage';
import { RowHistory } from './row-history';
import { WholeRow } from './whole-row';

type View = 'lineage' | 'row' | 'history';

/** Beside the grid, not over it: where the cell's value came from, and the whole row. */
export function RowDrawer({
  cell,
  row,
  error,
  columns,
  sampled,
  prompts,
  seed,
  edit,
  isSaving,
  statusOff,
  above,
  isAutoAdvance,
  onAutoAdvance,
  onRegenerate,
  onEdit,
  onLeaveEdit,
  onSave,
  onPutBack,
  onRate,
  onTurnStatus,
  onMove,
  onColumn,
  onClose,
}: {
  cell: ActiveCell;
  row: WireRowWithLineage | undefined;
  error: string | null;
  columns: readonly WireColumn[];
  sampled: SampledValues;
  prompts: MarkedPrompts;
  seed: number;
  edit: ValueEdit;
  isSaving: boolean;
  /** Why it can't be accepted or rejected by hand now; undefined when it can. */
  statusOff: string | undefined;
  /** What is shown above the row: the price of asking it anew, say. */
  above: ReactNode;
  /** Does a rating by key go on to the next row? */
  isAutoAdvance: boolean;
  onAutoAdvance: (isOn: boolean) => void;
  onRegenerate: () => void;
  onEdit: () => void;
  onLeaveEdit: () => void;
  /** Saves what was typed into the cell. */
  onSave: (value: unknown) => void;
  /** Puts the value into the cell that it came with. */
  onPutBack: (value: unknown) => void;
  onRate: (rating: -1 | 1) => void;
  onTurnStatus: () => void;
  onMove: (step: 1 | -1) => void;
  onColumn: (column: string) => void;
  onClose: () => void;
}) {
  const [view, setView] = useState<View>('lineage');
  const switchId = useId();
  const edits = row?.changes?.length ?? 0;
  const views: readonly { value: View; label: string }[] = [
    { value: 'lineage', label: 'Lineage' },
    { value: 'row', label: 'Whole row' },
    { value: 'history', label: edits === 0 ? 'History' : `History ${edits + 1}` },
  ];
  const column = columns.find(({ name }) => name === cell.column) ?? columns[0];
  if (column === undefined) return null;
  return (
    <aside className="drawer" aria-label={`Row ${cell.row}, ${column.name}`} data-pane>
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
        <Seg
          items={views}
          value={edit.isOpen ? 'lineage' : view}
          onChange={(next) => {
            edit.leave();
            setView(next);
          }}
          label="What to show of the row"
        >
          {above}
          {error !== null ? <Note tone="bad">{error}</Note> : null}
          {row?.reason === undefined ? null : <ReasonNote row={row} />}
          {edit.isOpen || edit.draft === undefined ? null : (
            <DraftNote onGoOn={onEdit} onDrop={() => edit.keep(null)} />
          )}
          {row?.breaks === undefined ? null : <BrokenNote breaks={row.breaks} />}
          <SegPanel value="lineage" className="stack drawer-panel">
            {row === undefined ? (
              <Waiting isOver={error !== null} />
            ) : edit.isOpen ? (
              <EditValue
                key={`${row.index} ${column.name}`}
                name={column.name}
                value={row.values[column.name]}
                draft={edit.draft}
                isSaving={isSaving}
                onDraft={edit.keep}
                onSave={onSave}
                onLeave={onLeaveEdit}
              />
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
          <SegPanel value="history" className="stack drawer-panel">
            {row === undefined ? (
              <Waiting isOver={error !== null} />
            ) : (
              <RowHistory row={row} column={column.name} onPutBack={onPutBack} />
            )}
          </SegPanel>
        </Seg>
      </div>
      <div className="drawer-foot">
        <IconButton
          icon={ThumbsUp}
          label="Good"
          shortcut="+"
          aria-pressed={row?.rating === 1}
          onClick={() => onRate(1)}
        />
        <IconButton
          icon={ThumbsDown}
          label="Bad"
          shortcut="-"
          aria-pressed={row?.rating === -1}
          onClick={() => onRate(-1)}
        />
        <span className="grow" />
        <Button off={statusOff} shortcut="A" onClick={onTurnStatus}>
          {row?.status === 'accepted' ? 'Reject' : 'Accept'}
        </Button>
        <Button icon={RefreshCw} off={anewOff(column)} onClick={onRegenerate}>
          Anew <kbd>R</kbd>
        </Button>
        <Button icon={Pencil} off={row === undefined ? 'The row is being read' : undefined} onClick={onEdit}>
          Edit <kbd>E</kbd>
        </Button>
        <label className="row small t2 wide-only auto-advance" htmlFor={switchId}>
          <span className="grow">Next row after a rating or acceptance by key</span>
          <Toggle id={switchId} label="Auto-advance" on={isAutoAdvance} onChange={onAutoAdvance} />
        </label>
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

/** What was typed into the cell before and is neither saved nor dropped. */
function DraftNote({ onGoOn, onDrop }: { onGoOn: () => void; onDrop: () => void }) {
  return (
    <Note
      action={
        <>
          <Button size="small" onClick={onGoOn}>
            Go on
          </Button>
          <Button size="small" look="ghost" onClick={onDrop}>
            Drop it
          </Button>
        </>
      }
    >
      An edit of this value is not saved.
    </Note>
  );
}

/** What a row that isn't rejected breaks by now: whether it stays is for the person to say. */
function BrokenNote({ breaks }: { breaks: NonNullable<WireRowWithLineage['breaks']> }) {
  return (
    <Note tone="warn">
      <b className="strong">Breaks a rule as it stands now.</b>{' '}
      <span dir="auto">
        {breaks.column} {breaks.message}
      </span>{' '}
      <code className="mono t3">{breaks.rule}</code>
    </Note>
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
