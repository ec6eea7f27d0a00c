/** Rows are asked for in windows of this many indices. */
export const windowRows = 200;

/** The grid draws rows in blocks of this many: small enough to draw whole, few enough to measure a million. */
export const blockRows = 25;

const blocksInWindow = windowRows / blockRows;

/**
 * How the rows of a dataset lie on the scroll axis. `indexed`: block b holds the rows with indices from 25 b
 * on, those that match. `listed`: block b holds the b-th 25 matches in their order. Any place of either can be
 * jumped to.
 */
export type RowLayout = {
  kind: 'indexed' | 'listed';
  /** How many rows match. */
  matches: number;
  /** One more than the highest index that there can be. */
  end: number;
};

/** Below this share of all rows, matches are listed: most windows of indices would be empty. */
const leastShare = 0.2;

/** Lays out `matches` rows among the indices below `end`. */
export function rowLayout(matches: number, end: number): RowLayout {
  return { kind: matches < leastShare * end ? 'listed' : 'indexed', matches, end };
}

/** How many blocks the scroll axis has. */
export function blockCount({ kind, matches, end }: RowLayout): number {
  return matches === 0 ? 0 : Math.ceil((kind === 'indexed' ? end : matches) / blockRows);
}

/** How many rows a block has, as long as they aren't read: all together never more than match. */
export function expectedRows(layout: RowLayout, block: number): number {
  const { kind, matches, end } = layout;
  const space = Math.min(blockRows, (kind === 'indexed' ? end : matches) - block * blockRows);
  return Math.max(0, kind === 'indexed' ? (space * matches) / end : space);
}

/** The windows that hold blocks `first` to `last`. */
export function windowsOf(first: number, last: number): number[] {
  const from = Math.floor(first / blocksInWindow);
  const to = Math.floor(last / blocksInWindow);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/** The blocks of a window, with the rows of each. Rows are in row order; a window asks for its own indices only. */
export function blocksOf<Row extends { index: number }>(
  layout: RowLayout,
  window: number,
  rows: readonly Row[],
): { block: number; rows: Row[] }[] {
  const first = window * blocksInWindow;
  const last = Math.min(first + blocksInWindow, blockCount(layout)) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const block = first + at;
    return {
      block,
      rows:
        layout.kind === 'listed'
          ? rows.slice(at * blockRows, (at + 1) * blockRows)
          : rows.filter(({ index }) => Math.floor(index / blockRows) === block),
    };
  });
}

/** The rows of an answer that belong to a window of indices: the answer may run past its end. */
export function rowsInWindow<Row extends { index: number }>(window: number, rows: readonly Row[]): Row[] {
  return rows.filter(({ index }) => index < (window + 1) * windowRows);
}

/** The block in which a row of the indexed layout lies, or would lie. */
export function blockOfIndex(layout: RowLayout, index: number): number {
  return Math.max(0, Math.min(Math.floor(index / blockRows), blockCount(layout) - 1));
}

/** A stretch of the axis that all rows lie on, in pixels. */
export type Part = { from: number; to: number };

/** Which rows of a block that begins at `start` lie within a part, as a slice of its `count` rows. */
export function rowsWithin(
  part: Part,
  start: number,
  count: number,
  rowPx: number,
): [from: number, to: number] {
  const clamp = (row: number) => Math.max(0, Math.min(count, row));
  return [clamp(Math.floor((part.from - start) / rowPx)), clamp(Math.ceil((part.to - start) / rowPx))];
}
