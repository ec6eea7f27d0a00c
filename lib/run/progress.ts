import { assertNever } from '@/lib/util/assert-never';
import type { FailureGroup } from './failure-group';
import type { LimitedBy } from './limited-by';
import type { RecentRows } from './recent-rows';
import type { RejectionGroup } from './rejection-group';
import type { RunEvent } from './run-event';

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
  /** Of several models the name of the one whose limit that is. */
  readonly limitedModel: string | null;
  readonly etaSeconds: number | null;
  readonly failures: readonly FailureGroup[];
  readonly rejections: readonly RejectionGroup[];
  readonly recent: RecentRows;
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
  limitedModel: null,
  etaSeconds: null,
  failures: [],
  rejections: [],
  recent: { rows: 0, causes: [], starving: [] },
  updatedAt: 0,
};

/** Folds one event into a run's progress. The worker, the browser and the CLI all count with this function. */
export function applyRunEvent(progress: RunProgress, event: RunEvent): RunProgress {
  // A copy that is then written to: several events a call pass here, and a spread with overrides is far slower.
  const next: Writable<RunProgress> = { ...progress };
  switch (event.type) {
    case 'run-start':
      startRun(next, event);
      break;
    case 'row-open':
      next.planned += 1;
      next.waitingRows += 1;
      break;
    case 'row-ask':
      next.waitingRows -= 1;
      next.inFlightRows += 1;
      break;
    case 'row-wait':
      next.waitingRows += 1;
      next.inFlightRows -= 1;
      break;
    case 'row-end':
      endRow(next, event);
      break;
    case 'row-return':
      next.planned -= 1;
      next.waitingRows -= 1;
      break;
    case 'call-end':
      next.calls += 1;
      next.promptTokens += event.promptTokens;
      next.completionTokens += event.completionTokens;
      next.costUsd += event.costUsd;
      break;
    case 'call-reuse':
      next.reusedCalls += 1;
      next.savedUsd += event.savedUsd;
      break;
    case 'call-retry':
      next.retriedCalls += 1;
      break;
    case 'pace-measure':
      next.rowsPerSecond = event.rowsPerSecond;
      next.callsPerSecond = event.callsPerSecond;
      next.concurrency = event.concurrency;
      next.limitedBy = event.limitedBy;
      next.limitedModel = event.limitedModel;
      next.etaSeconds = event.etaSeconds;
      next.reservedUsd = event.reservedUsd;
      next.recent = event.recent;
      next.updatedAt = event.at;
      break;
    default:
      return assertNever(event);
  }
  return next;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

function startRun(next: Writable<RunProgress>, { rows, failures, rejections }: EventOf<'run-start'>): void {
  next.generated = rows.accepted + rows.rejected + rows.spare;
  next.planned = next.generated + rows.failed;
  next.accepted = rows.accepted;
  next.rejected = rows.rejected;
  next.spare = rows.spare;
  next.failed = rows.failed;
  next.inFlightRows = 0;
  next.waitingRows = 0;
  next.reservedUsd = 0;
  if (failures !== undefined) next.failures = failures;
  else if (rows.failed === 0) next.failures = [];
  if (rejections !== undefined) next.rejections = rejections;
  else if (rows.rejected === 0) next.rejections = [];
}

function endRow(next: Writable<RunProgress>, { row, status, reused, reason }: EventOf<'row-end'>): void {
  next.waitingRows -= 1;
  next[status] += 1;
  if (status === 'failed') {
    const { code, message } = reason ?? { code: 'unknown', message: '' };
    next.failures = addFailure(next.failures, { code, message, count: 1, exampleRow: row });
    return;
  }
  next.generated += 1;
  if (reused) next.reusedRows += 1;
  if (status === 'rejected' && reason !== undefined) {
    next.rejections = addRejection(next.rejections, { rule: reason.code, count: 1, exampleRow: row });
  }
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
