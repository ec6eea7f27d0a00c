import type { CompiledRecipe } from '@/lib/plan/compile';
import type { ModelPrice } from '@/lib/llm/price';
import { estimateInSteps, type EstimateOptions, type RunEstimate } from '@/lib/plan/estimate';
import { triedOutcomes } from '@/lib/plan/row-outcomes';
import type { TriedAnswers } from '@/lib/plan/tried';

/** Of how many rows records are fetched to estimate a prompt's length. */
const estimatedRecords = 64;

type RecipeEstimateOptions = Omit<EstimateOptions, 'rows' | 'mostPlanned' | 'price' | 'otherPrices'> & {
  /** Of each model of the recipe, its own first. */
  prices: readonly (ModelPrice | null)[];
};

/** Estimates a run of all rows that a recipe asks for, row by row; of files only as many records as a page can fetch. */
export function estimateRecipe(
  compiled: CompiledRecipe,
  options: RecipeEstimateOptions,
): Generator<undefined, RunEstimate> {
  return estimateInSteps(compiled, optionsOf(compiled, options));
}

/**
 * The same row by row, with what trials have told. Null where rows can't be planned: the same error stands in the rows
 * of the preview, where it can be acted on.
 */
export function* estimateTried(
  compiled: CompiledRecipe,
  { tried, ...options }: RecipeEstimateOptions & { tried: TriedAnswers },
): Generator<undefined, RunEstimate | null> {
  try {
    const outcomes = triedOutcomes(compiled, options.seed, tried);
    return yield* estimateInSteps(compiled, optionsOf(compiled, { ...options, tried, outcomes }));
  } catch {
    return null;
  }
}

function optionsOf(compiled: CompiledRecipe, { prices, ...options }: RecipeEstimateOptions): EstimateOptions {
  const [price = null, ...otherPrices] = prices;
  const { num_samples: rows, strategy_params: params } = compiled.recipe;
  const hasFiles = params.input_data.length + params.input_documents.length > 0;
  return {
    ...options,
    ...{ price, otherPrices, rows },
    mostPlanned: hasFiles ? estimatedRecords : undefined,
  };
}
