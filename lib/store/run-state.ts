import { z } from 'zod';
import type { Budget } from '@/lib/run/budget';
import { defaultMaxRows } from '@/lib/run/max-rows';
import type { RunProgress } from '@/lib/run/progress';
import type { RunEndpoint } from '@/lib/run/run-endpoint';
import type { PauseReason } from '@/lib/run/run-status';
import type { Database } from './database';
import { isHeldBy, type ClaimedJob } from './jobs';
import { readRun, type RunRecord } from './runs';
import { execute, jsonColumn, queryOne, sql } from './sql';

/** A claimed job that drives a run. */
export type RunJob = Extract<ClaimedJob, { kind: 'run' }>;

// What people want. Each is one statement and false when the run is in no state for it.

/** Asks a run to pause: at once while nobody drives it, else when its calls in flight have ended. */
export async function pauseRun(db: Database, id: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET
          wanted = 'paused',
          pause_reason = CASE status WHEN 'pending' THEN 'user' ELSE pause_reason END,
          status = CASE status WHEN 'pending' THEN 'paused' ELSE 'pausing' END
        WHERE id = ${id} AND deleted_at IS NULL AND status IN ('pending', 'running')`,
  );
  return changed === 1;
}

/** Lets a paused, failed or cancelled run go on from where it stands. */
export async function resumeRun(db: Database, id: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET
          wanted = 'running', status = 'pending', pause_reason = NULL, error = NULL, waiting = NULL, ended_at = NULL
        WHERE id = ${id} AND deleted_at IS NULL AND status IN ('paused', 'failed', 'cancelled')`,
  );
  return changed === 1;
}

/** Ends a run: at once while nobody drives it, else when its calls in flight have ended. */
export async function cancelRun(db: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET
          wanted = 'cancelled',
          ended_at = CASE WHEN status IN ('pending', 'paused') THEN ${nowMs} ELSE ended_at END,
          pause_reason = NULL,
          waiting = NULL,
          status = CASE WHEN status IN ('pending', 'paused') THEN 'cancelled' ELSE 'cancelling' END
        WHERE id = ${id} AND deleted_at IS NULL
          AND status IN ('pending', 'running', 'pausing', 'paused', 'cancelling')`,
  );
  return changed === 1;
}

export type RunChange = { budget?: Budget; targetRows?: number; maxRows?: number };

/**
 * Changes what a run may spend and how many rows it should make. A run that stopped for lack of exactly that
 * goes on. Null when there is no such run.
 */
export async function changeRun(db: Database, id: number, change: RunChange): Promise<RunRecord | null> {
  for (;;) {
    const run = await readRun(db, id);
    if (!run) return null;
    const budget = change.budget ?? run.budget;
    const targetRows = change.targetRows ?? run.targetRows;
    const maxRows =
      change.maxRows ??
      (targetRows === run.targetRows ? run.maxRows : Math.max(run.maxRows, defaultMaxRows(targetRows)));
    const goesOn = stoppedForLackOf(run, { ...change, targetRows, maxRows });
    const changed = await execute(
      db,
      goesOn
        ? sql`UPDATE runs SET
                budget = ${JSON.stringify(budget)}, target_rows = ${targetRows}, max_rows = ${maxRows},
                wanted = 'running', status = 'pending', pause_reason = NULL, error = NULL, waiting = NULL,
                ended_at = NULL
              WHERE id = ${id} AND status = ${run.status} AND deleted_at IS NULL`
        : sql`UPDATE runs SET
                budget = ${JSON.stringify(budget)}, target_rows = ${targetRows}, max_rows = ${maxRows}
              WHERE id = ${id} AND status = ${run.status} AND deleted_at IS NULL`,
    );
    // The worker moved it in between: look again.
    if (changed === 1) return readRun(db, id);
  }
}

function stoppedForLackOf(
  run: RunRecord,
  change: RunChange & { targetRows: number; maxRows: number },
): boolean {
  if (run.status === 'paused') return run.pauseReason === 'budget' && change.budget !== undefined;
  if (run.status === 'completed') return change.targetRows > run.progress.accepted;
  return run.status === 'failed' && run.error?.code === 'attempts-exhausted' && change.maxRows > run.maxRows;
}

/** Which failed rows to make again, and with what: those of some codes, or all. */
export type Retry = { readonly codes?: readonly string[]; readonly maxNewTokens?: number };

/**
 * Asks for failed rows again. Whoever drives the run takes them out of its dataset as soon as no call is out, and
 * makes them again before new ones. False when the run is about to pause or to end.
 */
export async function retryRun(db: Database, id: number, retry: Retry = {}): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET
          retry = ${JSON.stringify(retry.codes ?? null)},
          max_new_tokens = COALESCE(${retry.maxNewTokens ?? null}, max_new_tokens),
          wanted = 'running', pause_reason = NULL, error = NULL, ended_at = NULL,
          waiting = CASE status WHEN 'running' THEN waiting END,
          status = CASE status WHEN 'running' THEN 'running' ELSE 'pending' END
        WHERE id = ${id} AND deleted_at IS NULL
          AND status IN ('pending', 'running', 'paused', 'completed', 'failed', 'cancelled')`,
  );
  return changed === 1;
}

// What the worker sees. Each carries the fence; null or false when somebody else holds the job now.

