'use client';

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import type { WireColumn } from '@/lib/api/dataset-wire';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import { useSteady } from '@/components/ui/use-steady';
import { messageOf } from '@/lib/client/api';
import type { RowSet } from '@/lib/client/row-pages';
import type { SampledValues } from '@/lib/client/recipe-version';
import type { ActiveCell } from './active-cell';
import { isSelected, selectRange, toggleRow, type RowSelection } from '@/lib/client/rows/row-selection';
import { narrowestPx, setWidth, type ColumnView } from '@/lib/client/rows/column-view';
import { gridWidths, phoneHeads } from './grid-columns';
import { GridHead } from './grid-head';
import { GridRowLine } from './grid-row';
import { blockCount, expectedRows, rowsWithin, type RowLayout } from './row-windows';
import { scaledScroll } from './scaled-scroll';
import { isRead, useMoves, type GridTarget } from './use-moves';
import { useDrawnPart } from './use-drawn-part';
import { useRowBlocks, type RowBlocks } from './use-row-blocks';
import { numbersOf, WaitingRows } from './waiting-rows';

/** The browser's limit for the height of an element, with room to spare; above it, scrolling is scaled. */
const tallestPx = 15_000_000;
const headPx = 88;
const noneIsPinned: ReadonlyMap<string, number> = new Map();

/** What the page may ask of the grid. */
export type GridHandle = {
  moveBy: (step: number) => void;
  focus: () => void;
  /** Takes the active row in or out, or all rows up to it. */
  choose: (isRange: boolean) => void;
};

type GridProps = {
  ref?: Ref<GridHandle>;
  set: RowSet;
  /** Other rows than these are asked for and on their way. */
  isWaiting: boolean;
  /** Did the grid that stood here before hold the focus? Noted by each as it goes. */
  heldFocus: RefObject<boolean>;
  layout: RowLayout;
  /** Those that are shown, in their order. */
  columns: readonly WireColumn[];
  view: ColumnView;
  sampled: SampledValues;
  isPhone: boolean;
  active: ActiveCell | null;
  /** A column to begin in while no cell is active. */
  startColumn: string | undefined;
  /** A row to bring on screen; a new object asks again. */
  target: GridTarget | null;
  selection: RowSelection;
  onSelection: (selection: RowSelection) => void;
  onActive: (cell: ActiveCell) => void;
  onOpen: (cell: ActiveCell) => void;
  onTopRow: (row: number) => void;
  onCopy: (cell: ActiveCell) => void;
  onView: (view: ColumnView) => void;
  sort: string | null;
  chartOf: (column: WireColumn) => ReactNode;
  onSort: (column: string) => void;
  /** Opens the conditions of a column. */
  onFilter: (column: string) => void;
};

