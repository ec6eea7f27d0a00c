import type { Recipe } from '@/lib/recipe/schema';
import { asksModels, findConnection } from '@/lib/runtime/resolve-model';
import { openSecrets } from '@/lib/runtime/keys/recipe-secrets';
import { listProviders } from '@/lib/store/providers';
import type { RecipeRecord } from '@/lib/store/recipes';
import { engineFacts } from '@/lib/llm/engines';
import type { RecipeNeeds, WireRecipeSummary } from '@/lib/api/recipe-wire';
import { readKnownRecipe, remembered } from './known-recipes';
import type { Server } from './server';

/** What a list shows of a recipe's text. */
export type RecipeFacts = Pick<WireRecipeSummary, 'model' | 'attributes' | 'errors'> & {
  seed: number | undefined;
  /** null where the text isn't valid. */
  inference: Recipe['inference_config'] | null;
  asksModels: boolean;
};

const kept = 2000;
const known = new Map<string, RecipeFacts>();

/** Reads what a list shows; of some thousand texts it is remembered, so that a long list is read once. */
export function recipeFacts(yaml: string): RecipeFacts {
  return remembered(known, kept, yaml, () => {
    const { recipe, outline, diagnostics } = readKnownRecipe(yaml);
    const kinds = (kind: string) => outline.entries.filter((entry) => entry.kind === kind).length;
    const strategy = recipe?.strategy_params;
    return {
      seed: recipe?.seed ?? undefined,
      model: outline.modelName,
      errors: diagnostics.filter(({ severity }) => severity === 'error').length,
      attributes: {
        sampled: kinds('sampled'),
        sourced: [strategy?.input_data, strategy?.input_documents, strategy?.input_examples].reduce(
          (count, sources) => count + (sources?.length ?? 0),
          0,
        ),
        generated: kinds('generated'),
        conversation: kinds('conversation'),
        transformed: kinds('transformed'),
      },
      inference: recipe?.inference_config ?? null,
      asksModels: recipe !== null && asksModels(recipe),
    };
  });
}

/** Says of each recipe, by id, whom it asks and what keeps it from being run. */
export async function needsOf(
  { context }: Server,
  recipes: readonly Pick<RecipeRecord, 'id' | 'yaml' | 'draft'>[],
): Promise<ReadonlyMap<number, RecipeNeeds>> {
  const providers = await listProviders(context.db);
  const needs = new Map<number, RecipeNeeds>();
  for (const { id, yaml, draft } of recipes) {
    const { inference, asksModels: asks } = recipeFacts(draft ?? yaml);
    if (inference === null) continue;
    const request = { inference, asksModels: asks, secrets: new Map<string, never>() };
    const plain = findConnection(context, request, providers);
    // Key or address may be sealed. Most recipes have none and need none, so they are opened last.
    const found = plain.ok
      ? plain
      : findConnection(
          context,
          { ...request, secrets: await openSecrets(context, [`recipe:${id}`]) },
          providers,
        );
    needs.set(
      id,
      found.ok
        ? { asks: found.asks, missing: null }
        : {
            asks: null,
            missing: {
              code: found.code,
              engine: inference.engine,
              provider: engineFacts(inference.engine).label,
              message: found.problem,
            },
          },
    );
  }
  return needs;
}
