import { z } from 'zod';
import type { Database } from './database';
import { isHeldBy, type ClaimedJob } from './jobs';
import type { RowChange, RowMark } from './row-marks';
import type { RowWithAnswers } from './rows';
import { execute, jsonColumn, queryOne, sql } from './sql';

/** A claimed job that makes a cell again. */
export type RegenerationJob = Extract<ClaimedJob, { kind: 'regeneration' }>;

const statuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;

/** What calls took. */
export type Spent = {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
};

/** An attribute of a row that is asked anew, with what hangs on it. Times are in ms since the epoch. */
export type RegenerationRecord = {
  readonly id: number;
  readonly runId: number;
  readonly rowIndex: number;
  readonly attributeId: string;
  /** So many calls at most. */
  readonly calls: number;
  readonly wanted: 'running' | 'cancelled';
  readonly status: (typeof statuses)[number];
  /** Answers that have come. */
  readonly answered: number;
  /** What it waits for, in words. */
  readonly waiting: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly spent: Spent | null;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
};

export type NewRegeneration = Pick<RegenerationRecord, 'runId' | 'rowIndex' | 'attributeId' | 'calls'> & {
  readonly nowMs: number;
};

/** Stores a regeneration for a worker to claim. Null: another one of the same row isn't over. */
export function insertRegeneration(db: Database, entry: NewRegeneration): Promise<RegenerationRecord | null> {
  return queryOne(
    db,
    regenerationRow,
    sql`INSERT INTO regenerations (run_id, idx, attribute_id, calls, wanted, status, created_at)
        SELECT ${entry.runId}, ${entry.rowIndex}, ${entry.attributeId}, ${entry.calls}, 'running', 'pending', ${entry.nowMs}
        WHERE NOT EXISTS (
          SELECT 1 FROM regenerations
          WHERE run_id = ${entry.runId} AND idx = ${entry.rowIndex} AND status IN ('pending', 'running'))
        RETURNING *`,
  );
}

/** A regeneration, or null. */
export function readRegeneration(db: Database, id: number): Promise<RegenerationRecord | null> {
  return queryOne(db, regenerationRow, sql`SELECT * FROM regenerations WHERE id = ${id}`);
}

/** The newest regeneration of a row, unless it was swept; or null. */
export function readNewestRegeneration(
  db: Database,
  runId: number,
  index: number,
): Promise<RegenerationRecord | null> {
  return queryOne(
    db,
    regenerationRow,
    sql`SELECT * FROM regenerations WHERE run_id = ${runId} AND idx = ${index} ORDER BY id DESC LIMIT 1`,
  );
}

/** Nobody wants it any more: one that has not begun ends at once, another when its worker sees it. False: it is over. */
export async function cancelRegeneration(db: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE regenerations SET
          wanted = 'cancelled',
          ended_at = CASE status WHEN 'pending' THEN ${nowMs} ELSE ended_at END,
          status = CASE status WHEN 'pending' THEN 'cancelled' ELSE status END
        WHERE id = ${id} AND status IN ('pending', 'running')`,
  );
  return changed === 1;
}

/** Takes up a claimed regeneration. Null: there is nothing to do. */
export async function beginRegeneration(
  db: Database,
  job: RegenerationJob,
): Promise<RegenerationRecord | null> {
  const changed = await execute(
    db,
    sql`UPDATE regenerations SET status = 'running', waiting = NULL
        WHERE id = ${job.regenerationId} AND status IN ('pending', 'running')
          AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1 ? readRegeneration(db, job.regenerationId) : null;
}

