import type { RowStatus } from '@/lib/dataset/row-status';
import type { RunProgress } from '@/lib/run/progress';
import type { Value } from '@/lib/util/value';
import type { JournalEntry } from './journal-entry';

/** What became of one row. Cells stand in the order of the columns; a failed row has the cells it got to. */
export type RowOutcome = {
  readonly index: number;
  readonly status: RowStatus;
  readonly cells: readonly (Value | undefined)[];
  readonly reason?: RowReason;
  readonly answers: readonly RowAnswer[];
};

/** Why a row was not accepted. `attempts` counts the calls made for it in vain. */
export type RowReason = {
  readonly attributeId?: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
};

/** Which journal entry stands behind an attribute of a row. */
export type RowAnswer = { readonly attributeId: string; readonly key: string; readonly reused: boolean };

/**
 * What is written at once. Order of writes: completions, rows, progress; a crash between them leaves nothing
 * wrong. `progress` describes the state after the batch and is safe to write less often.
 */
export type Batch = {
  readonly completions: readonly JournalEntry[];
  readonly rows: readonly RowOutcome[];
  readonly progress: RunProgress;
};
