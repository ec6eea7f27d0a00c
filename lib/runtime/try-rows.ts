import { compileRecipe } from '@/lib/plan/compile';
import { bareTextScope } from '@/lib/store/recipes';
import { insertTrial, type TrialRecord } from '@/lib/store/trials';
import { checkRecipe } from './recipe/check-recipe';
import type { Context } from './context';
import { drawSeed } from './recipe/draw-seed';
import { keepSecrets } from './keys/recipe-secrets';
import { readRecipeSource, type RecipeSource } from './recipe/recipe-source';
import { systemClock } from './system-clock';

export type TryRowsRequest = {
  projectId: number;
  source: RecipeSource;
  seed?: number;
  /** The first row's index; default 0. */
  start?: number;
  /** How many rows; default 3. */
  rows?: number;
};

/**
 * Checks the recipe and leaves a trial for the worker, which makes these rows with the values that a
 * run with the seed gives them; its state is read from the store. Throws AppError `recipe-invalid`
 * or `not-found`.
 */
export async function startTrial(context: Context, request: TryRowsRequest): Promise<TrialRecord> {
  const source = await readRecipeSource(context, request.projectId, request.source);
  const checked = await checkRecipe(context, { ...source, projectId: request.projectId });
  const trial = await insertTrial(context.db, {
    projectId: request.projectId,
    recipeId: source.recipe?.id ?? null,
    yaml: source.text,
    seed: request.seed ?? checked.recipe.seed ?? source.seed ?? drawSeed(),
    start: request.start ?? 0,
    rowCount: request.rows ?? 3,
    journalScope: source.recipe?.journalScope ?? bareTextScope(request.projectId, source.text),
    columns: compileRecipe(checked.recipe, checked.sources.tables).columns,
    sources: checked.sources.stored,
    nowMs: systemClock.now(),
  });
  await keepSecrets(context, `trial:${trial.id}`, checked.newSecrets);
  return trial;
}
