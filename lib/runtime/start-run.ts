import type { ResolvedModels } from './resolve-models';
import { compileRecipe } from '@/lib/plan/compile';
import type { Budget } from '@/lib/run/budget';
import { defaultMaxRows } from '@/lib/run/max-rows';
import { cutDraftVersion, findOrInsertTextRecipe } from '@/lib/store/recipes';
import { insertRun, readProjectRun, type RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { Context } from './context';
import { checkRecipe, type CheckedRecipe } from './recipe/check-recipe';
import { drawSeed } from './recipe/draw-seed';
import type { RecipeSecret } from './keys/recipe-secret';
import { keepSecrets } from './keys/recipe-secrets';
import { readRecipeSource, type RecipeSource, type SourceText } from './recipe/recipe-source';
import { systemClock } from './system-clock';

export type StartRunRequest = {
  projectId: number;
  source: RecipeSource;
  numSamples?: number;
  seed?: number;
  name?: string;
  /** Another model name for the recipe's engine, or `ENGINE/name`. */
  model?: string;
  budget?: Budget;
  maxRows?: number;
  /** false: no answer of an earlier run or trial is used. */
  reuse?: boolean;
  /** Use the answers of this run, whatever its recipe; its seed counts where none is given. */
  reuseFrom?: number;
};

/**
 * Checks recipe and model, stores them, and leaves a run for the worker. Throws AppError
 * `recipe-invalid` with the diagnostics as details, `budget-invalid`, `bad-request` or `not-found`;
 * then nothing was stored.
 */
export async function startRun(context: Context, request: StartRunRequest): Promise<RunRecord> {
  const { db } = context;
  const nowMs = systemClock.now();
  const source = await readRecipeSource(context, request.projectId, request.source);
  const checked = await checkRecipe(context, {
    ...source,
    projectId: request.projectId,
    modelOverride: request.model,
  });
  const targetRows = request.numSamples ?? checked.recipe.num_samples;
  const maxRows = request.maxRows ?? defaultMaxRows(targetRows);
  checkLimits({
    targetRows,
    maxRows,
    budget: request.budget,
    models: checked.models,
  });
  const earlier = await earlierRun(context, request);
  const seed = request.seed ?? earlier?.seed ?? checked.recipe.seed ?? source.seed ?? drawSeed();
  const recipe = await storedRecipe(context, request, source, nowMs);
  const run = await insertRun(db, {
    projectId: request.projectId,
    recipeId: recipe.id,
    recipeVersion: recipe.version,
    name: request.name ?? recipe.name,
    yaml: source.text,
    model: request.model ?? null,
    seed,
    targetRows,
    maxRows,
    budget: request.budget ?? {},
    journalScope: request.reuse === false ? 'run' : (earlier?.journalScope ?? recipe.journalScope),
    columns: compileRecipe(checked.recipe, checked.sources.tables).columns,
    sources: checked.sources.stored,
    nowMs,
  });
  await keepSecrets(context, `run:${run.id}`, checked.newSecrets);
  return run;
}

export type StartFileRunRequest = {
  projectId: number;
  /** The recipe's text as it stands in the file. */
  yaml: string;
  name: string;
  /** Absolute; together with the text it tells which run to go on with. */
  outputPath: string;
  numSamples?: number;
  seed?: number;
  budget?: Budget;
};

/** A run of a file, as the command line makes it: it belongs to no recipe and shares its answers with nobody. */
export async function startFileRun(context: Context, request: StartFileRunRequest): Promise<RunRecord> {
  const { source, checked } = await checkFile(context, request);
  const targetRows = request.numSamples ?? checked.recipe.num_samples;
  const maxRows = defaultMaxRows(targetRows);
  const budget = request.budget ?? {};
  checkLimits({ targetRows, maxRows, budget, models: checked.models });
  const run = await insertRun(context.db, {
    projectId: request.projectId,
    recipeId: null,
    recipeVersion: null,
    name: request.name,
    yaml: source.text,
    model: null,
    seed: request.seed ?? checked.recipe.seed ?? drawSeed(),
    targetRows,
    maxRows,
    budget,
    journalScope: 'run',
    columns: compileRecipe(checked.recipe, checked.sources.tables).columns,
    sources: checked.sources.stored,
    outputPath: request.outputPath,
    nowMs: systemClock.now(),
  });
  await keepFileKeys(context, run.id, checked);
  return run;
}

/** Checks the file of a run that is to go on, and gives the run the keys of now. Throws as `startFileRun` does. */
export async function renewFileRun(
  context: Context,
  run: RunRecord,
  request: Pick<StartFileRunRequest, 'projectId' | 'yaml'>,
): Promise<void> {
  const { checked } = await checkFile(context, request);
  await keepFileKeys(context, run.id, checked);
}

async function checkFile(
  context: Context,
  { projectId, yaml }: Pick<StartFileRunRequest, 'projectId' | 'yaml'>,
) {
  const source = await readRecipeSource(context, projectId, { yaml });
  return { source, checked: await checkRecipe(context, { ...source, projectId }) };
}

/**
 * Whoever drives the run may have another environment than the command: what counts is that of the
 * command. There is always something to keep, so that a driver can tell that it has all.
 */
function keepFileKeys(context: Context, runId: number, { models, newSecrets }: CheckedRecipe): Promise<void> {
  const complete: [string, RecipeSecret] = ['complete', { value: '' }];
  return keepSecrets(
    context,
    `run:${runId}`,
    new Map([...models[0].fromEnvironment, ...newSecrets, complete]),
  );
}

/** The run whose answers are to be used, if one was named. */
export async function earlierRun(
  { db }: Context,
  { projectId, reuseFrom }: Pick<StartRunRequest, 'projectId' | 'reuseFrom'>,
): Promise<RunRecord | null> {
  if (reuseFrom === undefined) return null;
  const run = await readProjectRun(db, projectId, reuseFrom);
  if (run === null) throw new AppError('not-found', `There is no run ${reuseFrom} to take answers from.`);
  return run;
}

type Limits = {
  targetRows: number;
  maxRows: number;
  budget?: Budget;
  models: ResolvedModels;
};

function checkLimits({ targetRows, maxRows, budget, models }: Limits): void {
  if (maxRows < targetRows) {
    throw new AppError(
      'bad-request',
      `max_rows is ${maxRows}, but must be at least num_samples, ${targetRows}.`,
    );
  }
  const unpriced = models.find(({ price }) => price === null)?.endpoint.modelName;
  if (budget?.usd !== undefined && unpriced !== undefined) {
    const message = `The price of ${unpriced} is not known, so a cap in USD can not be kept. Set its price under Models, or cap tokens or calls instead.`;
    const problem = { severity: 'error', code: 'budget-invalid', path: ['budget', 'usd'], message };
    throw new AppError('budget-invalid', message, [problem]);
  }
}

type StoredRecipe = { id: number; version: number; name: string; journalScope: string };

/** A draft becomes a version; a bare text becomes a recipe, one for equal texts. */
async function storedRecipe(
  { db }: Context,
  request: StartRunRequest,
  source: SourceText,
  nowMs: number,
): Promise<StoredRecipe> {
  if (source.recipe === null) {
    return findOrInsertTextRecipe(db, {
      projectId: request.projectId,
      name: request.name ?? source.name,
      yaml: source.text,
      seed: drawSeed(),
      nowMs,
    });
  }
  const { recipe } = source;
  if (!source.isDraft) return { ...recipe, version: source.version ?? recipe.version };
  const cut = await cutDraftVersion(db, recipe.id, nowMs);
  if (cut === null) throw new AppError('not-found', `There is no recipe ${recipe.id}.`);
  return cut;
}
