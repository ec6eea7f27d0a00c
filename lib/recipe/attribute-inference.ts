import type { InferenceConfig } from './inference-schema';
import type { GeneratedAttribute, Recipe } from './schema';

/** A model of a recipe, with the way of asking it that goes for all its attributes but for their own generation. */
export type RecipeModel = { readonly inference: InferenceConfig; readonly attributeIds: readonly string[] };

/** The models of a recipe: its own first, then those that attributes have for themselves, each once. */
export function modelsOf(recipe: Recipe): readonly RecipeModel[] {
  const main = recipe.inference_config;
  const models = new Map([[modelKey(main), { inference: main, attributeIds: new Array<string>() }]]);
  for (const { id } of recipe.strategy_params.generated_attributes) {
    const inference = inferenceOf(recipe, id);
    const key = modelKey(inference);
    const model = models.get(key) ?? {
      inference: { ...inference, generation: main.generation },
      attributeIds: [],
    };
    models.set(key, model);
    model.attributeIds.push(id);
  }
  return [...models.values()];
}

const known = new WeakMap<Recipe, Map<string, InferenceConfig>>();

/** How an attribute is asked: by the recipe's model and settings, but for what it has of its own. */
export function inferenceOf(recipe: Recipe, attributeId: string): InferenceConfig {
  let ofRecipe = known.get(recipe);
  if (ofRecipe === undefined) {
    const { generated_attributes: attributes } = recipe.strategy_params;
    ofRecipe = new Map(
      attributes.flatMap((one) => (one.inference_config ? [[one.id, merged(recipe, one)]] : [])),
    );
    known.set(recipe, ofRecipe);
  }
  return ofRecipe.get(attributeId) ?? recipe.inference_config;
}

function merged(
  { inference_config: main }: Recipe,
  { inference_config: own = {} }: GeneratedAttribute,
): InferenceConfig {
  const engine = own.engine ?? main.engine;
  // Limits and address of one engine say nothing of another.
  const remote = engine === main.engine ? main.remote_params : remoteDefaults;
  return {
    ...main,
    engine,
    model: own.model ?? main.model,
    generation: { ...main.generation, ...stated(own.generation) },
    remote_params: { ...remote, ...stated(own.remote_params) },
  };
}

const remoteDefaults: InferenceConfig['remote_params'] = {
  max_retries: 5,
  retry_backoff_base: 1,
  retry_backoff_max: 30,
  connection_timeout: 300,
  use_adaptive_concurrency: true,
  politeness_policy: 0,
};

/** Only what is there: a key without a value must not hide the recipe's. */
function stated<Settings extends object>(settings: Settings | undefined): StatedOf<Settings> {
  const entries = Object.entries(settings ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as StatedOf<Settings>;
}

type StatedOf<Settings> = { [Key in keyof Settings]?: Exclude<Settings[Key], undefined> };

function modelKey({ engine, model, remote_params: remote }: InferenceConfig): string {
  return JSON.stringify([
    engine,
    model.model_name,
    Object.entries(remote).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
