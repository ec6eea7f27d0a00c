import { z } from 'zod';
import type { Column } from '@/lib/dataset/column';
import { engineNames } from '@/lib/llm/engines';
import type { Budget } from '@/lib/run/budget';
import { emptyProgress, type RunProgress } from '@/lib/run/progress';
import type { Endpoint, RunEndpoint, WentOn } from '@/lib/run/run-endpoint';
import { runStatuses, type PauseReason, type RunStatus, type Wanted } from '@/lib/run/run-status';
import { sha256Hex } from '@/lib/util/hash';
import type { Database } from './database';
import { runProgressSchema } from './run-progress-schema';
import { sourcesColumn, type StoredSource } from './stored-sources';
import { emptySql, execute, joinSql, jsonColumn, query, queryOne, sql, type Sql } from './sql';

/** A run as it is stored. Times are in ms since the epoch. */
export type RunRecord = {
  readonly id: number;
  readonly projectId: number;
  /** Null for a run that the command line started from a file. */
  readonly recipeId: number | null;
  readonly recipeVersion: number | null;
  readonly datasetId: number;
  readonly name: string;
  /** The model named instead of the recipe's. */
  readonly model: string | null;
  readonly seed: number;
  readonly targetRows: number;
  readonly maxRows: number;
  readonly budget: Budget;
  /** Which completions the run reads and adds to. */
  readonly journalScope: string;
  readonly columns: readonly Column[];
  readonly outputPath: string | null;
  readonly sources: readonly StoredSource[];
  readonly wanted: Wanted;
  readonly status: RunStatus;
  readonly waiting: { readonly reason: string; readonly untilMs: number } | null;
  readonly pauseReason: PauseReason | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly progress: RunProgress;
  /** Null until a driver has taken it up. */
  readonly endpoint: RunEndpoint | null;
  readonly wentOn: WentOn | null;
  /** Instead of the recipe's, since a retry. */
  readonly maxNewTokens: number | null;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
};

export type NewRun = {
  readonly projectId: number;
  readonly recipeId: number | null;
  readonly recipeVersion: number | null;
  readonly name: string;
  /** The text that is run, without secrets. */
  readonly yaml: string;
  readonly model: string | null;
  readonly seed: number;
  readonly targetRows: number;
  readonly maxRows: number;
  readonly budget: Budget;
  /** `run` stands for a scope of its own. */
  readonly journalScope: string;
  readonly columns: readonly Column[];
  readonly outputPath?: string;
  readonly sources?: readonly StoredSource[];
  readonly nowMs: number;
};

/** For how long a delete can be undone, in milliseconds. */
export const restorableMs = 10_000;

/** Stores a run that wants to be running; its dataset is made with it, and a worker may claim it from then on. */
export async function insertRun(db: Database, run: NewRun): Promise<RunRecord> {
  const inserted = await queryOne(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO runs (
          project_id, recipe_id, recipe_version, name, yaml, text_hash, model, seed, target_rows, max_rows, budget,
          journal_scope, columns, output_path, sources, wanted, status, progress, created_at
        ) VALUES (
          ${run.projectId}, ${run.recipeId}, ${run.recipeVersion}, ${run.name}, ${run.yaml}, ${sha256Hex(run.yaml)},
          ${run.model}, ${run.seed}, ${run.targetRows}, ${run.maxRows}, ${JSON.stringify(run.budget)},
          ${run.journalScope}, ${JSON.stringify(run.columns)}, ${run.outputPath ?? null},
          ${JSON.stringify(run.sources ?? [])}, 'running', 'pending',
          ${JSON.stringify(emptyProgress)}, ${run.nowMs}
        ) RETURNING id`,
  );
  const stored = inserted && (await readRun(db, inserted.id));
  if (!stored) throw new Error('a run that was just stored is gone');
  return stored;
}

/** A run, or null when there is none or it was deleted. */
export function readRun(db: Database, id: number): Promise<RunRecord | null> {
  return selectRun(db, sql`runs.id = ${id} AND runs.deleted_at IS NULL`);
}

/** Like `readRun`, within one project. */
export function readProjectRun(db: Database, projectId: number, id: number): Promise<RunRecord | null> {
  return selectRun(db, sql`runs.id = ${id} AND runs.project_id = ${projectId} AND runs.deleted_at IS NULL`);
}

/** The text that a run runs. */
export async function readRunText(db: Database, id: number): Promise<string | null> {
  const row = await queryOne(db, z.object({ yaml: z.string() }), sql`SELECT yaml FROM runs WHERE id = ${id}`);
  return row?.yaml ?? null;
}

/** Several runs, those that still exist, in no particular order. */
export function readRuns(db: Database, ids: readonly number[]): Promise<RunRecord[]> {
  return selectRuns(
    db,
    sql`runs.deleted_at IS NULL AND runs.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    emptySql,
  );
}

export type RunFilter = {
  readonly projectId: number;
  readonly statuses?: readonly RunStatus[];
  readonly recipeId?: number;
  /** A part of the name, whatever its case, or the run's id. */
  readonly search?: string;
  /** Only runs older than this one. */
  readonly beforeId?: number;
  readonly limit: number;
};

/** Runs, the newest first. */
export function listRuns(db: Database, filter: RunFilter): Promise<RunRecord[]> {
  const conditions = [sql`runs.project_id = ${filter.projectId}`, sql`runs.deleted_at IS NULL`];
  if (filter.statuses) {
    conditions.push(sql`runs.status IN (SELECT value FROM json_each(${JSON.stringify(filter.statuses)}))`);
  }
  if (filter.recipeId !== undefined) conditions.push(sql`runs.recipe_id = ${filter.recipeId}`);
  if (filter.search !== undefined) {
    conditions.push(
      sql`(instr(lower(runs.name), lower(${filter.search})) > 0 OR CAST(runs.id AS TEXT) = ${filter.search})`,
    );
  }
  if (filter.beforeId !== undefined) conditions.push(sql`runs.id < ${filter.beforeId}`);
  return selectRuns(db, joinSql(conditions, ' AND '), sql`ORDER BY runs.id DESC LIMIT ${filter.limit}`);
}

