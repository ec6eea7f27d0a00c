import type { Clock } from '@/lib/engine/clock';
import {
  addMark,
  addPoint,
  historyPoint,
  isPointDue,
  type HistoryMark,
  type RunHistory,
} from '@/lib/run/history';
import type { RunProgress } from '@/lib/run/progress';
import { readRunHistory, writeRunHistory } from '@/lib/store/run-histories';
import type { RunEnd, RunJob } from '@/lib/store/run-state';
import type { RunRecord } from '@/lib/store/runs';
import type { Context } from '../context';

/** Writes the course of one run while it is driven. */
export type HistoryRecorder = {
  /** Keeps the progress as a point when one is due; costs nothing else. */
  progress(progress: RunProgress): void;
  /** The run ends or pauses. Resolves when all is written. */
  end(end: Pick<RunEnd, 'status' | 'pauseReason' | 'progress'>): Promise<void>;
};

/**
 * Takes up the stored history of a run and marks where it goes on. A history that can't be written is told in the
 * log and nowhere else: the run is worth more.
 */
export async function recordHistory(
  { db, log }: Pick<Context, 'db' | 'log'>,
  { run, job, clock }: { run: RunRecord; job: RunJob; clock: Clock },
): Promise<HistoryRecorder> {
  let history = await readRunHistory(db, run.id);
  let writing: Promise<void> = Promise.resolve();
  let isStale = false;
  keep(addMark(history, startMark(run, history, clock.now())));

  return {
    progress(progress) {
      const nowMs = clock.now();
      if (isPointDue(history, nowMs)) keep(addPoint(history, historyPoint(progress, nowMs)));
    },
    async end({ status, pauseReason, progress }) {
      const atMs = clock.now();
      const mark: HistoryMark =
        status === 'paused'
          ? { type: 'pause', atMs, reason: pauseReason ?? 'user' }
          : { type: 'end', atMs, status };
      keep(addMark(history, mark, historyPoint(progress, atMs)));
      await writing;
    },
  };

  /** One write at a time; what came meanwhile goes with the next. */
  function keep(next: RunHistory): void {
    history = next;
    if (isStale) return;
    isStale = true;
    writing = writing
      .then(() => {
        isStale = false;
        return writeRunHistory(db, job, history);
      })
      .catch((error: unknown) =>
        log.warn({ err: error, run: run.id }, 'the history of a run could not be written'),
      );
  }
}

function startMark(run: RunRecord, history: RunHistory, atMs: number): HistoryMark {
  if (history.marks.length === 0) return { type: 'start', atMs };
  const { progress, wentOn } = run;
  const finished = progress.generated + progress.failed;
  return wentOn === null
    ? { type: 'go-on', atMs, row: finished, stoppedMs: Math.max(0, atMs - progress.updatedAt) }
    : { type: 'go-on', ...wentOn };
}
