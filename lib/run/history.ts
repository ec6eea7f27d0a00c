import type { LimitedBy } from './limited-by';
import type { RunProgress } from './progress';
import type { PauseReason } from './run-status';

/** A run at one moment: what it had come to by then, and how fast it was. */
export type HistoryPoint = Pick<
  RunProgress,
  | 'generated'
  | 'accepted'
  | 'rejected'
  | 'failed'
  | 'promptTokens'
  | 'completionTokens'
  | 'costUsd'
  | 'rowsPerSecond'
  | 'callsPerSecond'
  | 'concurrency'
> & {
  readonly atMs: number;
  /** What kept the run from being faster, as long as it was driven. */
  readonly limitedBy: LimitedBy | null;
};

/** A turn in the course of a run. `row` is where it went on, `reason` why it stopped. */
export type HistoryMark =
  | { readonly type: 'start'; readonly atMs: number }
  | { readonly type: 'go-on'; readonly atMs: number; readonly row: number; readonly stoppedMs: number }
  | { readonly type: 'pause'; readonly atMs: number; readonly reason: PauseReason }
  | { readonly type: 'end'; readonly atMs: number; readonly status: 'completed' | 'failed' | 'cancelled' };

/** The course of a run, bounded however long it lasts. Points and marks stand in the order of time. */
export type RunHistory = {
  /** Points lie at least this far apart; it doubles whenever there would be too many. */
  readonly intervalMs: number;
  readonly points: readonly HistoryPoint[];
  readonly marks: readonly HistoryMark[];
};

/** So many points are kept: enough for a line as wide as a page. */
export const mostPoints = 240;

/** A run that is stopped and resumed more often keeps its first mark and the newest. */
export const mostMarks = 100;

/** How close the points of a young run lie. */
export const firstIntervalMs = 1000;

/** The history of a run that has not started. */
export const emptyHistory: RunHistory = { intervalMs: firstIntervalMs, points: [], marks: [] };

/** Tells whether a point at this time would be kept. */
export function isPointDue({ intervalMs, points }: RunHistory, atMs: number): boolean {
  const last = points.at(-1);
  return last === undefined || atMs - last.atMs >= intervalMs;
}

/** Adds a point when one is due; when there are too many, every second one goes and points lie twice as far apart. */
export function addPoint(history: RunHistory, point: HistoryPoint): RunHistory {
  if (!isPointDue(history, point.atMs)) return history;
  const points = [...history.points, point];
  if (points.length <= mostPoints) return { ...history, points };
  const { length } = points;
  // The first and the newest stay whatever their place in the row is.
  return {
    ...history,
    intervalMs: 2 * history.intervalMs,
    points: points.filter((_, at) => at % 2 === 0 || at === length - 1),
  };
}

/** Adds a turn. `point`, if given, is kept even if none is due: a stop has its last numbers. */
export function addMark(history: RunHistory, mark: HistoryMark, point?: HistoryPoint): RunHistory {
  const marks = [...history.marks, mark];
  const kept = marks.length > mostMarks ? [...marks.slice(0, 1), ...marks.slice(2)] : marks;
  const last = history.points.at(-1);
  if (point === undefined || (last !== undefined && point.atMs <= last.atMs)) {
    return { ...history, marks: kept };
  }
  // In the place of the last one, where that is too near: the series stays bounded.
  const before = isPointDue(history, point.atMs) ? history.points : history.points.slice(0, -1);
  return addPoint({ ...history, marks: kept, points: before }, point);
}

/** The point of a run's progress at a time. */
export function historyPoint(progress: RunProgress, atMs: number): HistoryPoint {
  return {
    atMs,
    generated: progress.generated,
    accepted: progress.accepted,
    rejected: progress.rejected,
    failed: progress.failed,
    promptTokens: progress.promptTokens,
    completionTokens: progress.completionTokens,
    costUsd: progress.costUsd,
    rowsPerSecond: progress.rowsPerSecond,
    callsPerSecond: progress.callsPerSecond,
    concurrency: progress.concurrency,
    limitedBy: progress.limitedBy,
  };
}
