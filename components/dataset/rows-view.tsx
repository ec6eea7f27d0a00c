'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { useCommands } from '@/components/ui/commands';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import type { UpdateRowBody, WireColumn } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { mostCountedRows } from '@/lib/dataset/most-rows';
import { messageOf } from '@/lib/client/api';
import { wholeText } from '@/lib/client/cell-text';
import { rowQuery, useRow } from '@/lib/client/datasets';
import { formatCount, formatRows } from '@/lib/client/format';
import { useMarkedPrompts } from '@/lib/client/prompt-marks';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { shownColumns } from '@/lib/client/rows/column-view';
import { useRowChanges } from '@/lib/client/rows/change-row';
import {
  choiceQuery,
  conditionCount,
  isEveryRow,
  nextSort,
  toggleValue,
  type RowChoice,
} from '@/lib/client/rows/row-choice';
import { useRegenerate } from '@/lib/client/rows/regenerate';
import { useStatistics } from '@/lib/client/rows/statistics';
import { useListedWindows, type RowSet } from '@/lib/client/row-pages';
import { useColumnView } from '@/lib/client/rows/use-column-view';
import { runState } from '@/lib/client/run-words';
import { useRun } from '@/lib/client/runs';
import { phoneQuery, useMedia } from '@/lib/client/use-media';
import type { ActiveCell } from './grid/active-cell';
import './dataset.css';
import { BulkBar } from './bulk-bar';
import { RegeneratePanel } from './row/regenerate-panel';
import { RowDrawer } from './row/row-drawer';
import { RowsGrid, type GridHandle } from './grid/rows-grid';
import { ColumnChart } from './grid/column-chart';
import { rowLayout, windowRows, type RowLayout } from './grid/row-windows';
import { matchingRows, statusNames, type ShownStatus } from './shown-status';
import { FilterMenu } from './filter-menu';
import { FilterChips } from './filter-chips';
import { RowsToolbar } from './rows-toolbar';
import { useChosenRows } from './use-chosen-rows';
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
  const { status, choice, isOpen } = place;
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
    await copyText(wholeText(values[cell.column]), `${cell.column} of row ${formatCount(cell.row)} copied`);
  };
  const search = useRef<HTMLInputElement>(null);
  const [isEditing, setIsEditing] = useState(false);
  const { change, undo } = useRowChanges(dataset.id, run.id);
  const statusOff = runState(run).moves ? 'Possible when the run has ended or is paused' : undefined;
  const [pricedCell, setPricedCell] = useState<ActiveCell | null>(null);
  const regenerate = useRegenerate(dataset.id, run.id);
  const isPriced = active !== null && pricedCell?.row === active.row && pricedCell.column === active.column;
  const askPrice = () => {
    const kind = dataset.columns.find(({ name }) => name === active?.column)?.kind;
    if (active === null || kind !== 'generated') return;
    regenerate.ask.reset();
    show(active, true);
    setPricedCell(active);
  };
  const startRegenerate = (cell: ActiveCell) =>
    regenerate.ask.mutate(
      { index: cell.row, column: cell.column },
      {
        onSuccess({ status: end }) {
          setPricedCell(null);
          if (end === 'cancelled') {
            showToast({ text: 'Cancelled. The row is as it was.' });
            return;
          }
          showToast({
            text: `${cell.column} of row ${formatCount(cell.row)} was asked anew.`,
            action: { label: 'Undo', run: () => undo.mutate(cell.row) },
          });
        },
      },
    );
  const changeActive = (body: UpdateRowBody) => {
    if (active === null) return;
    const index = active.row;
    change.mutate(
      { index, body },
      {
        onSuccess() {
          // A mark that arrives late must not close the field that was opened since.
          if (body.values !== undefined) setIsEditing(false);
          showToast({
            text: `Row ${formatCount(index)} ${changeWords(body)}.`,
            action: { label: 'Undo', run: () => undo.mutate(index) },
          });
        },
        onError: (failure) => showToast({ tone: 'bad', text: messageOf(failure) }),
      },
    );
  };
  const set = { datasetId: dataset.id, status, choice, asOf: moment.asOf };
  const isAll = isEveryRow(choice);
  const { total, isLooking, error } = useChoiceTotal(set, !isAll);
  const layout: RowLayout = isAll
    ? rowLayout(shownCount, moment.end)
    : { kind: 'listed', matches: total?.value ?? 0, end: moment.end };
  const chosen = useChosenRows(
    { datasetId: dataset.id, runId: run.id },
    { status, choice, count: layout.matches },
  );
  const editActive = () => {
    if (active === null) return;
    show(active, true);
    setIsEditing(true);
  };
  const filterByActive = () => {
    const value = active === null ? undefined : row.data?.values[active.column];
    if (active === null || (typeof value !== 'string' && typeof value !== 'number')) return;
    choose({ filters: toggleValue(choice.filters, active.column, value) });
  };
  const leave = () => {
    if (chosen.hasAny) return chosen.clear();
    if (!isOpen || active === null) return;
    show(active, false);
    grid.current?.focus();
  };
  const [filtered, setFiltered] = useState<string | null>(null);
  useCommands('Rows', [
    { keys: '/', name: 'Search the rows', run: () => search.current?.focus(), inPalette: false },
    { keys: '↑ ↓ ← →', name: 'Move from cell to cell' },
    { keys: 'J', name: 'Next row', run: () => grid.current?.moveBy(1), inPalette: false },
    { keys: 'K', name: 'Previous row', run: () => grid.current?.moveBy(-1), inPalette: false },
    {
      keys: 'Enter',
      name: 'Open the row',
      run: () => active !== null && show(active, true),
      inPalette: false,
    },
    { keys: 'E', name: 'Edit the value', run: editActive },
    { keys: 'R', name: 'Ask anew for the value', run: askPrice },
    {
      keys: '+',
      name: 'Rate the row good',
      run: () => changeActive({ rating: row.data?.rating === 1 ? 0 : 1 }),
    },
    {
      keys: '-',
      name: 'Rate the row bad',
      run: () => changeActive({ rating: row.data?.rating === -1 ? 0 : -1 }),
    },
    { keys: 'F', name: 'Filter by this value', run: filterByActive },
    {
      keys: 'Shift F',
      name: 'Filter by this column',
      run: () => setFiltered(active?.column ?? columns[0]?.name ?? null),
    },
    { keys: 'X', name: 'Choose the row', run: () => grid.current?.choose(false), inPalette: false },
    {
      keys: 'Shift X',
      name: 'Choose all rows up to here',
      run: () => grid.current?.choose(true),
      inPalette: false,
    },
    { keys: 'Ctrl A', name: 'Choose all that are shown', run: () => chosen.chooseAll() },
    { keys: 'Ctrl C', name: 'Copy the value' },
    {
      keys: 'Ctrl Z',
      name: 'Take the last change of the row back',
      run: () => active !== null && undo.mutate(active.row),
    },
    { keys: 'Esc', name: 'Choose none, close the row', run: leave, inPalette: false },
  ]);

  const { whole, fitting } = useStatistics(set);
  const nameOf = (column: string, value: unknown) =>
    sampled.get(column)?.get(wholeText(value))?.name ?? (value === null ? 'empty' : wholeText(value));
  const choose = (next: Partial<RowChoice>) => {
    chosen.clear();
    const more = { ...choice, ...next };
    goTo({ choice: more, row: null, cell: null, isOpen: false, top: null });
  };
  const shown =
    isAll || total === undefined ? null : { query: { status, ...choiceQuery(choice) }, count: total.value };
  return (
    <div className={isOpen ? 'dataset open' : 'dataset'}>
      <section className="sheet" aria-label="Rows" data-pane>
        <RowsToolbar
          dataset={dataset}
          status={status}
          choice={choice}
          searchField={search}
          filterMenu={
            <FilterMenu
              columns={dataset.columns}
              column={filtered}
              recipeId={dataset.recipe_id}
              statistics={whole}
              filters={choice.filters}
              nameOf={nameOf}
              onColumn={setFiltered}
              onFilters={(filters) => choose({ filters })}
            />
          }
          shown={shown}
          fresh={fresh}
          onChoice={choose}
          view={view}
          onView={keepView}
          onStatus={(next) => {
            chosen.clear();
            goTo({ status: next, row: null, cell: null, isOpen: false, top: null });
          }}
          onFresh={takeIn}
          onJump={(to) => {
            setTarget({ row: to });
            show({ row: to, column: active?.column ?? dataset.columns[0]?.name ?? '' }, isOpen);
          }}
        />
        <FilterChips filters={choice.filters} nameOf={nameOf} onFilters={(filters) => choose({ filters })} />
        {!isAll && (total === undefined ? isLooking : !total.exact && total.value === 0) ? (
          <Skeleton width="100%" height="100%" />
        ) : layout.matches === 0 && !isAll ? (
          <EmptyState
            title={
              error === null
                ? `No row matches ${conditionCount(choice) === 1 ? 'this filter' : `these ${conditionCount(choice)} filters`}.`
                : 'The rows could not be looked through.'
            }
            actions={<Button onClick={() => choose({ search: '', filters: [] })}>Clear filters</Button>}
          >
            {error}
          </EmptyState>
        ) : layout.matches === 0 ? (
          <NoRows run={run} status={status} onClear={() => goTo({ status: 'accepted' })} />
        ) : (
          <RowsGrid
            ref={grid}
            key={`${status} ${isPhone ? 'phone' : 'wide'} ${layout.kind} ${JSON.stringify(choice)}`}
            set={set}
            sort={choice.sort}
            onFilter={setFiltered}
            onSort={(column) => choose({ sort: nextSort(choice.sort, column) })}
            chartOf={(column) => {
              const facts = whole?.columns.find(({ name }) => name === column.name);
              return facts === undefined ? null : (
                <ColumnChart
                  column={column}
                  whole={facts}
                  fitting={fitting?.columns.find(({ name }) => name === column.name)}
                  filters={choice.filters}
                  nameOf={(value) => nameOf(column.name, value)}
                  onFilters={(filters) => choose({ filters })}
                />
              );
            }}
            layout={layout}
            columns={columns}
            view={view}
            onView={keepView}
            sampled={sampled}
            isPhone={isPhone}
            active={active}
            target={target}
            selection={chosen.selection}
            onSelection={chosen.setSelection}
            onActive={(cell) => show(cell, isOpen)}
            onOpen={(cell) => show(cell, true)}
            onTopRow={keepTop}
            onCopy={(cell) =>
              void copy(cell).catch(() => showToast({ tone: 'bad', text: 'The value could not be copied.' }))
            }
          />
        )}
        {chosen.count > 0 ? (
          <BulkBar
            count={chosen.count}
            statusOff={statusOff}
            isBusy={chosen.isBusy}
            onChange={chosen.change}
            onClear={chosen.clear}
          />
        ) : null}
        <div className="statusbar">
          <span className="num">
            <b className="strong">
              {total?.exact === false ? 'at least ' : ''}
              {formatCount(layout.matches)}
            </b>{' '}
            of {formatRows(moment.end)}
          </span>
          {whole?.exact === false ? (
            <span className="t3 wide-only">charts show the first {formatRows(mostCountedRows)}</span>
          ) : null}
          <span className="t3 wide-only cut">{sortWords(choice.sort)}</span>
          <span className="right t3 wide-only keys-line">
            <kbd>J</kbd> <kbd>K</kbd> row &nbsp; <kbd>Enter</kbd> open &nbsp; <kbd>X</kbd> choose &nbsp;{' '}
            <kbd>E</kbd> edit &nbsp; <kbd>R</kbd> anew &nbsp; <kbd>+</kbd> <kbd>-</kbd> rate &nbsp;{' '}
            <kbd>/</kbd> search
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
          isEditing={isEditing}
          isSaving={change.isPending}
          statusOff={statusOff ?? (row.data?.status === 'failed' ? 'This row has no answer' : undefined)}
          above={
            isPriced ? (
              <RegeneratePanel
                datasetId={dataset.id}
                cell={active}
                isWorking={regenerate.ask.isPending}
                isCancelling={regenerate.cancel.isPending}
                error={regenerate.ask.error === null ? null : messageOf(regenerate.ask.error)}
                onStart={() => startRegenerate(active)}
                onCancel={() => regenerate.cancel.mutate()}
                onLeave={() => setPricedCell(null)}
              />
            ) : null
          }
          onRegenerate={askPrice}
          onEditing={setIsEditing}
          onChange={changeActive}
          onMove={(step) => grid.current?.moveBy(step)}
          onColumn={(column) => show({ ...active, column }, true)}
          onClose={() => show(active, false)}
        />
      ) : null}
    </div>
  );
}

function changeWords({ values, rating, status }: UpdateRowBody): string {
  if (values !== undefined) return 'was changed';
  if (status !== undefined) return `is ${status} now`;
  return rating === 0 ? 'has no rating any more' : `is rated ${rating === 1 ? 'good' : 'bad'}`;
}

function sortWords(sort: string | null): string {
  if (sort === null) return 'in row order';
  return sort.startsWith('-') ? `sorted by ${sort.slice(1)}, greatest first` : `sorted by ${sort}`;
}

/** How many rows fit a choice, as far as they have been found. */
function useChoiceTotal(set: RowSet, enabled: boolean) {
  const { total, error, isWorking } = useListedWindows(set, enabled ? [0] : [], windowRows);
  return {
    total,
    isLooking: isWorking,
    error: error === null ? null : messageOf(error),
  };
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
