import type { RowStatus } from '@/lib/dataset/row-status';
import type { FailureGroup } from '@/lib/run/failure-group';
import type { RejectionGroup } from '@/lib/run/rejection-group';

/**
 * The rows of a run that are stored already, in a form that doesn't grow with their number: rows are issued in
 * index order, so what is missing below the highest one is at most what was open when the run stopped.
 */
export type FinishedRows = {
  readonly counts: Readonly<Record<RowStatus, number>>;
  /** One more than the highest index stored. */
  readonly end: number;
  /** The indices below `end` without an outcome, ascending. */
  readonly missing: readonly number[];
  /** Failed rows by cause, where the caller counted them; else those of the stored progress stand. */
  readonly failures?: readonly FailureGroup[];
  /** Rejected rows by rule, likewise. */
  readonly rejections?: readonly RejectionGroup[];
};

/** A run that has no rows yet. */
export const noFinishedRows: FinishedRows = {
  counts: { accepted: 0, rejected: 0, failed: 0, spare: 0 },
  end: 0,
  missing: [],
};

/** Folds stored outcomes, which must come in ascending order of their index. */
export function collectFinishedRows(
  outcomes: Iterable<{ readonly index: number; readonly status: RowStatus }>,
): FinishedRows {
  const counts = { ...noFinishedRows.counts };
  const missing: number[] = [];
  let end = 0;
  for (const { index, status } of outcomes) {
    for (; end < index; end += 1) missing.push(end);
    end = index + 1;
    counts[status] += 1;
  }
  return { counts, end, missing };
}