/** The rows of a dataset, any number of them: only what is on screen is read and drawn. */
export function RowsGrid(props: GridProps) {
  const { layout, columns, view, sampled, isPhone, active, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = isPhone ? 78 : 32;
  const blocks = blockCount(layout);
  const scale = Math.max(1, (layout.matches * rowPx) / tallestPx);

  // oxlint-disable-next-line react/incompatible-library -- drawn anew on each scroll, on purpose
  const virtualizer = useVirtualizer({
    count: blocks,
    getScrollElement: () => scroller.current,
    estimateSize: (block) => expectedRows(layout, block) * rowPx,
    overscan: 1,
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
    initialRect: { width: 1200, height: 800 },
    // What was read is measured in an effect, where React can't be flushed.
    useFlushSync: false,
    ...scaledScroll(scale),
  });
  const drawn = useDrawnPart(virtualizer, { isScaled: scale > 1, rowPx });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  // What is flown past would cost a call for each window and be gone when it comes.
  const read = useRowBlocks(props.set, layout, drawn.isFlying ? null : { first, last });
  useMeasuredBlocks(virtualizer, read, rowPx);
  const { moveBy, moveTo, moveToEdge } = useMoves({
    ...props,
    virtualizer,
    read,
    rowPx,
    top: headPx,
    place: {
      heightPx: () => scroller.current?.clientHeight ?? 0,
      // Not the virtualizer's own way: it takes the element's height for the axis, which may be scaled.
      scrollTo: (offset) => scroller.current?.scrollTo({ top: offset / scale }),
      focusCell: (row, column) => focusCell(scroller.current, row, column),
    },
  });

  // Head and lines are not drawn again while they scroll past: what they are given stays the same.
  const heads = useMemo(() => (isPhone ? phoneHeads(columns) : columns), [isPhone, columns]);
  const choose = useSteady((row: number, isRange: boolean) => {
    if (!isRange) return props.onSelection(toggleRow(selection, row));
    const shown = read.known.flatMap(({ rows }) => rows.map(({ index }) => index));
    const [from, to] = [shown.indexOf(selection.anchor ?? row), shown.indexOf(row)];
    const between = from < 0 ? [row] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    props.onSelection(selectRange(selection, row, between));
  });
  useImperativeHandle(props.ref, () => ({
    moveBy,
    choose: (isRange) => active !== null && choose(active.row, isRange),
    focus: () => focusStop(scroller.current),
  }));

  useKeptFocus(scroller, props.heldFocus);

  const pick = useSteady((row: number, column: string) => props.onOpen({ row, column }));
  const keepWidth = useSteady((column: string, widthPx: number) =>
    props.onView(setWidth(view, column, widthPx)),
  );
  const fit = useSteady((column: string) => {
    const at = columns.findIndex(({ name }) => name === column) + 2;
    keepWidth(column, fittingPx(scroller.current, at));
  });
  const press = (event: KeyboardEvent) => {
    const names = columns.map(({ name }) => name);
    const column = active?.column ?? props.startColumn ?? '';
    const at = names.indexOf(column);
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPx) / rowPx) - 1);
    const isJump = event.ctrlKey || event.metaKey;
    const toColumn = (next: number) => {
      const name = names[Math.max(0, Math.min(names.length - 1, next))];
      if (name !== undefined && active !== null) moveTo(active.row, name);
    };
    const moves: Record<string, () => void> = {
      ArrowDown: () => moveBy(1),
      ArrowUp: () => moveBy(-1),
      PageDown: () => moveBy(page),
      PageUp: () => moveBy(-page),
      ArrowRight: () => toColumn(at + 1),
      ArrowLeft: () => toColumn(at - 1),
      Home: () => (isJump ? moveToEdge('first', column) : toColumn(0)),
      End: () => (isJump ? moveToEdge('last', column) : toColumn(names.length - 1)),
      Enter: () => active && props.onOpen(active),
      ' ': () => active && props.onOpen(active),
    };
    if (isJump && event.key === 'c' && active !== null && (document.getSelection()?.isCollapsed ?? true)) {
      props.onCopy(active);
      return;
    }
    if (event.altKey) {
      const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
      if (step === 0 || active === null) return;
      event.preventDefault();
      const cell = event.currentTarget.querySelector<HTMLElement>('.cell-on');
      props.onView(setWidth(view, active.column, (cell?.offsetWidth ?? 0) + step));
      return;
    }
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  const offset = virtualizer.scrollOffset ?? 0;
  // Beyond the browser's tallest element, what is on screen is drawn where the scaled bar says it is.
  const shiftPx = scale === 1 ? 0 : offset - offset / scale;
  const { template, leastPx, pinnedAt } = useMemo(
    () => gridWidths(columns, view, sampled),
    [columns, view, sampled],
  );
  const blocksDrawn = items.map(({ index: block, start }) => {
    const rows = read.rowsOf(block);
    const count = rows?.length ?? Math.round(expectedRows(layout, block));
    const [from, to] = rowsWithin(drawn, start, count, rowPx);
    return {
      block,
      top: start,
      // The active row holds the focus and stays, as long as its block does.
      rows: (rows ?? []).flatMap((row, at) =>
        (at >= from && at < to) || row.index === active?.row ? [{ row, at }] : [],
      ),
      waiting: rows === undefined && from < to ? { count, numbers: numbersOf(layout, block, count) } : null,
    };
  });
  // While no cell is active, or the active one isn't read, the first row that is drawn takes the Tab key.
  const tabStopRow =
    active !== null && isRead(active.row, read, layout)
      ? null
      : blocksDrawn.flatMap(({ rows }) => rows)[0]?.row.index;
  /** Keys act on the active cell: the one they lead into the grid by becomes it. */
  const takeUp = ({ target }: FocusEvent) => {
    const isLedInto = active === null && target.matches('[role=gridcell]:focus-visible');
    if (isLedInto && typeof tabStopRow === 'number') {
      moveTo(tabStopRow, props.startColumn ?? columns[0]?.name ?? '');
    }
  };
  return (
    <>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        aria-label="Rows"
        aria-rowcount={layout.end + 1}
        aria-colcount={columns.length + 1}
        aria-busy={read.isWorking || props.isWaiting}
        aria-multiselectable
        style={gridVariables({ template, leastPx: isPhone ? 0 : leastPx, rowPx })}
        onKeyDown={press}
        onFocus={takeUp}
        onScroll={() => tellTopRow(virtualizer, read, rowPx, props.onTopRow)}
      >
        <GridHead
          columns={heads}
          pinnedAt={isPhone ? noneIsPinned : pinnedAt}
          isWorking={read.isWorking || props.isWaiting}
          sort={props.sort}
          chartOf={props.chartOf}
          onSort={props.onSort}
          onFilter={props.onFilter}
          onWidth={keepWidth}
          onFit={fit}
        />
        <div className="grid-body" role="rowgroup" style={{ height: virtualizer.getTotalSize() / scale }}>
          {blocksDrawn.map(({ block, top, waiting, rows }) => (
            <div
              key={block}
              role="presentation"
              className="grid-block"
              style={{ transform: `translateY(${top - headPx - shiftPx}px)` }}
            >
              {rows.map(({ row, at }) => (
                <GridRowLine
                  key={row.index}
                  row={row}
                  topPx={at * rowPx}
                  columns={columns}
                  pinnedAt={pinnedAt}
                  sampled={sampled}
                  isPhone={isPhone}
                  isChosen={isSelected(selection, row.index)}
                  onChoose={choose}
                  activeColumn={active?.row === row.index ? active.column : null}
                  tabStop={row.index === tabStopRow}
                  onPick={pick}
                />
              ))}
              {waiting === null ? null : (
                <WaitingRows
                  {...waiting}
                  columns={isPhone ? 1 : columns.length}
                  rowPx={rowPx}
                  isFlying={drawn.isFlying}
                />
              )}
            </div>
          ))}
        </div>
      </div>
      {read.error === null ? null : (
        <Note
          tone="bad"
          live="alert"
          action={
            <Button size="small" onClick={read.retry}>
              Try again
            </Button>
          }
        >
          Some of the rows could not be read. {messageOf(read.error)}
        </Note>
      )}
    </>
  );
}

