import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import type { SecretOwner } from '@/lib/store/secrets';
import type { Context } from '../context';
import { openJobSecrets } from '../keys/recipe-secrets';
import { resolveModel, type ResolvedModel } from '../resolve-model';

export type RunModel =
  | { ok: true; recipe: Recipe; model: ResolvedModel }
  | { ok: false; error: { code: string; message: string } };

/** The recipe of a run as it is asked now, and the model that answers it. */
export async function readRunModel(context: Context, run: RunRecord): Promise<RunModel> {
  const text = (await readRunText(context.db, run.id)) ?? '';
  const { recipe: written, diagnostics } = readRecipe(text);
  const recipe = written && allowTokens(written, run.maxNewTokens);
  const firstError = (list: typeof diagnostics) => list.find(({ severity }) => severity === 'error');
  if (recipe === null) {
    const message = firstError(diagnostics)?.message ?? 'The recipe can not be read.';
    return { ok: false, error: { code: 'recipe-invalid', message } };
  }
  const model = await resolveModel(context, {
    recipe,
    text,
    modelOverride: run.model ?? undefined,
    secrets: await openJobSecrets(context, {
      text,
      owners: secretOwners(run),
      createdAtMs: run.createdAtMs,
      areExpected: run.recipeId === null || undefined,
    }),
  });
  if (model.ok) return { ok: true, recipe, model };
  const found = firstError(model.diagnostics);
  return {
    ok: false,
    error: {
      code: found?.code ?? 'missing-model',
      message: found?.message ?? 'The recipe names no model.',
    },
  };
}

/** The recipe with the length of answers that a retry allowed. */
function allowTokens(recipe: Recipe, maxNewTokens: number | null): Recipe {
  if (maxNewTokens === null) return recipe;
  const { inference_config: inference } = recipe;
  const generation = { ...inference.generation, max_new_tokens: maxNewTokens };
  return { ...recipe, inference_config: { ...inference, generation } };
}

/** A run's own keys go before those of its recipe. */
function secretOwners({ id, recipeId }: RunRecord): SecretOwner[] {
  return recipeId === null ? [`run:${id}`] : [`run:${id}`, `recipe:${recipeId}`];
}
