/**
 * The rows that are chosen for one action: some by their indices, or all that are shown but for a few. All of
 * a million are a filter, not a list.
 */
export type RowSelection =
  | { kind: 'some'; rows: ReadonlySet<number>; anchor: number | null }
  | { kind: 'all'; except: ReadonlySet<number>; anchor: number | null };

/** Nothing chosen. */
export const noSelection: RowSelection = { kind: 'some', rows: new Set(), anchor: null };

/** Everything that is shown. */
export const allShown: RowSelection = { kind: 'all', except: new Set(), anchor: null };

export function isSelected(selection: RowSelection, row: number): boolean {
  return selection.kind === 'all' ? !selection.except.has(row) : selection.rows.has(row);
}

/** How many rows are chosen of those that are shown. */
export function selectedCount(selection: RowSelection, shown: number): number {
  return selection.kind === 'all' ? Math.max(0, shown - selection.except.size) : selection.rows.size;
}

/** Takes a row in or out; the next range starts at it. */
export function toggleRow(selection: RowSelection, row: number): RowSelection {
  if (selection.kind === 'all') return { kind: 'all', except: flipped(selection.except, row), anchor: row };
  return { kind: 'some', rows: flipped(selection.rows, row), anchor: row };
}

/**
 * Takes in the rows from the last toggled one to `row`; `between` are the shown rows of that range as far as
 * they are read. Without a start it is the row alone.
 */
export function selectRange(selection: RowSelection, row: number, between: readonly number[]): RowSelection {
  const range = selection.anchor === null ? [row] : between;
  if (selection.kind === 'all') {
    const except = new Set(selection.except);
    for (const one of range) except.delete(one);
    return { kind: 'all', except, anchor: row };
  }
  return { kind: 'some', rows: new Set([...selection.rows, ...range]), anchor: row };
}

function flipped(rows: ReadonlySet<number>, row: number): Set<number> {
  const next = new Set(rows);
  if (!next.delete(row)) next.add(row);
  return next;
}
