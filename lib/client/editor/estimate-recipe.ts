import type { CompiledRecipe } from '@/lib/plan/compile';
import type { ModelPrice } from '@/lib/llm/price';
import { estimateRun, type EstimateOptions, type RunEstimate } from '@/lib/plan/estimate';

/** Of how many rows records are fetched to estimate a prompt's length. */
const estimatedRecords = 64;

type RecipeEstimateOptions = Omit<EstimateOptions, 'rows' | 'mostPlanned' | 'price' | 'otherPrices'> & {
  /** Of each model of the recipe, its own first. */
  prices: readonly (ModelPrice | null)[];
};

/** Estimates a run of all rows that a recipe asks for; of files only as many records as a page can fetch. */
export function estimateRecipe(
  compiled: CompiledRecipe,
  { prices, ...options }: RecipeEstimateOptions,
): RunEstimate {
  const [price = null, ...otherPrices] = prices;
  const { num_samples: rows, strategy_params: params } = compiled.recipe;
  const hasFiles = params.input_data.length + params.input_documents.length > 0;
  return estimateRun(compiled, {
    ...options,
    ...{ price, otherPrices, rows },
    mostPlanned: hasFiles ? estimatedRecords : undefined,
  });
}
