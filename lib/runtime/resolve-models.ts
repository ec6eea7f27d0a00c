import type { EngineModel } from '@/lib/engine/engine-job';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { modelsOf } from '@/lib/recipe/attribute-inference';
import type { Context } from './context';
import { resolveModel, type ModelRequest, type ResolvedModel } from './resolve-model';

/** The models of a recipe, its own first. */
export type ResolvedModels = readonly [ResolvedModel, ...ResolvedModel[]];

/**
 * Finds endpoint, key, limits and price for each model of a recipe, as `resolveModel` does for one. Another model than
 * the recipe's, chosen for a run, stands in for its own alone.
 */
export async function resolveModels(
  context: Context,
  request: ModelRequest,
): Promise<{ ok: true; models: ResolvedModels } | { ok: false; diagnostics: Diagnostic[] }> {
  const { recipe, text, secrets, isKeyless } = request;
  const main = await resolveModel(context, request);
  const diagnostics: Diagnostic[] = main.ok ? [] : [...main.diagnostics];
  const others: ResolvedModel[] = [];
  for (const { inference, attributeIds } of modelsOf(recipe).slice(1)) {
    const found = await resolveModel(context, {
      text,
      secrets,
      isKeyless,
      recipe: { ...recipe, inference_config: inference },
    });
    if (found.ok) others.push(found);
    else
      diagnostics.push(...found.diagnostics.map((one) => ofAttribute(one, request, attributeIds[0] ?? '')));
  }
  return main.ok && diagnostics.length === 0
    ? { ok: true, models: [main, ...others] }
    : { ok: false, diagnostics };
}

/** The same said of the attribute whose model it is. */
function ofAttribute(diagnostic: Diagnostic, { recipe }: ModelRequest, id: string): Diagnostic {
  const index = recipe.strategy_params.generated_attributes.findIndex((attribute) => attribute.id === id);
  const path = ['strategy_params', 'generated_attributes', index, ...diagnostic.path];
  const message = `strategy_params.generated_attributes.${id}.${diagnostic.message}`;
  return { ...diagnostic, path, message, fixes: [] };
}

/** A model as the engine knows it. */
export function engineModel({ endpoint, price, limits }: ResolvedModel): EngineModel {
  const { maxRetries, retryBackoffBaseMs, retryBackoffMaxMs } = limits;
  return { endpoint, price, maxRetries, retryBackoffBaseMs, retryBackoffMaxMs };
}

/** Does the same to each model, the first of which is always there. */
export function eachModel<Result>(
  [main, ...others]: ResolvedModels,
  work: (model: ResolvedModel) => Result,
): [Result, ...Result[]] {
  return [work(main), ...others.map(work)];
}
