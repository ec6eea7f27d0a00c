import { z } from 'zod';
import { unknownField, type UnknownField } from '@/lib/api/common';
import { sha256Hex } from '@/lib/util/hash';
import type { Database } from './database';
import { restorableMs } from './runs';
import { emptySql, execute, jsonColumn, query, queryOne, sql, type Sql } from './sql';

/** A recipe with the text of its latest version. */
export type RecipeRecord = {
  readonly id: number;
  readonly projectId: number;
  readonly name: string;
  /** Drawn at creation; a seed in the text goes before it. */
  readonly seed: number;
  readonly version: number;
  readonly yaml: string;
  /** An edited text that is no version yet. */
  readonly draft: string | null;
  readonly draftRevision: number;
  /** Whose completions runs and trials of this recipe share. */
  readonly journalScope: string;
  /** What came around the config that it was made of and means nothing here. */
  readonly unknownFields: readonly UnknownField[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

export type RecipeVersionRecord = {
  readonly recipeId: number;
  readonly version: number;
  readonly yaml: string;
  readonly createdAtMs: number;
};

export type NewRecipe = {
  readonly projectId: number;
  readonly name: string;
  readonly yaml: string;
  readonly seed: number;
  readonly unknownFields?: readonly UnknownField[];
  readonly nowMs: number;
};

/** The journal of a text that was tried or run without a recipe; the recipe that is stored for it later keeps it. */
export function bareTextScope(projectId: number, yaml: string): string {
  return `text:${projectId}:${sha256Hex(yaml).slice(0, 32)}`;
}

/** Stores a recipe with version 1. */
export async function insertRecipe(db: Database, recipe: NewRecipe): Promise<RecipeRecord> {
  const inserted = await queryOne(
    db,
    idRow,
    sql`INSERT INTO recipes (project_id, name, seed, latest_version, unknown_fields, created_at, updated_at)
        VALUES (
          ${recipe.projectId}, ${recipe.name}, ${recipe.seed}, 1, ${JSON.stringify(recipe.unknownFields ?? [])},
          ${recipe.nowMs}, ${recipe.nowMs}
        )
        RETURNING id`,
  );
  if (!inserted) throw new Error('the recipe was not stored');
  await insertVersion(db, inserted.id, 1, recipe.yaml, recipe.nowMs);
  const stored = await readRecipe(db, inserted.id);
  if (!stored) throw new Error('a recipe that was just stored is gone');
  return stored;
}

/** The recipe that stands for a bare text: the one whose latest version it is, else a new one. */
export async function findOrInsertTextRecipe(db: Database, recipe: NewRecipe): Promise<RecipeRecord> {
  const known = await findRecipeByText(db, recipe.projectId, recipe.yaml);
  if (known) return known;
  const hash = sha256Hex(recipe.yaml);
  await execute(
    db,
    sql`INSERT INTO recipes (project_id, name, seed, latest_version, bare_text_hash, created_at, updated_at)
        VALUES (
          ${recipe.projectId}, ${recipe.name}, ${recipe.seed}, 1, ${hash}, ${recipe.nowMs}, ${recipe.nowMs}
        )
        ON CONFLICT (project_id, bare_text_hash) DO UPDATE SET deleted_at = NULL`,
  );
  const stored = await queryOne(
    db,
    idRow,
    sql`SELECT id FROM recipes WHERE project_id = ${recipe.projectId} AND bare_text_hash = ${hash}`,
  );
  if (!stored) throw new Error('the recipe was not stored');
  await insertVersion(db, stored.id, 1, recipe.yaml, recipe.nowMs);
  const read = await readRecipe(db, stored.id);
  if (!read) throw new Error('a recipe that was just stored is gone');
  return read;
}

/** The oldest recipe whose latest version is exactly this text. */
function findRecipeByText(db: Database, projectId: number, yaml: string): Promise<RecipeRecord | null> {
  return selectRecipe(
    db,
    sql`recipes.project_id = ${projectId} AND recipes.deleted_at IS NULL
        AND recipe_versions.text_hash = ${sha256Hex(yaml)} ORDER BY recipes.id LIMIT 1`,
  );
}

/** A recipe, or null when there is none or it was deleted. */
export function readRecipe(db: Database, id: number): Promise<RecipeRecord | null> {
  return selectRecipe(db, sql`recipes.id = ${id} AND recipes.deleted_at IS NULL`);
}

/** Like `readRecipe`, within one project. */
export function readProjectRecipe(db: Database, projectId: number, id: number): Promise<RecipeRecord | null> {
  return selectRecipe(
    db,
    sql`recipes.id = ${id} AND recipes.project_id = ${projectId} AND recipes.deleted_at IS NULL`,
  );
}

/** Recipes, the newest first. */
export function listRecipes(
  db: Database,
  page: { projectId: number; beforeId?: number; limit: number },
): Promise<RecipeRecord[]> {
  const before = page.beforeId === undefined ? emptySql : sql`AND recipes.id < ${page.beforeId}`;
  return selectRecipes(
    db,
    sql`recipes.project_id = ${page.projectId} AND recipes.deleted_at IS NULL ${before}
        ORDER BY recipes.id DESC LIMIT ${page.limit}`,
  );
}

/** What a list of recipes shows of their runs. */
export type RecipeRuns = {
  readonly recipeId: number;
  readonly runs: number;
  readonly spentUsd: number;
  readonly latestRunId: number;
};

/** Counts and costs of the runs of these recipes; recipes without runs are absent. */
export function readRecipeRuns(db: Database, recipeIds: readonly number[]): Promise<RecipeRuns[]> {
  return query(
    db,
    z
      .object({
        recipe_id: z.number(),
        runs: z.number(),
        spent_usd: z.number(),
        latest_run_id: z.number(),
      })
      .transform((row): RecipeRuns => ({
        recipeId: row.recipe_id,
        runs: row.runs,
        spentUsd: row.spent_usd,
        latestRunId: row.latest_run_id,
      })),
    sql`SELECT recipe_id, COUNT(*) AS runs, MAX(id) AS latest_run_id,
          SUM(json_extract(progress, '$.costUsd')) AS spent_usd
        FROM runs
        WHERE recipe_id IN (SELECT value FROM json_each(${JSON.stringify(recipeIds)})) AND deleted_at IS NULL
        GROUP BY recipe_id`,
  );
}

export type SavedVersion =
  | { readonly kind: 'saved'; readonly recipe: RecipeRecord }
  | { readonly kind: 'stale'; readonly recipe: RecipeRecord }
  | { readonly kind: 'missing' };

/**
 * Makes a text the latest version of a recipe, and the draft, if any, is done with. A text equal to the latest
 * makes no version. `stale`: somebody else saved a version since `baseVersion`.
 */
export async function saveRecipeVersion(
  db: Database,
  id: number,
  save: { yaml: string; baseVersion: number; name?: string; nowMs: number },
): Promise<SavedVersion> {
  const recipe = await readRecipe(db, id);
  if (!recipe) return { kind: 'missing' };
  if (recipe.version !== save.baseVersion) return { kind: 'stale', recipe };
  const version = recipe.yaml === save.yaml ? recipe.version : recipe.version + 1;
  // The text comes first: a crash after it leaves a version that nobody sees, and the next save replaces it.
  if (version !== recipe.version) await insertVersion(db, id, version, save.yaml, save.nowMs);
  const changed = await execute(
    db,
    sql`UPDATE recipes SET
          latest_version = ${version}, name = ${save.name ?? recipe.name}, updated_at = ${save.nowMs},
          draft_yaml = NULL,
          draft_revision = draft_revision + (draft_yaml IS NOT NULL)
        WHERE id = ${id} AND deleted_at IS NULL AND latest_version = ${save.baseVersion}
          AND (${version} = ${recipe.version} OR EXISTS (
            SELECT 1 FROM recipe_versions
            WHERE recipe_id = ${id} AND version = ${version} AND text_hash = ${sha256Hex(save.yaml)}
          ))`,
  );
  const stored = await readRecipe(db, id);
  if (!stored) return { kind: 'missing' };
  return { kind: changed === 1 ? 'saved' : 'stale', recipe: stored };
}

/** Changes a recipe's name and nothing else, not even when it was last edited; null when there is none. */
export async function renameRecipe(
  db: Database,
  { project, id, name }: { project: number; id: number; name: string },
): Promise<RecipeRecord | null> {
  const changed = await execute(
    db,
    sql`UPDATE recipes SET name = ${name}
        WHERE id = ${id} AND project_id = ${project} AND deleted_at IS NULL`,
  );
  return changed === 1 ? readRecipe(db, id) : null;
}

/**
 * Makes a text the next version of a recipe, whatever was saved meanwhile: a draft that is there becomes a version
 * before it. Null when the recipe is gone.
 */
export async function addRecipeVersion(
  db: Database,
  id: number,
  { yaml, nowMs }: { yaml: string; nowMs: number },
): Promise<RecipeRecord | null> {
  for (;;) {
    const recipe = await cutDraftVersion(db, id, nowMs);
    if (recipe === null) return null;
    const saved = await saveRecipeVersion(db, id, { yaml, baseVersion: recipe.version, nowMs });
    if (saved.kind === 'missing') return null;
    if (saved.kind === 'saved') return saved.recipe;
  }
}

/** Makes the draft, if there is one, a version, as a run needs it; returns the recipe as it is then. */
export async function cutDraftVersion(db: Database, id: number, nowMs: number): Promise<RecipeRecord | null> {
  for (;;) {
    const recipe = await readRecipe(db, id);
    if (recipe?.draft == null) return recipe;
    const saved = await saveRecipeVersion(db, id, {
      yaml: recipe.draft,
      baseVersion: recipe.version,
      nowMs,
    });
    if (saved.kind === 'missing') return null;
    if (saved.kind === 'saved') return saved.recipe;
  }
}

/** A draft's new revision, or the recipe as it is when the revision was stale; null when it is missing. */
export async function saveRecipeDraft(
  db: Database,
  id: number,
  draft: { yaml: string; baseRevision: number; nowMs: number },
): Promise<{ revision: number } | { stale: RecipeRecord } | null> {
  const saved = await queryOne(
    db,
    z.object({ draft_revision: z.number() }),
    sql`UPDATE recipes SET
          draft_yaml = CASE
            WHEN ${draft.yaml} = (SELECT yaml FROM recipe_versions
              WHERE recipe_id = recipes.id AND version = recipes.latest_version) THEN NULL
            ELSE ${draft.yaml} END,
          draft_revision = draft_revision + 1, updated_at = ${draft.nowMs}
        WHERE id = ${id} AND deleted_at IS NULL AND draft_revision = ${draft.baseRevision}
        RETURNING draft_revision`,
  );
  if (saved) return { revision: saved.draft_revision };
  const recipe = await readRecipe(db, id);
  return recipe === null ? null : { stale: recipe };
}

/** Hides a recipe; false when there is none. */
export async function deleteRecipe(db: Database, id: number, nowMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE recipes SET deleted_at = ${nowMs} WHERE id = ${id} AND deleted_at IS NULL`,
  );
  return changed === 1;
}

/** Takes a delete back; null when it is too late or there was none. */
export async function restoreRecipe(
  db: Database,
  { projectId, id }: { projectId: number; id: number },
  nowMs: number,
): Promise<RecipeRecord | null> {
  const changed = await execute(
    db,
    sql`UPDATE recipes SET deleted_at = NULL
        WHERE id = ${id} AND project_id = ${projectId} AND deleted_at >= ${nowMs - restorableMs}`,
  );
  return changed === 1 ? readRecipe(db, id) : null;
}

/** Versions of a recipe, the newest first. */
export function listRecipeVersions(
  db: Database,
  page: { recipeId: number; beforeVersion?: number; limit: number },
): Promise<RecipeVersionRecord[]> {
  const before = page.beforeVersion === undefined ? emptySql : sql`AND version < ${page.beforeVersion}`;
  return query(
    db,
    versionRow,
    sql`${selectVersion} AND recipe_id = ${page.recipeId} ${before} ORDER BY version DESC LIMIT ${page.limit}`,
  );
}

/** One version, or null. */
export function readRecipeVersion(
  db: Database,
  recipeId: number,
  version: number,
): Promise<RecipeVersionRecord | null> {
  return queryOne(db, versionRow, sql`${selectVersion} AND recipe_id = ${recipeId} AND version = ${version}`);
}

const idRow = z.object({ id: z.number() });

// A version above the latest is the trace of a save that did not come to its end.
const selectVersion = sql`
  SELECT recipe_id, version, yaml, recipe_versions.created_at
  FROM recipe_versions JOIN recipes ON recipes.id = recipe_id
  WHERE version <= latest_version`;

const versionRow = z
  .object({ recipe_id: z.number(), version: z.number(), yaml: z.string(), created_at: z.number() })
  .transform((row): RecipeVersionRecord => ({
    recipeId: row.recipe_id,
    version: row.version,
    yaml: row.yaml,
    createdAtMs: row.created_at,
  }));

/** Replaces the text of a version that never became the latest; one that did stays. */
async function insertVersion(
  db: Database,
  recipeId: number,
  version: number,
  yaml: string,
  nowMs: number,
): Promise<void> {
  await execute(
    db,
    sql`INSERT INTO recipe_versions (recipe_id, version, yaml, text_hash, created_at)
        VALUES (${recipeId}, ${version}, ${yaml}, ${sha256Hex(yaml)}, ${nowMs})
        ON CONFLICT (recipe_id, version) DO UPDATE SET
          yaml = excluded.yaml, text_hash = excluded.text_hash, created_at = excluded.created_at
        WHERE excluded.version > (SELECT latest_version FROM recipes WHERE id = ${recipeId})`,
  );
}

const recipeRow = z
  .object({
    id: z.number(),
    project_id: z.number(),
    name: z.string(),
    seed: z.number(),
    latest_version: z.number(),
    yaml: z.string(),
    draft_yaml: z.string().nullable(),
    draft_revision: z.number(),
    bare_text_hash: z.string().nullable(),
    unknown_fields: jsonColumn(z.array(unknownField)),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row): RecipeRecord => ({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    seed: row.seed,
    version: row.latest_version,
    yaml: row.yaml,
    draft: row.draft_yaml,
    draftRevision: row.draft_revision,
    journalScope:
      row.bare_text_hash === null
        ? `recipe:${row.id}`
        : `text:${row.project_id}:${row.bare_text_hash.slice(0, 32)}`,
    unknownFields: row.unknown_fields,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }));

function selectRecipes(db: Database, condition: Sql): Promise<RecipeRecord[]> {
  return query(
    db,
    recipeRow,
    sql`SELECT recipes.id, project_id, name, seed, latest_version, yaml, draft_yaml, draft_revision,
          bare_text_hash, unknown_fields, recipes.created_at, updated_at
        FROM recipes JOIN recipe_versions
          ON recipe_versions.recipe_id = recipes.id AND recipe_versions.version = recipes.latest_version
        WHERE ${condition}`,
  );
}

async function selectRecipe(db: Database, condition: Sql): Promise<RecipeRecord | null> {
  const [recipe] = await selectRecipes(db, condition);
  return recipe ?? null;
}