/** Writes how far it is. */
export async function tellRegeneration(
  db: Database,
  job: RegenerationJob,
  { answered, waiting }: { answered: number; waiting: string | null },
): Promise<void> {
  await execute(
    db,
    sql`UPDATE regenerations SET answered = ${answered}, waiting = ${waiting}
        WHERE id = ${job.regenerationId} AND status = 'running'
          AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
}

/** Ends one that changes nothing of its row. False: somebody else holds the job now. */
export async function dropRegeneration(
  db: Database,
  job: RegenerationJob,
  end: {
    readonly status: 'failed' | 'cancelled';
    readonly error?: { readonly code: string; readonly message: string } | undefined;
    readonly spent: Spent | null;
    readonly nowMs: number;
  },
): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE regenerations SET
          status = ${end.status}, waiting = NULL, ended_at = ${end.nowMs},
          error = ${end.error === undefined ? null : JSON.stringify(end.error)},
          spent = ${end.spent === null ? null : JSON.stringify(end.spent)}
        WHERE id = ${job.regenerationId} AND status IN ('pending', 'running')
          AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1;
}

/** A row as it is stored from now on. */
export type RegeneratedRow = {
  readonly row: Pick<RowWithAnswers, 'status'> & {
    readonly cells: string;
    readonly answers: string;
    /** JSON, or null. */
    readonly reason: string | null;
  };
  readonly mark: RowMark;
  readonly change: RowChange;
};

/**
 * Ends one with its new row: row, mark, change and counts of the run are written by that statement or not at all.
 * False: the row is not what it was before, or somebody else holds the job now.
 */
export async function completeRegeneration(
  db: Database,
  job: RegenerationJob,
  end: { readonly made: RegeneratedRow; readonly spent: Spent; readonly nowMs: number },
): Promise<boolean> {
  const { row, mark, change } = end.made;
  const { before } = change;
  if (before.generated === undefined) throw new Error('a regeneration has to know what it replaces');
  const counts = Object.fromEntries(
    (['accepted', 'rejected', 'failed'] as const).map((status) => [
      status,
      Number(row.status === status) - Number(before.status === status),
    ]),
  );
  const result = { row, mark: { ...mark, edited: JSON.stringify(mark.edited) }, change, counts };
  const changed = await execute(
    db,
    sql`UPDATE regenerations SET
          status = 'completed', waiting = NULL, ended_at = ${end.nowMs},
          spent = ${JSON.stringify(end.spent)}, result = ${JSON.stringify(result)}
        WHERE id = ${job.regenerationId} AND status = 'running'
          AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})
          AND EXISTS (
            SELECT 1 FROM rows r LEFT JOIN row_marks m ON m.run_id = r.run_id AND m.idx = r.idx
            WHERE r.run_id = regenerations.run_id AND r.idx = regenerations.idx
              AND r.status = ${before.status} AND r.cells = ${before.generated.cells}
              AND r.answers = ${before.generated.answers}
              AND m.cells IS ${before.cells} AND COALESCE(m.edited, '[]') = ${JSON.stringify(before.edited)}
              AND COALESCE(m.rating, 0) = ${before.rating})`,
  );
  return changed === 1;
}

const errorSchema = z.object({ code: z.string(), message: z.string() });
const spentSchema = z.object({
  calls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  costUsd: z.number(),
});

const regenerationRow = z
  .object({
    id: z.number(),
    run_id: z.number(),
    idx: z.number(),
    attribute_id: z.string(),
    calls: z.number(),
    wanted: z.enum(['running', 'cancelled']),
    status: z.enum(statuses),
    answered: z.number(),
    waiting: z.string().nullable(),
    error: jsonColumn(errorSchema).nullable(),
    spent: jsonColumn(spentSchema).nullable(),
    created_at: z.number(),
    ended_at: z.number().nullable(),
  })
  .transform((row): RegenerationRecord => ({
    id: row.id,
    runId: row.run_id,
    rowIndex: row.idx,
    attributeId: row.attribute_id,
    calls: row.calls,
    wanted: row.wanted,
    status: row.status,
    answered: row.answered,
    waiting: row.waiting,
    error: row.error,
    spent: row.spent,
    createdAtMs: row.created_at,
    endedAtMs: row.ended_at,
  }));
