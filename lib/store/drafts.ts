import { z } from 'zod';
import type { Database } from './database';
import { isHeldBy, type ClaimedJob } from './jobs';
import { execute, jsonColumn, query, queryOne, sql } from './sql';
import { callOff, takeUp } from './watched-jobs';

/** A claimed job that drives a draft. */
export type DraftJob = Extract<ClaimedJob, { kind: 'draft' }>;

const draftStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
type DraftStatus = (typeof draftStatuses)[number];

const draftStateSchema = z.object({
  /** The answer that is being written, as far as it has come. */
  text: z.string(),
  /** How many answers were asked for. */
  asks: z.number(),
  /** What the answer before still had wrong. */
  problem: z.string().nullable(),
  /** Why nothing happens at the moment. */
  waiting: z.string().nullable(),
  /** What a person should know of how the recipe came about. */
  notes: z.array(z.string()),
  promptTokens: z.number(),
  completionTokens: z.number(),
  costUsd: z.number(),
});

/** How far a draft is: always the whole of it, so that a reader needs no history. */
export type DraftState = z.infer<typeof draftStateSchema>;

export const emptyDraftState: DraftState = {
  text: '',
  asks: 0,
  problem: null,
  waiting: null,
  notes: [],
  promptTokens: 0,
  completionTokens: 0,
  costUsd: 0,
};

const draftErrorSchema = z.object({ code: z.string(), message: z.string() });

/** A recipe that a model writes for a task. */
export type DraftRecord = {
  readonly id: number;
  readonly projectId: number;
  readonly task: string;
  /** A plain recipe for the task, with the model that is asked. */
  readonly skeleton: string;
  readonly seed: number;
  /** The recipe whose next version it becomes; null makes a recipe of its own. */
  readonly intoRecipeId: number | null;
  readonly wanted: 'running' | 'cancelled';
  readonly status: DraftStatus;
  readonly state: DraftState;
  /** Only of one that failed. */
  readonly error: z.infer<typeof draftErrorSchema> | null;
  /** What it became: the stored recipe, and the text that it had then. */
  readonly made: { readonly recipeId: number; readonly recipeVersion: number; readonly yaml: string } | null;
  readonly createdAtMs: number;
};

/** Stores a draft for a worker to claim. */
export async function insertDraft(
  db: Database,
  draft: Pick<DraftRecord, 'projectId' | 'task' | 'skeleton' | 'seed' | 'intoRecipeId'> & { nowMs: number },
): Promise<DraftRecord> {
  const inserted = await queryOne(
    db,
    z.object({ id: z.number() }),
    sql`INSERT INTO drafts (
          project_id, task, skeleton, seed, into_recipe_id, wanted, status, state, created_at
        ) VALUES (
          ${draft.projectId}, ${draft.task}, ${draft.skeleton}, ${draft.seed}, ${draft.intoRecipeId},
          'running', 'pending', ${JSON.stringify(emptyDraftState)}, ${draft.nowMs}
        ) RETURNING id`,
  );
  const stored = inserted && (await readDraftRecord(db, inserted.id));
  if (!stored) throw new Error('a draft that was just stored is gone');
  return stored;
}

/** A draft with its newest state, or null. */
export function readDraftRecord(db: Database, id: number): Promise<DraftRecord | null> {
  return queryOne(db, draftRow, sql`SELECT * FROM drafts WHERE id = ${id}`);
}

/** The drafts of these ids that are there. */
export function readDraftRecords(db: Database, ids: readonly number[]): Promise<DraftRecord[]> {
  return query(
    db,
    draftRow,
    sql`SELECT * FROM drafts WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  );
}

/** One that has not begun ends at once, another when its worker sees it. */
export function cancelDraft(db: Database, id: number, nowMs: number): Promise<void> {
  return callOff(db, 'drafts', id, nowMs);
}

/** Takes up a claimed draft. Null: there is nothing to do. */
export async function beginDraft(db: Database, job: DraftJob): Promise<DraftRecord | null> {
  return (await takeUp(db, 'drafts', job.draftId, job)) ? readDraftRecord(db, job.draftId) : null;
}

/** How a draft ended. */
export type DraftEnding = { readonly nowMs: number } & (
  | { readonly status: 'completed'; readonly made: NonNullable<DraftRecord['made']> }
  | { readonly status: 'failed'; readonly error: NonNullable<DraftRecord['error']> }
  | { readonly status: 'cancelled' }
);

/** Writes the newest state; with `ending` the last one. False when somebody else holds the draft now. */
export async function saveDraftState(
  db: Database,
  job: DraftJob,
  state: DraftState,
  ending?: DraftEnding,
): Promise<boolean> {
  const made = ending?.status === 'completed' ? ending.made : null;
  const error = ending?.status === 'failed' ? JSON.stringify(ending.error) : null;
  const changed = await execute(
    db,
    sql`UPDATE drafts SET
          state = ${JSON.stringify(state)},
          status = COALESCE(${ending?.status ?? null}, status),
          ended_at = COALESCE(${ending?.nowMs ?? null}, ended_at),
          error = ${error},
          recipe_id = ${made?.recipeId ?? null},
          recipe_version = ${made?.recipeVersion ?? null},
          yaml = ${made?.yaml ?? null}
        WHERE id = ${job.draftId} AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1;
}

const draftRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    task: z.string(),
    skeleton: z.string(),
    seed: z.number(),
    into_recipe_id: z.number().nullable(),
    wanted: z.enum(['running', 'cancelled']),
    status: z.enum(draftStatuses),
    state: jsonColumn(draftStateSchema),
    error: jsonColumn(draftErrorSchema).nullable(),
    recipe_id: z.number().nullable(),
    recipe_version: z.number().nullable(),
    yaml: z.string().nullable(),
    created_at: z.number(),
  })
  .transform((row): DraftRecord => ({
    id: row.id,
    projectId: row.project_id,
    task: row.task,
    skeleton: row.skeleton,
    seed: row.seed,
    intoRecipeId: row.into_recipe_id,
    wanted: row.wanted,
    status: row.status,
    state: row.state,
    error: row.error,
    made:
      row.recipe_id === null || row.recipe_version === null || row.yaml === null
        ? null
        : { recipeId: row.recipe_id, recipeVersion: row.recipe_version, yaml: row.yaml },
    createdAtMs: row.created_at,
  }));
