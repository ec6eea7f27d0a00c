import { z } from 'zod';
import type { Column } from '@/lib/dataset/column';
import type { Database } from './database';
import { isHeldBy, type ClaimedJob } from './jobs';
import { columnsColumn } from './runs';
import { sourcesColumn, type StoredSource } from './stored-sources';
import { execute, jsonColumn, queryOne, sql } from './sql';
import { callOff, takeUp } from './watched-jobs';

/** A claimed job that drives a trial. */
export type TrialJob = Extract<ClaimedJob, { kind: 'trial' }>;

const trialStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
type TrialStatus = (typeof trialStatuses)[number];

const trialStateSchema = z.object({
  /** Answers as far as they have come, by row, attribute and step. */
  texts: z.array(
    z.object({
      row: z.number(),
      attributeId: z.string(),
      // Trials of earlier versions had attributes of one call only.
      step: z.string().default('answer'),
      text: z.string(),
    }),
  ),
  /** Finished rows; `cells` is the text of a JSON array in the order of the trial's columns. */
  rows: z.array(
    z.object({
      index: z.number(),
      cells: z.string(),
      answers: z.array(z.object({ attributeId: z.string(), key: z.string(), reused: z.boolean() })),
    }),
  ),
  failures: z.array(
    z.object({
      row: z.number(),
      attributeId: z.string().nullable(),
      code: z.string(),
      message: z.string(),
    }),
  ),
  /** What it took; set when the trial has ended. */
  end: z
    .object({
      costUsd: z.number(),
      savedUsd: z.number(),
      calls: z.number(),
      reusedCalls: z.number(),
      promptTokens: z.number(),
      completionTokens: z.number(),
      error: z.object({ code: z.string(), message: z.string() }).optional(),
    })
    .nullable(),
});

/** What a trial has made so far: always the whole of it, so that a reader needs no history. */
export type TrialState = z.infer<typeof trialStateSchema>;

/** The state of a trial that has not begun. */
const emptyTrialState: TrialState = { texts: [], rows: [], failures: [], end: null };

export type TrialRecord = {
  readonly id: number;
  readonly projectId: number;
  readonly recipeId: number | null;
  readonly yaml: string;
  readonly seed: number;
  /** The first row's index, and how many rows. */
  readonly start: number;
  readonly rowCount: number;
  readonly journalScope: string;
  readonly columns: readonly Column[];
  /** Its one row is a stored one: the answer to this attribute, and what hangs on it, take the place of those there. */
  readonly regenerate: { readonly runId: number; readonly attributeId: string } | null;
  readonly sources: readonly StoredSource[];
  readonly wanted: 'running' | 'cancelled';
  readonly status: TrialStatus;
  readonly state: TrialState;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
};

export type NewTrial = Pick<
  TrialRecord,
  'projectId' | 'recipeId' | 'yaml' | 'seed' | 'start' | 'rowCount' | 'journalScope' | 'columns'
> &
  Partial<Pick<TrialRecord, 'regenerate' | 'sources'>> & { readonly nowMs: number };

/** Stores a trial for a worker to claim. */
export async function insertTrial(db: Database, trial: NewTrial): Promise<TrialRecord> {
  const inserted = await queryOne(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO trials (
          project_id, recipe_id, yaml, seed, start, row_count, journal_scope, columns, regenerate, sources, wanted, status, state,
          created_at
        ) VALUES (
          ${trial.projectId}, ${trial.recipeId}, ${trial.yaml}, ${trial.seed}, ${trial.start}, ${trial.rowCount},
          ${trial.journalScope}, ${JSON.stringify(trial.columns)},
          ${trial.regenerate ? JSON.stringify(trial.regenerate) : null}, ${JSON.stringify(trial.sources ?? [])}, 'running', 'pending',
          ${JSON.stringify(emptyTrialState)}, ${trial.nowMs}
        ) RETURNING id`,
  );
  const stored = inserted && (await readTrial(db, inserted.id));
  if (!stored) throw new Error('a trial that was just stored is gone');
  return stored;
}

/** A trial with its newest state, or null. */
export function readTrial(db: Database, id: number): Promise<TrialRecord | null> {
  return queryOne(db, trialRow, sql`SELECT * FROM trials WHERE id = ${id}`);
}

/** One that has not begun ends at once, another when its worker sees it. */
export function cancelTrial(db: Database, id: number, nowMs: number): Promise<void> {
  return callOff(db, 'trials', id, nowMs);
}

/** Takes up a claimed trial. Null: there is nothing to do. */
export async function beginTrial(db: Database, job: TrialJob): Promise<TrialRecord | null> {
  return (await takeUp(db, 'trials', job.trialId, job)) ? readTrial(db, job.trialId) : null;
}

/** Writes the newest state; with `ended` the last one. False when somebody else holds the trial now. */
export async function saveTrialState(
  db: Database,
  job: TrialJob,
  state: TrialState,
  ended?: { status: 'completed' | 'failed' | 'cancelled'; nowMs: number },
): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE trials SET
          state = ${JSON.stringify(state)},
          status = COALESCE(${ended?.status ?? null}, status),
          ended_at = COALESCE(${ended?.nowMs ?? null}, ended_at)
        WHERE id = ${job.trialId} AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1;
}

const trialRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    recipe_id: z.number().nullable(),
    yaml: z.string(),
    seed: z.number(),
    start: z.number(),
    row_count: z.number(),
    journal_scope: z.string(),
    columns: columnsColumn,
    sources: sourcesColumn,
    regenerate: jsonColumn(z.object({ runId: z.number(), attributeId: z.string() })).nullable(),
    wanted: z.enum(['running', 'cancelled']),
    status: z.enum(trialStatuses),
    state: jsonColumn(trialStateSchema),
    created_at: z.number(),
    ended_at: z.number().nullable(),
  })
  .transform((row): TrialRecord => ({
    id: row.id,
    projectId: row.project_id,
    recipeId: row.recipe_id,
    yaml: row.yaml,
    seed: row.seed,
    start: row.start,
    rowCount: row.row_count,
    journalScope: row.journal_scope,
    columns: row.columns,
    sources: row.sources,
    regenerate: row.regenerate,
    wanted: row.wanted,
    status: row.status,
    state: row.state,
    createdAtMs: row.created_at,
    endedAtMs: row.ended_at,
  }));
