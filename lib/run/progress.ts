import { assertNever } from '@/lib/util/assert-never';
import type { RunEvent } from './run-event';

/** What a run is waiting for, most of the time: the thing to change to make it faster. */
export type LimitedBy =
  /** The calls allowed at once are all in use: the model's own speed. */
  | 'concurrency'
  /** The requests per minute told to us. */
  | 'requests-per-minute'
  /** The provider asked us to slow down. */
  | 'rate-limited'
  /** The endpoint doesn't answer. */
  | 'endpoint'
  /** No more rows are needed than those being answered. */
  | 'rows'
  /** Rows that wait before they are tried again. */
  | 'retries'
  /** Writing to the database. */
  | 'storage'
  /** What is in flight holds the rest of the budget. */
  | 'budget';

/** Rows that failed for one reason. */
export type FailureGroup = {
  readonly code: string;
  readonly message: string;
  readonly count: number;
  readonly exampleRow: number;
};

/** Rows that one rule rejected. */
export type RejectionGroup = { readonly rule: string; readonly count: number; readonly exampleRow: number };

/**
 * Where a run stands, in one value. Always: planned = generated + inFlightRows + waitingRows + failed and
 * generated = accepted + rejected + spare. `updatedAt` is in ms since the epoch, 0 before the first start.
 */
export type RunProgress = {
  readonly planned: number;
  readonly generated: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly spare: number;
  readonly failed: number;
  readonly inFlightRows: number;
  readonly waitingRows: number;
  readonly reusedRows: number;
  /** Answered calls: each was paid for. */
  readonly calls: number;
  readonly reusedCalls: number;
  /** Tries that gave no usable answer and were made again. */
  readonly retriedCalls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  /** Held for the calls in flight at their worst price. */
  readonly reservedUsd: number;
  /** What the reused answers cost when they were made. */
  readonly savedUsd: number;
  readonly rowsPerSecond: number;
  readonly callsPerSecond: number;
  readonly concurrency: number;
  readonly limitedBy: LimitedBy | null;
  readonly etaSeconds: number | null;
  readonly failures: readonly FailureGroup[];
  readonly rejections: readonly RejectionGroup[];
  readonly updatedAt: number;
};

/** At most this many causes are told apart; the rest is counted under the code of its first group. */
export const maxFailureGroups = 50;

/** The progress of a run that has not started. */
export const emptyProgress: RunProgress = {
  planned: 0,
  generated: 0,
  accepted: 0,
  rejected: 0,
  spare: 0,
  failed: 0,
  inFlightRows: 0,
  waitingRows: 0,
  reusedRows: 0,
  calls: 0,
  reusedCalls: 0,
  retriedCalls: 0,
  promptTokens: 0,
  completionTokens: 0,
  costUsd: 0,
  reservedUsd: 0,
  savedUsd: 0,
  rowsPerSecond: 0,
  callsPerSecond: 0,
  concurrency: 0,
  limitedBy: null,
  etaSeconds: null,
  failures: [],
  rejections: [],
  updatedAt: 0,
};

/** Folds one event into a run's progress. The worker, the browser and the CLI all count with this function. */
export function applyRunEvent(progress: RunProgress, event: RunEvent): RunProgress {
  switch (event.type) {
    case 'run-start':
      return startProgress(progress, event);
    case 'row-open':
      return { ...progress, planned: progress.planned + 1, waitingRows: progress.waitingRows + 1 };
    case 'row-ask':
      return {
        ...progress,
        waitingRows: progress.waitingRows - 1,
        inFlightRows: progress.inFlightRows + 1,
      };
    case 'row-wait':
      return {
        ...progress,
        waitingRows: progress.waitingRows + 1,
        inFlightRows: progress.inFlightRows - 1,
      };
    case 'row-end':
      return endRow(progress, event);
    case 'row-return':
      return { ...progress, planned: progress.planned - 1, waitingRows: progress.waitingRows - 1 };
    case 'call-end':
      return {
        ...progress,
        calls: progress.calls + 1,
        promptTokens: progress.promptTokens + event.promptTokens,
        completionTokens: progress.completionTokens + event.completionTokens,
        costUsd: progress.costUsd + event.costUsd,
      };
    case 'call-reuse':
      return {
        ...progress,
        reusedCalls: progress.reusedCalls + 1,
        savedUsd: progress.savedUsd + event.savedUsd,
      };
    case 'call-retry':
      return { ...progress, retriedCalls: progress.retriedCalls + 1 };
    case 'pace-measure': {
      return {
        ...progress,
        rowsPerSecond: event.rowsPerSecond,
        callsPerSecond: event.callsPerSecond,
        concurrency: event.concurrency,
        limitedBy: event.limitedBy,
        etaSeconds: event.etaSeconds,
        reservedUsd: event.reservedUsd,
        updatedAt: event.at,
      };
    }
    default:
      return assertNever(event);
  }
}

function startProgress(
  progress: RunProgress,
  { rows, failures }: Extract<RunEvent, { type: 'run-start' }>,
): RunProgress {
  const generated = rows.accepted + rows.rejected + rows.spare;
  return {
    ...progress,
    planned: generated + rows.failed,
    generated,
    accepted: rows.accepted,
    rejected: rows.rejected,
    spare: rows.spare,
    failed: rows.failed,
    inFlightRows: 0,
    waitingRows: 0,
    reservedUsd: 0,
    failures: failures ?? (rows.failed === 0 ? [] : progress.failures),
  };
}

function endRow(progress: RunProgress, event: Extract<RunEvent, { type: 'row-end' }>): RunProgress {
  const { row, status, reused, reason } = event;
  const waitingRows = progress.waitingRows - 1;
  if (status === 'failed') {
    return {
      ...progress,
      waitingRows,
      failed: progress.failed + 1,
      failures: addFailure(progress.failures, {
        code: reason?.code ?? 'unknown',
        message: reason?.message ?? '',
        count: 1,
        exampleRow: row,
      }),
    };
  }
  return {
    ...progress,
    waitingRows,
    generated: progress.generated + 1,
    [status]: progress[status] + 1,
    reusedRows: progress.reusedRows + (reused ? 1 : 0),
    rejections:
      status === 'rejected' && reason !== undefined
        ? addRejection(progress.rejections, { rule: reason.code, count: 1, exampleRow: row })
        : progress.rejections,
  };
}

function addFailure(groups: readonly FailureGroup[], failure: FailureGroup): readonly FailureGroup[] {
  let at = groups.findIndex((group) => group.code === failure.code && group.message === failure.message);
  if (at < 0 && groups.length < maxFailureGroups) return [...groups, failure];
  if (at < 0) at = groups.findIndex((group) => group.code === failure.code);
  if (at < 0) at = groups.length - 1;
  return groups.map((group, index) => (index === at ? { ...group, count: group.count + 1 } : group));
}

function addRejection(
  groups: readonly RejectionGroup[],
  rejection: RejectionGroup,
): readonly RejectionGroup[] {
  if (!groups.some((group) => group.rule === rejection.rule)) return [...groups, rejection];
  return groups.map((group) =>
    group.rule === rejection.rule ? { ...group, count: group.count + 1 } : group,
  );
}
