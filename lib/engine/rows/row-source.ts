import type { FinishedRows } from '../finished-rows';

/** Gives out the indices of rows to make, lowest first. */
export type RowSource = {
  /** The next unused index below `maxRows`, or null when all are used. */
  take(maxRows: number): number | null;
  /** Is there an index left? */
  hasNext(maxRows: number): boolean;
};

/** Continues after the rows that are stored: first those that were left unfinished, then new ones. */
export function createRowSource(finished: FinishedRows): RowSource {
  let missingAt = 0;
  let next = finished.end;

  return {
    hasNext: (maxRows) => missingAt < finished.missing.length || next < maxRows,
    take(maxRows) {
      const missing = finished.missing[missingAt];
      if (missing !== undefined) {
        missingAt += 1;
        return missing;
      }
      if (next >= maxRows) return null;
      next += 1;
      return next - 1;
    },
  };
}

/** Gives out the rows of a trial, and nothing after them. */
export function createListedRowSource(indices: readonly number[]): RowSource {
  let at = 0;
  return {
    hasNext: () => at < indices.length,
    take() {
      const index = indices[at] ?? null;
      at += 1;
      return index;
    },
  };
}
