import { z } from 'zod';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { Database } from './database';
import { execute, jsonColumn, query, queryOne, sql } from './sql';

/** What a person made of a row. `cells` is null while no cell was changed. */
export type RowMark = {
  readonly cells: string | null;
  /** Names of the columns that were changed by hand. */
  readonly edited: readonly string[];
  readonly rating: -1 | 0 | 1;
};

export const noMark: RowMark = { cells: null, edited: [], rating: 0 };

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
const mark = z.object({
  cells: z.string().nullable(),
  edited: jsonColumn(z.array(z.string())),
  rating,
});

/** The mark of a row; an empty one for a row that nobody touched. */
export async function readRowMark(db: Database, runId: number, index: number): Promise<RowMark> {
  const found = await queryOne(
    db,
    mark,
    sql`SELECT cells, edited, rating FROM row_marks WHERE run_id = ${runId} AND idx = ${index}`,
  );
  return found ?? noMark;
}

/** Writes the mark of a row. */
export async function writeRowMark(
  db: Database,
  runId: number,
  index: number,
  { cells, edited, rating: given }: RowMark,
): Promise<void> {
  await execute(
    db,
    sql`INSERT INTO row_marks (run_id, idx, cells, edited, rating)
        VALUES (${runId}, ${index}, ${cells}, ${JSON.stringify(edited)}, ${given})
        ON CONFLICT (run_id, idx) DO UPDATE SET
          cells = excluded.cells, edited = excluded.edited, rating = excluded.rating`,
  );
}

/** Gives a row another status by hand; `reason` is the JSON text of why, or null. */
export async function writeRowStatus(
  db: Database,
  runId: number,
  index: number,
  next: { status: RowStatus; reason: string | null },
): Promise<void> {
  await execute(
    db,
    sql`UPDATE rows SET status = ${next.status}, reason = ${next.reason}
        WHERE run_id = ${runId} AND idx = ${index}`,
  );
}

/** Puts other answers, and the cells that were made of them, in the place of those of a row. */
export async function writeGenerated(
  db: Database,
  runId: number,
  index: number,
  { cells, answers }: GeneratedTexts,
): Promise<void> {
  await execute(
    db,
    sql`UPDATE rows SET cells = ${cells}, answers = ${answers} WHERE run_id = ${runId} AND idx = ${index}`,
  );
}

/** Adds what answers cost that were asked for after the run: they are its rows'. */
export async function addSpending(
  db: Database,
  runId: number,
  spent: { calls: number; promptTokens: number; completionTokens: number; costUsd: number },
): Promise<void> {
  await execute(
    db,
    sql`UPDATE runs SET progress = json_set(progress,
          '$.calls', progress ->> '$.calls' + ${spent.calls},
          '$.promptTokens', progress ->> '$.promptTokens' + ${spent.promptTokens},
          '$.completionTokens', progress ->> '$.completionTokens' + ${spent.completionTokens},
          '$.costUsd', progress ->> '$.costUsd' + ${spent.costUsd})
        WHERE id = ${runId} AND status NOT IN ('pending', 'running', 'pausing', 'cancelling')`,
  );
}

/** Makes the counts of a run that nobody drives fit its rows again. */
export async function recountRows(db: Database, runId: number): Promise<void> {
  await execute(
    db,
    sql`UPDATE runs SET progress = json_set(progress,
          '$.accepted', (SELECT COUNT(*) FROM rows WHERE run_id = ${runId} AND status = 'accepted'),
          '$.rejected', (SELECT COUNT(*) FROM rows WHERE run_id = ${runId} AND status = 'rejected'))
        WHERE id = ${runId} AND status NOT IN ('pending', 'running', 'pausing', 'cancelling')`,
  );
}

const change = z.object({
  before: mark.extend({
    edited: z.array(z.string()),
    status,
    reason: z.string().nullable(),
    generated: z.object({ cells: z.string(), answers: z.string() }).optional(),
  }),
  trialId: z.number().optional(),
  values: z.record(z.string(), z.object({ before: z.string(), after: z.string() })),
  rating: z.number().optional(),
  status: status.optional(),
});

/** Notes a change of a row. */
export async function insertRowChange(
  db: Database,
  entry: { runId: number; index: number; change: RowChange; nowMs: number },
): Promise<void> {
  await execute(
    db,
    sql`INSERT INTO row_changes (run_id, idx, change, at)
        VALUES (${entry.runId}, ${entry.index}, ${JSON.stringify(entry.change)}, ${entry.nowMs})`,
  );
}

/** The changes of a row, the oldest first. */
export function readRowChanges(db: Database, runId: number, index: number) {
  return query(
    db,
    z.object({ id: z.number(), at: z.number(), change: jsonColumn(change) }),
    sql`SELECT id, at, change FROM row_changes WHERE run_id = ${runId} AND idx = ${index} ORDER BY id`,
  );
}

/** Forgets a change that was taken back. */
export async function deleteRowChange(db: Database, id: number): Promise<void> {
  await execute(db, sql`DELETE FROM row_changes WHERE id = ${id}`);
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