/** Takes up a claimed run: it is running from now on, or goes on with pausing or cancelling. Null: nothing to do. */
export async function beginRun(db: Database, job: RunJob, nowMs: number): Promise<RunRecord | null> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET
          -- Nobody gave it back: its driver was killed, or the machine stopped.
          went_on = CASE WHEN status <> 'pending' AND started_at IS NOT NULL THEN json_object(
            'atMs', ${nowMs},
            'row', (SELECT COALESCE(MAX(idx) + 1, 0) FROM rows WHERE run_id = runs.id),
            'stoppedMs', MAX(0, ${nowMs} - (progress ->> '$.updatedAt'))
          ) END,
          status = CASE status WHEN 'pending' THEN 'running' ELSE status END,
          started_at = COALESCE(started_at, ${nowMs}), ended_at = NULL, waiting = NULL, pause_reason = NULL
        WHERE id = ${job.runId} AND status IN ('pending', 'running', 'pausing', 'cancelling')
          AND deleted_at IS NULL AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1 ? readRun(db, job.runId) : null;
}

/** What a driver has to know of people's wishes. */
export type RunWishes = Pick<RunRecord, 'wanted' | 'budget' | 'targetRows' | 'maxRows'> & {
  /** Failed rows are to be made again. */
  readonly wantsRetry: boolean;
};

/** Reads the wishes alone, which is cheap enough for a poll. */
export function readRunWishes(db: Database, id: number): Promise<RunWishes | null> {
  return queryOne(
    db,
    wishesRow,
    sql`SELECT wanted, budget, target_rows, max_rows, retry IS NOT NULL AS wants_retry FROM runs WHERE id = ${id}`,
  );
}

const wishesRow = z
  .object({
    wanted: z.enum(['running', 'paused', 'cancelled']),
    budget: jsonColumn(
      z.object({
        usd: z.number().optional(),
        tokens: z.number().optional(),
        calls: z.number().optional(),
      }),
    ),
    target_rows: z.number(),
    max_rows: z.number(),
    wants_retry: z.number(),
  })
  .transform((row): RunWishes => ({
    wanted: row.wanted,
    budget: row.budget,
    targetRows: row.target_rows,
    maxRows: row.max_rows,
    wantsRetry: row.wants_retry === 1,
  }));

/** Takes the failed rows that were asked for again out of the dataset, while no call is out. Null: the job is lost. */
export async function takeRetry(db: Database, job: RunJob): Promise<RunRecord | null> {
  const held = sql`EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`;
  const wanted = sql`rows.run_id = ${job.runId} AND rows.status = 'failed' AND ${held} AND EXISTS (
          SELECT 1 FROM runs WHERE id = ${job.runId} AND retry IS NOT NULL
            AND (retry = 'null' OR rows.reason ->> '$.code' IN (SELECT value FROM json_each(runs.retry))))`;
  // Answers that hold nothing are forgotten, or they would be found again instead of asked for anew.
  await execute(
    db,
    sql`DELETE FROM completions
        WHERE (TRIM(text) = '' OR finish_reason = 'content_filter') AND (scope, key) IN (
          SELECT runs.journal_scope, answer.value ->> '$[1]'
          FROM rows JOIN runs ON runs.id = rows.run_id, json_each(rows.answers) AS answer
          WHERE ${wanted})`,
  );
  // Then the rows: a crash in between leaves the wish, which then finds nothing more to do.
  await execute(db, sql`DELETE FROM rows WHERE ${wanted}`);
  const changed = await execute(db, sql`UPDATE runs SET retry = NULL WHERE id = ${job.runId} AND ${held}`);
  return changed === 1 ? readRun(db, job.runId) : null;
}

/** Writes where the calls of a run go from now on. */
export async function setRunEndpoint(db: Database, job: RunJob, endpoint: RunEndpoint): Promise<void> {
  await execute(
    db,
    sql`UPDATE runs SET endpoint = ${JSON.stringify(endpoint)}
        WHERE id = ${job.runId} AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
}

/** Says what a running run waits for; null: nothing any more. */
export async function setRunWaiting(
  db: Database,
  job: RunJob,
  waiting: { reason: string; untilMs: number } | null,
): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET waiting = ${waiting === null ? null : JSON.stringify(waiting)}
        WHERE id = ${job.runId} AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1;
}

export type RunEnd = {
  readonly status: 'completed' | 'paused' | 'cancelled' | 'failed';
  readonly pauseReason?: PauseReason;
  readonly error?: { readonly code: string; readonly message: string };
  readonly progress: RunProgress;
  /** The wishes under which the driver came to this end. */
  readonly seen: RunWishes;
  readonly nowMs: number;
};

/**
 * Writes how a run ended. Had somebody raised the very limit it ended for in the last moment, it is pending
 * again instead, so that no raise is lost.
 */
export async function endRun(db: Database, job: RunJob, end: RunEnd): Promise<boolean> {
  const limited =
    end.status === 'completed' ||
    (end.status === 'paused' && end.pauseReason === 'budget') ||
    (end.status === 'failed' && end.error?.code === 'attempts-exhausted');
  const raised = sql`(${limited ? 1 : 0} = 1 AND wanted = 'running' AND (
      retry IS NOT NULL OR target_rows > ${end.seen.targetRows} OR max_rows > ${end.seen.maxRows}
      OR budget <> ${JSON.stringify(end.seen.budget)}))`;
  const error = end.error === undefined ? null : JSON.stringify(end.error);
  const changed = await execute(
    db,
    sql`UPDATE runs SET
          status = CASE WHEN ${raised} THEN 'pending' ELSE ${end.status} END,
          pause_reason = CASE WHEN ${raised} THEN NULL ELSE ${end.pauseReason ?? null} END,
          error = CASE WHEN ${raised} THEN NULL ELSE ${error} END,
          ended_at = CASE WHEN ${raised} OR ${end.status} = 'paused' THEN NULL ELSE ${end.nowMs} END,
          waiting = NULL,
          progress = ${JSON.stringify(end.progress)}
        WHERE id = ${job.runId} AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1;
}
