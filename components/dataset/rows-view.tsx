'use client';

import { useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import { useSteady } from '@/components/ui/use-steady';
import type { WireColumn } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { mostCountedRows } from '@/lib/dataset/most-rows';
import type { RowFilter } from '@/lib/dataset/row-filter';
import { messageOf } from '@/lib/client/api';
import { wholeText } from '@/lib/client/cell-text';
import { useRow } from '@/lib/client/datasets';
import { formatCount, formatRows } from '@/lib/client/format';
import { useMarkedPrompts } from '@/lib/client/prompt-marks';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { useAutoAdvance } from '@/lib/client/rows/auto-advance';
import { shownColumns } from '@/lib/client/rows/column-view';
import {
  choiceQuery,
  conditionCount,
  everyRow,
  isEveryRow,
  nextSort,
  toggleSort,
  toggleValue,
  type RowChoice,
} from '@/lib/client/rows/row-choice';
import { noSelection } from '@/lib/client/rows/row-selection';
import { useStatistics } from '@/lib/client/rows/statistics';
import { useColumnView } from '@/lib/client/rows/use-column-view';
import { isFreeRun, runState } from '@/lib/client/run-words';
import { useRun } from '@/lib/client/runs';
import { phoneQuery, useMedia } from '@/lib/client/use-media';
import { isSameCell, type ActiveCell } from './grid/active-cell';
import './dataset.css';
import { ArrangeRows } from './arrange-rows';
import { BulkBar } from './bulk-bar';
import { changeMessages } from './change-messages';
import { anewOff } from './row/anew-off';
import { RegeneratePanel } from './row/regenerate-panel';
import { RowDrawer } from './row/row-drawer';
import { useAskAnew } from './row/use-ask-anew';
import { RowsGrid, type GridHandle } from './grid/rows-grid';
import { ColumnChart } from './grid/column-chart';
import type { GridTarget } from './grid/use-moves';
import { NoRows } from './no-rows';
import { matchingRows } from './shown-status';
import { FilterMenu } from './filter-menu';
import { FilterChips } from './filter-chips';
import { RowsToolbar } from './rows-toolbar';
import { useChosenRows } from './use-chosen-rows';
import { useDrawnRows } from './use-drawn-rows';
import { useLiveDataset, type LiveDataset } from './use-live-dataset';
import { noAnswer, useRowActs } from './use-row-acts';
import { useRowCommands } from './use-row-commands';
import { useRowsAddress, type RowsPlace } from './use-rows-address';
import { useValueEdit } from './use-value-edit';

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
  const { place, goTo, keepTop } = useRowsAddress(dataset.id);
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

  const set = { datasetId: dataset.id, status, choice, asOf: moment.asOf };
  const { drawn, isWaiting, error, retry } = useDrawnRows(set, { count: shownCount, end: moment.end });
  const matches = drawn?.layout.matches ?? 0;
  const { whole, fitting } = useStatistics(set);
  const [messages] = useState(changeMessages);
  const chosen = useChosenRows(
    { datasetId: dataset.id, runId: run.id },
    { status, choice, count: isWaiting ? 0 : matches, end: moment.end },
    messages,
  );

  const active = useMemo(() => activeCell(place, dataset.columns), [place, dataset.columns]);
  // Rows that come in another order or number keep the column that was looked at.
  const column = active?.column ?? columns.find(({ name }) => name === place.cell)?.name ?? columns[0]?.name;
  const [target, setTarget] = useState<GridTarget | null>(() => firstTarget(place));
  const row = useRow(dataset.id, isOpen ? (active?.row ?? null) : null);
  const prompts = useMarkedPrompts(
    { recipeId: dataset.recipe_id, version: dataset.recipe_version, seed: run.seed, index: active?.row ?? 0 },
    row.data?.lineage,
  );
  const show = (cell: ActiveCell, opens: boolean) =>
    goTo({ row: cell.row, cell: cell.column, isOpen: opens });
  const toStart = (next: Partial<RowsPlace>) => {
    chosen.clear();
    setTarget(null);
    goTo({ ...next, row: null, isOpen: false, top: null });
  };
  const choose = (next: Partial<RowChoice>) => toStart({ choice: { ...choice, ...next } });
  const jump = (to: number) => setTarget({ row: to, column });
  const [filtered, setFiltered] = useState<string | null>(null);
  const grid = useRef<GridHandle>(null);
  const gridHeldFocus = useRef(false);
  const search = useRef<HTMLInputElement>(null);
  const close = () => {
    if (active === null) return;
    show(active, false);
    grid.current?.focus();
  };

  const statusOff = runState(run).moves ? 'Possible when the run has ended or is paused' : undefined;
  const acts = useRowActs({ datasetId: dataset.id, runId: run.id, active, statusOff, messages });
  const edit = useValueEdit(dataset.id, active, isOpen);
  const editCell = (cell: ActiveCell) => {
    show(cell, true);
    edit.begin(cell);
  };
  const leaveEdit = () => {
    edit.leave();
    grid.current?.focus();
  };
  const onSaved = useSteady((cell: ActiveCell) => {
    edit.forget(cell);
    // A field that was opened since stays open.
    if (edit.isOpen && isSameCell(cell, active)) leaveEdit();
  });
  const anew = useAskAnew({
    datasetId: dataset.id,
    runId: run.id,
    active,
    onAnswered: (cell) =>
      acts.tell(cell.row, `${cell.column} of row ${formatCount(cell.row)} was asked anew.`),
  });
  const askAnew = () => {
    if (active === null) return;
    const off = anewOff(dataset.columns.find(({ name }) => name === active.column));
    if (off !== undefined) return void showToast({ text: `${off}.` });
    show(active, true);
    anew.showPrice(active);
  };
  const leave = () => {
    if (chosen.hasAny) return chosen.clear();
    if (isOpen && anew.leave()) grid.current?.focus();
    else if (isOpen) close();
  };
  const advance = useAutoAdvance();
  // The value is read first: the rows are chosen as they stand then.
  const filterBy = useSteady((cell: ActiveCell, value: unknown) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return;
    choose({ filters: toggleValue(choice.filters, cell.column, value) });
  });
  useRowCommands({
    search: () => search.current?.focus(),
    moveBy: (step) => grid.current?.moveBy(step),
    open: () => active !== null && show(active, true),
    edit: () => active !== null && editCell(active),
    askAnew,
    rate: acts.rate,
    turnStatus: acts.turnStatus,
    sort(direction) {
      if (column !== undefined) choose({ sort: toggleSort(choice.sort, column, direction) });
    },
    unsort: choice.sort === null ? null : () => choose({ sort: null }),
    filterByValue: () => acts.withValue(filterBy),
    filterByColumn: () => setFiltered(column ?? null),
    choose: (isRange) => grid.current?.choose(isRange),
    chooseAll: chosen.chooseAll,
    takeBack: () => active !== null && acts.takeBack(active.row),
    leave,
    isAutoAdvance: advance.isOn,
    setAutoAdvance: advance.setOn,
  });

  const nameOf = (of: string, value: unknown) =>
    sampled.get(of)?.get(wholeText(value))?.name ?? (value === null ? 'empty' : wholeText(value));
  const onFilters = (filters: RowFilter[]) => choose({ filters });
  const isPlain = isEveryRow(choice) && (status === 'accepted' || status === 'all');
  const unsaved = edit.unsaved.at(-1);
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
              more={
                isPhone ? (
                  <ArrangeRows
                    columns={dataset.columns}
                    view={view}
                    sort={choice.sort}
                    end={moment.end}
                    onView={keepView}
                    onSort={(sort) => choose({ sort })}
                    onJump={(to) => {
                      setFiltered(null);
                      jump(to);
                    }}
                  />
                ) : null
              }
              onColumn={setFiltered}
              onFilters={onFilters}
            />
          }
          shown={isPlain || isWaiting ? null : { query: { status, ...choiceQuery(choice) }, count: matches }}
          fresh={fresh}
          onChoice={choose}
          view={view}
          onView={keepView}
          onStatus={(next) => toStart({ status: next })}
          onFresh={takeIn}
          end={moment.end}
          onJump={jump}
        />
        <FilterChips filters={choice.filters} nameOf={nameOf} onFilters={onFilters} />
        {isWaiting && error !== null ? (
          <EmptyState
            title="The rows could not be looked through."
            actions={
              <>
                <Button look="primary" onClick={retry}>
                  Try again
                </Button>
                <Button onClick={() => choose(everyRow)}>Show all rows</Button>
              </>
            }
          >
            {error}
          </EmptyState>
        ) : drawn === null || (isWaiting && matches === 0) ? (
          <Skeleton width="100%" height="100%" />
        ) : matches === 0 && !isEveryRow(choice) ? (
          <EmptyState
            title={`No row matches ${conditionCount(choice) === 1 ? 'this filter' : `these ${conditionCount(choice)} filters`}.`}
            actions={<Button onClick={() => choose({ search: '', filters: [] })}>Clear filters</Button>}
          />
        ) : matches === 0 ? (
          <NoRows
            run={run}
            status={status}
            others={moment.counts}
            onStatus={(next) => goTo({ status: next })}
          />
        ) : (
          <RowsGrid
            ref={grid}
            key={`${drawn.set.status} ${isPhone ? 'phone' : 'wide'} ${drawn.layout.kind} ${JSON.stringify(drawn.set.choice)}`}
            set={drawn.set}
            isWaiting={isWaiting}
            heldFocus={gridHeldFocus}
            sort={choice.sort}
            onFilter={setFiltered}
            onSort={(by) => choose({ sort: nextSort(choice.sort, by) })}
            chartOf={(of) => {
              const facts = whole?.columns.find(({ name }) => name === of.name);
              return facts === undefined ? null : (
                <ColumnChart
                  column={of}
                  whole={facts}
                  isCut={whole?.exact === false}
                  fitting={fitting?.columns.find(({ name }) => name === of.name)}
                  filters={choice.filters}
                  nameOf={(value) => nameOf(of.name, value)}
                  onFilters={onFilters}
                />
              );
            }}
            layout={drawn.layout}
            columns={columns}
            view={view}
            onView={keepView}
            sampled={sampled}
            isPhone={isPhone}
            active={active}
            startColumn={column}
            target={target}
            selection={isWaiting ? noSelection : chosen.selection}
            onSelection={chosen.setSelection}
            onActive={(cell) => show(cell, isOpen)}
            onOpen={(cell) => show(cell, true)}
            onTopRow={keepTop}
            onCopy={acts.copy}
          />
        )}
        {chosen.count > 0 || isLong(chosen.work) ? (
          <BulkBar
            count={chosen.count}
            statusOff={statusOff}
            work={chosen.work}
            onChange={chosen.change}
            onClear={chosen.clear}
          />
        ) : null}
        <div className="statusbar">
          <span className="num">
            <b className="strong">
              {drawn?.isExact === false ? 'at least ' : ''}
              {drawn === null ? '…' : formatCount(matches)}
            </b>{' '}
            of {formatRows(moment.end)}
          </span>
          {whole?.exact === false ? (
            <span className="t3 cut">charts show the first {formatRows(mostCountedRows)}</span>
          ) : null}
          {unsaved === undefined ? null : (
            <Button look="link" onClick={() => editCell(unsaved)}>
              {formatCount(edit.unsaved.length)} {edit.unsaved.length === 1 ? 'edit' : 'edits'} not saved
            </Button>
          )}
          <span className="t3 wide-only cut">{sortWords(choice.sort)}</span>
          <span className="right t3 wide-only keys-line">
            <kbd>J</kbd> <kbd>K</kbd> row &nbsp; <kbd>Enter</kbd> open &nbsp; <kbd>X</kbd> choose &nbsp;{' '}
            <kbd>E</kbd> edit &nbsp; <kbd>R</kbd> anew &nbsp; <kbd>+</kbd> <kbd>-</kbd> rate &nbsp;{' '}
            <kbd>A</kbd> accept &nbsp; <kbd>S</kbd> sort &nbsp; <kbd>/</kbd> search
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
          edit={edit}
          isSaving={acts.isSaving}
          statusOff={statusOff ?? noAnswer(row.data)}
          above={anew.panel === null ? null : <RegeneratePanel {...anew.panel} isFree={isFreeRun(run)} />}
          isAutoAdvance={advance.isOn}
          onAutoAdvance={advance.setOn}
          onRegenerate={askAnew}
          onEdit={() => edit.begin(active)}
          onLeaveEdit={leaveEdit}
          onSave={(value) => acts.setValue(active, value, () => onSaved(active))}
          onPutBack={(value) => acts.setValue(active, value)}
          onRate={acts.rate}
          onTurnStatus={acts.turnStatus}
          onMove={(step) => grid.current?.moveBy(step)}
          onColumn={(name) => show({ ...active, column: name }, true)}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

/** Does a change of many rows take long enough to be told of? */
function isLong(work: { share: number } | null): boolean {
  return work !== null && work.share > 0 && work.share < 1;
}

function sortWords(sort: string | null): string {
  if (sort === null) return 'in row order';
  return sort.startsWith('-') ? `sorted by ${sort.slice(1)}, greatest first` : `sorted by ${sort}`;
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

function firstTarget({ row, top }: RowsPlace): GridTarget | null {
  const at = row ?? top;
  return at === null ? null : { row: at };
}
