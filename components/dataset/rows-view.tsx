'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useHotkeys } from '@/components/ui/hotkeys';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { wholeText } from '@/lib/client/cell-text';
import { rowQuery, useRow } from '@/lib/client/datasets';
import { formatCount, formatRows } from '@/lib/client/format';
import { useMarkedPrompts } from '@/lib/client/prompt-marks';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { shownColumns } from '@/lib/client/rows/column-view';
import { useColumnView } from '@/lib/client/rows/use-column-view';
import { runState } from '@/lib/client/run-words';
import { useRun } from '@/lib/client/runs';
import { phoneQuery, useMedia } from '@/lib/client/use-media';
import type { ActiveCell } from './grid/active-cell';
import './dataset.css';
import { RowDrawer } from './row/row-drawer';
import { RowsGrid, type GridHandle } from './grid/rows-grid';
import { rowLayout } from './grid/row-windows';
import { matchingRows, statusNames, type ShownStatus } from './shown-status';
import { RowsToolbar } from './rows-toolbar';
import { useLiveDataset, type LiveDataset } from './use-live-dataset';
import { useRowsAddress, type RowsPlace } from './use-rows-address';

/** The Rows tab: usable from the first row on; what is looked at stands in the address. */
export function RowsView({ datasetId }: { datasetId: number }) {
  const dataset = useLiveDataset(datasetId);
  const run = useRun(dataset?.run_id ?? 0).data;
  if (dataset === undefined || run === undefined) {
    return (
      <div className="sheet" aria-busy>
        <div className="toolbar">
          <Skeleton width={240} height={28} />
        </div>
        <Skeleton width="100%" height="100%" />
      </div>
    );
  }
  return <Rows dataset={dataset} run={run} />;
}

function Rows({ dataset, run }: { dataset: LiveDataset; run: WireRun }) {
  const { place, goTo, keepTop } = useRowsAddress();
  const { status, isOpen } = place;
  const isPhone = useMedia(phoneQuery);
  const { view, keepView } = useColumnView(dataset.recipe_id, dataset.id);
  const columns = useMemo(() => shownColumns(dataset.columns, view), [dataset.columns, view]);
  const { sampled } = useRecipeFacts(dataset.recipe_id, dataset.recipe_version);

  // The grid shows the rows as they stood at a moment; new ones come in on a press, never under the eyes.
  const now = { counts: dataset.counts, end: dataset.end, asOf: 0 };
  const [moment, setMoment] = useState(now);
  const shownCount = matchingRows(moment.counts, status);
  const fresh = matchingRows(dataset.counts, status) - shownCount;
  const takeIn = () => setMoment({ ...now, asOf: moment.asOf + 1 });
  if (fresh > 0 && shownCount < 20) takeIn();

  const active = useMemo(() => activeCell(place, dataset.columns), [place, dataset.columns]);
  const [target, setTarget] = useState<{ row: number } | null>(() => firstTarget(place));
  const row = useRow(dataset.id, isOpen ? (active?.row ?? null) : null);
  const prompts = useMarkedPrompts(
    { recipeId: dataset.recipe_id, version: dataset.recipe_version, seed: run.seed, index: active?.row ?? 0 },
    row.data?.lineage,
  );

  const show = (cell: ActiveCell, opens: boolean) =>
    goTo({ row: cell.row, cell: cell.column, isOpen: opens });
  const grid = useRef<GridHandle>(null);
  const queries = useQueryClient();
  const copy = async (cell: ActiveCell) => {
    const { values } = await queries.query(rowQuery(dataset.id, cell.row));
    await navigator.clipboard.writeText(wholeText(values[cell.column]));
    showToast({ text: `${cell.column} of row ${formatCount(cell.row)} copied` });
  };
  useHotkeys({
    j: () => grid.current?.moveBy(1),
    k: () => grid.current?.moveBy(-1),
    Enter: () => active !== null && show(active, true),
    Escape: () => {
      if (!isOpen || active === null) return;
      show(active, false);
      grid.current?.focus();
    },
  });

  const layout = rowLayout(shownCount, moment.end);
  return (
    <div className={isOpen ? 'dataset open' : 'dataset'}>
      <section className="sheet" aria-label="Rows">
        <RowsToolbar
          dataset={dataset}
          status={status}
          fresh={fresh}
          view={view}
          onView={keepView}
          onStatus={(next) => goTo({ status: next, row: null, cell: null, isOpen: false, top: null })}
          onFresh={takeIn}
          onJump={(to) => {
            setTarget({ row: to });
            show({ row: to, column: active?.column ?? dataset.columns[0]?.name ?? '' }, isOpen);
          }}
        />
        {layout.matches === 0 ? (
          <NoRows run={run} status={status} onClear={() => goTo({ status: 'accepted' })} />
        ) : (
          <RowsGrid
            ref={grid}
            key={`${status} ${isPhone ? 'phone' : 'wide'} ${layout.kind}`}
            set={{ datasetId: dataset.id, status, asOf: moment.asOf }}
            layout={layout}
            columns={columns}
            view={view}
            onView={keepView}
            sampled={sampled}
            isPhone={isPhone}
            active={active}
            target={target}
            onActive={(cell) => show(cell, isOpen)}
            onOpen={(cell) => show(cell, true)}
            onTopRow={keepTop}
            onCopy={(cell) =>
              void copy(cell).catch(() => showToast({ tone: 'bad', text: 'The value could not be copied.' }))
            }
          />
        )}
        <div className="statusbar">
          <span className="num">
            <b className="strong">{formatCount(shownCount)}</b> of {formatRows(moment.end)}
          </span>
          <span className="t3 wide-only">in row order</span>
          <span className="right t3 wide-only">
            <kbd>J</kbd> <kbd>K</kbd> row &nbsp; <kbd>Enter</kbd> open &nbsp; <kbd>Esc</kbd> close &nbsp;{' '}
            <kbd>D</kbd> download
          </span>
        </div>
      </section>
      {isOpen && active !== null ? (
        <RowDrawer
          cell={active}
          row={row.data}
          error={row.isError ? messageOf(row.error) : null}
          columns={dataset.columns}
          sampled={sampled}
          prompts={prompts}
          seed={run.seed}
          onMove={(step) => grid.current?.moveBy(step)}
          onColumn={(column) => show({ ...active, column }, true)}
          onClose={() => show(active, false)}
        />
      ) : null}
    </div>
  );
}

function NoRows({ run, status, onClear }: { run: WireRun; status: ShownStatus; onClear: () => void }) {
  if (status !== 'accepted' && status !== 'all') {
    return (
      <EmptyState
        title={`No row is ${statusNames[status].toLowerCase()}.`}
        actions={<Button onClick={onClear}>Show accepted rows</Button>}
      />
    );
  }
  return runState(run).moves ? (
    <EmptyState title="No rows yet">The first ones arrive a few seconds after the start.</EmptyState>
  ) : (
    <EmptyState title="This run made no rows">
      {run.error === undefined ? (
        'It was stopped before the first row was accepted.'
      ) : (
        <Note tone="bad">{run.error.message}</Note>
      )}
    </EmptyState>
  );
}

/** The active cell; where the address names no column, the one that says most. */
function activeCell({ row, cell }: RowsPlace, columns: readonly WireColumn[]): ActiveCell | null {
  if (row === null) return null;
  const column =
    columns.find(({ name }) => name === cell) ??
    columns.find(({ kind }) => kind === 'generated') ??
    columns[0];
  return column === undefined ? null : { row, column: column.name };
}

function firstTarget({ row, top }: RowsPlace): { row: number } | null {
  const at = row ?? top;
  return at === null ? null : { row: at };
}