function gridVariables({
  template,
  leastPx,
  rowPx,
}: {
  template: string;
  leastPx: number;
  rowPx: number;
}): Record<`--${string}`, string> {
  return { '--grid-template': template, '--grid-least': `${leastPx}px`, '--row-px': `${rowPx}px` };
}

/** The width in which the cells on screen show all of their text. */
function fittingPx(grid: HTMLElement | null, columnIndex: number): number {
  const cells = grid?.querySelectorAll<HTMLElement>(
    `.gr > [aria-colindex="${columnIndex}"], .gh > :nth-child(${columnIndex}) > .name`,
  );
  return [...(cells ?? [])].reduce((most, cell) => {
    const content = [...cell.children].reduce((sum, part) => sum + part.scrollWidth + 6, 0);
    return Math.max(most, content + 22);
  }, narrowestPx);
}

/** Tells the virtualizer how high the blocks are that have been read; what is on screen doesn't move. */
function useMeasuredBlocks(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  read: RowBlocks,
  rowPx: number,
) {
  const sizes = read.known.map(({ block, rows }) => `${block}:${rows.length}`).join(' ');
  const measure = useEffectEvent(() => {
    for (const { block, rows } of read.known) virtualizer.resizeItem(block, rows.length * rowPx);
  });
  useEffect(() => measure(), [sizes, rowPx]);
}

/** The grid of another choice takes the focus over from the one in whose place it stands: the keys go on. */
function useKeptFocus(scroller: RefObject<HTMLElement | null>, heldFocus: RefObject<boolean>) {
  useLayoutEffect(() => {
    const grid = scroller.current;
    const frame = requestAnimationFrame(() => {
      if (heldFocus.current && document.activeElement === document.body) focusStop(grid);
    });
    return () => {
      cancelAnimationFrame(frame);
      heldFocus.current = grid?.contains(document.activeElement) ?? false;
    };
  }, [scroller, heldFocus]);
}

/** The one cell that the Tab key stops at. */
function focusStop(grid: HTMLElement | null) {
  grid?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')?.focus({ preventScroll: true });
}

/** Focuses a cell as soon as it is drawn, which may take the frames of a scroll to it. */
function focusCell(grid: HTMLElement | null, row: number, column: string, frames = 10) {
  requestAnimationFrame(() => {
    const cell = grid?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(`${row} ${column}`)}"]`);
    if (cell) cell.focus({ preventScroll: true });
    else if (frames > 0) focusCell(grid, row, column, frames - 1);
  });
}

function tellTopRow(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  read: RowBlocks,
  rowPx: number,
  onTopRow: (row: number) => void,
) {
  const offset = virtualizer.scrollOffset ?? 0;
  const item = virtualizer.getVirtualItemForOffset(offset + 1);
  if (item === undefined) return;
  const row = read.rowsOf(item.index)?.[Math.floor((offset - item.start) / rowPx)];
  if (row !== undefined) onTopRow(row.index);
}