/** The newest run of the same text into the same file that has not completed: what a command goes on with. */
export function findUnfinishedRun(
  db: Database,
  wanted: { yaml: string; outputPath: string },
): Promise<RunRecord | null> {
  return selectRun(
    db,
    sql`runs.output_path = ${wanted.outputPath} AND runs.text_hash = ${sha256Hex(wanted.yaml)}
        AND runs.status <> 'completed' AND runs.deleted_at IS NULL
        ORDER BY runs.id DESC LIMIT 1`,
  );
}

/** Hides a run that has ended; false when it hasn't. */
export async function deleteRun(db: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET deleted_at = ${nowMs}
        WHERE id = ${id} AND deleted_at IS NULL AND status IN ('completed', 'failed', 'cancelled')`,
  );
  return changed === 1;
}

/** Takes a delete back; false when it is too late or there was none. */
export async function restoreRun(
  db: Database,
  { projectId, id }: { projectId: number; id: number },
  nowMs: number,
): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE runs SET deleted_at = NULL
        WHERE id = ${id} AND project_id = ${projectId} AND deleted_at >= ${nowMs - restorableMs}`,
  );
  return changed === 1;
}

const columnsSchema = z.array(
  z.object({
    name: z.string(),
    kind: z.enum(['sampled', 'source', 'generated', 'conversation', 'transformed']),
    output: z.boolean(),
  }),
) satisfies z.ZodType<Column[]>;

/** A list of columns as it stands in its column of runs and trials. */
export const columnsColumn = jsonColumn(columnsSchema);

const budgetSchema = z.object({
  usd: z.number().optional(),
  tokens: z.number().optional(),
  calls: z.number().optional(),
}) satisfies z.ZodType<Budget>;

const endpointSchema = z.object({
  engine: z.enum(engineNames),
  baseUrl: z.string(),
  providerName: z.string().nullable().default(null),
  model: z.string(),
  maxConcurrency: z.number(),
  requestsPerMinute: z.number().nullable(),
  timeoutMs: z.number(),
  maxNewTokens: z.number(),
  price: z.object({ inputUsdPerMillion: z.number(), outputUsdPerMillion: z.number() }).nullable(),
}) satisfies z.ZodType<Endpoint>;
const runEndpointSchema = endpointSchema.extend({
  others: z.array(endpointSchema).default([]),
}) satisfies z.ZodType<RunEndpoint>;

const runRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    recipe_id: z.number().nullable(),
    recipe_version: z.number().nullable(),
    dataset_id: z.number(),
    name: z.string(),
    model: z.string().nullable(),
    seed: z.number(),
    target_rows: z.number(),
    max_rows: z.number(),
    budget: jsonColumn(budgetSchema),
    journal_scope: z.string(),
    columns: columnsColumn,
    output_path: z.string().nullable(),
    sources: sourcesColumn,
    wanted: z.enum(['running', 'paused', 'cancelled']),
    status: z.enum(runStatuses),
    waiting: jsonColumn(z.object({ reason: z.string(), untilMs: z.number() })).nullable(),
    pause_reason: z.enum(['user', 'budget', 'shutdown', 'disk']).nullable(),
    error: jsonColumn(z.object({ code: z.string(), message: z.string() })).nullable(),
    progress: jsonColumn(runProgressSchema),
    endpoint: jsonColumn(runEndpointSchema).nullable(),
    went_on: jsonColumn(z.object({ atMs: z.number(), row: z.number(), stoppedMs: z.number() })).nullable(),
    max_new_tokens: z.number().nullable(),
    created_at: z.number(),
    started_at: z.number().nullable(),
    ended_at: z.number().nullable(),
  })
  .transform((row): RunRecord => ({
    id: row.id,
    projectId: row.project_id,
    recipeId: row.recipe_id,
    recipeVersion: row.recipe_version,
    datasetId: row.dataset_id,
    name: row.name,
    model: row.model,
    seed: row.seed,
    targetRows: row.target_rows,
    maxRows: row.max_rows,
    budget: row.budget,
    journalScope: row.journal_scope,
    columns: row.columns,
    outputPath: row.output_path,
    sources: row.sources,
    wanted: row.wanted,
    status: row.status,
    waiting: row.waiting,
    pauseReason: row.pause_reason,
    error: row.error,
    progress: row.progress,
    endpoint: row.endpoint,
    wentOn: row.went_on,
    maxNewTokens: row.max_new_tokens,
    createdAtMs: row.created_at,
    startedAtMs: row.started_at,
    endedAtMs: row.ended_at,
  }));

function selectRuns(db: Database, condition: Sql, tail: Sql): Promise<RunRecord[]> {
  return query(
    db,
    runRow,
    sql`SELECT
          runs.id, runs.project_id, recipe_id, recipe_version, datasets.id AS dataset_id, runs.name, model, seed,
          target_rows, max_rows, budget, journal_scope, columns, output_path, sources, wanted, status, waiting, pause_reason,
          error, progress, endpoint, went_on, max_new_tokens, runs.created_at, started_at, ended_at
        FROM runs JOIN datasets ON datasets.run_id = runs.id AND datasets.split IS NULL
        WHERE ${condition} ${tail}`,
  );
}

async function selectRun(db: Database, condition: Sql): Promise<RunRecord | null> {
  const [run] = await selectRuns(db, condition, emptySql);
  return run ?? null;
}
