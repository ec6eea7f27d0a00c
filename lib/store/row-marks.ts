import { z } from 'zod';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { Database } from './database';
import { isHeldBy } from './jobs';
import { rowVersion, type RowWithAnswers } from './rows';
import { joinSql, jsonColumn, query, queryOne, sql } from './sql';
import type { TrialJob, TrialState } from './trials';

/** What a person made of a row. `cells` is null while no cell was changed. */
export type RowMark = {
  readonly cells: string | null;
  /** Names of the columns that were changed by hand. */
  readonly edited: readonly string[];
  readonly rating: -1 | 0 | 1;
};

/** What a row holds of its answers: its cells as they came and the journal keys behind them, as JSON texts. */
export type GeneratedTexts = { readonly cells: string; readonly answers: string };

/** One change of a row, with what stood there before. */
export type RowChange = {
  readonly before: RowMark & {
    readonly status: RowStatus;
    readonly reason: string | null;
    /** JSON texts of what was generated, where that was replaced. */
    readonly generated?: GeneratedTexts | undefined;
  };
  /** The trial whose answers took the place of those before, when it wasn't a person who changed it. */
  readonly trialId?: number | undefined;
  /** For each column that was set: the JSON texts before and after. */
  readonly values: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  readonly rating?: number | undefined;
  readonly status?: RowStatus | undefined;
};

const rating = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const status = z.enum(['accepted', 'rejected', 'failed', 'spare']);
/** What stands in a row before it is changed. */
export function stateBefore(row: RowWithAnswers): RowChange['before'] {
  const { marked: cells, edited, rating: given, status: stands, reason } = row;
  return {
    cells,
    edited,
    rating: given,
    status: stands,
    reason: reason === null ? null : JSON.stringify(reason),
  };
}

/** A change of one row, made from the row as it was read. */
export type RowWrite = {
  readonly runId: number;
  readonly index: number;
  /** That of the row as it was read: when it has changed since, nothing is written. */
  readonly version: string;
  /** What is noted of the change, or the number of the change that is taken back. */
  readonly note: { readonly change: RowChange } | { readonly undone: number };
  readonly mark: RowMark;
  /** Another status; `reason` is the JSON text of why, or null. Not written while the run is driven. */
  readonly status?: { readonly status: RowStatus; readonly reason: string | null } | undefined;
  /** Other answers, and the cells that were made of them. */
  readonly generated?: GeneratedTexts | undefined;
  /** The trial whose answers these are ends with the write; nothing is written when it was lost or isn't wanted. */
  readonly trial?: { readonly job: TrialJob; readonly state: TrialState } | undefined;
  readonly nowMs: number;
};

/**
 * Writes a change of a row as one statement: the note of it, the row, its marks, the counts of the run and the end of
 * the trial, all or nothing. False when a condition of the write doesn't hold: then nothing was written.
 */
export async function writeRow(db: Database, write: RowWrite): Promise<boolean> {
  const { runId, index, version, note, mark: next, status: moved, generated, trial, nowMs } = write;
  const conditions = [sql`r.run_id = ${runId}`, sql`r.idx = ${index}`, sql`${rowVersion} = ${version}`];
  // A driver counts rows by itself and would go on from its own figures.
  if (moved !== undefined) {
    conditions.push(sql`EXISTS (
      SELECT 1 FROM runs WHERE id = ${runId} AND status NOT IN ('pending', 'running', 'pausing', 'cancelling')
    )`);
  }
  if (trial !== undefined) {
    conditions.push(
      sql`EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(trial.job)})`,
      sql`EXISTS (
        SELECT 1 FROM trials WHERE id = ${trial.job.trialId} AND status = 'running' AND wanted = 'running'
      )`,
    );
  }
  const written = await query(
    db,
    z.unknown(),
    sql`INSERT INTO row_writes (
          run_id, idx, at, change, undone, marked_cells, edited, rating, status, reason, cells, answers,
          trial_id, trial_state
        )
        SELECT
          ${runId}, ${index}, ${nowMs}, ${'change' in note ? JSON.stringify(note.change) : null},
          ${'undone' in note ? note.undone : null}, ${next.cells}, ${JSON.stringify(next.edited)}, ${next.rating},
          ${moved?.status ?? null}, ${moved?.reason ?? null}, ${generated?.cells ?? null},
          ${generated?.answers ?? null}, ${trial?.job.trialId ?? null},
          ${trial === undefined ? null : JSON.stringify(trial.state)}
        FROM rows r WHERE ${joinSql(conditions, ' AND ')}
        RETURNING idx`,
  );
  return written.length === 1;
}

const change = z.object({
  before: z.object({
    cells: z.string().nullable(),
    edited: z.array(z.string()),
    rating,
    status,
    reason: z.string().nullable(),
    generated: z.object({ cells: z.string(), answers: z.string() }).optional(),
  }),
  trialId: z.number().optional(),
  values: z.record(z.string(), z.object({ before: z.string(), after: z.string() })),
  rating: z.number().optional(),
  status: status.optional(),
});

/** The changes of a row, the oldest first. */
export function readRowChanges(db: Database, runId: number, index: number) {
  return query(
    db,
    z.object({ id: z.number(), at: z.number(), change: jsonColumn(change) }),
    sql`SELECT id, at, change FROM row_changes WHERE run_id = ${runId} AND idx = ${index} ORDER BY id`,
  );
}

/** Those of some rows that have a change to take back, and whether that is one of their status. */
export function readLastChanges(db: Database, runId: number, indices: readonly number[]) {
  return query(
    db,
    z.object({ index: z.number(), changesStatus: z.coerce.boolean() }),
    sql`SELECT idx AS "index", json_type(change, '$.status') IS NOT NULL AS "changesStatus" FROM row_changes
        WHERE id IN (
          SELECT MAX(id) FROM row_changes
          WHERE run_id = ${runId} AND idx IN (SELECT value FROM json_each(${JSON.stringify(indices)}))
          GROUP BY idx
        )`,
  );
}

/** A number that differs when rows of a run were changed by hand since. */
export async function marksVersion(db: Database, runId: number): Promise<string> {
  const found = await queryOne(
    db,
    z.object({ count: z.number(), last: z.number().nullable() }),
    sql`SELECT COUNT(*) AS count, MAX(id) AS last FROM row_changes WHERE run_id = ${runId}`,
  );
  return `${found?.count ?? 0}.${found?.last ?? 0}`;
}
