import type { CompiledRecipe } from '@/lib/plan/compile';
import { estimateRun, type EstimateOptions, type RunEstimate } from '@/lib/plan/estimate';

/** Of how many rows records are fetched to estimate a prompt's length. */
const estimatedRecords = 64;

/** Estimates a run of all rows that a recipe asks for; of files only as many records as a page can fetch. */
export function estimateRecipe(
  compiled: CompiledRecipe,
  options: Omit<EstimateOptions, 'rows' | 'mostPlanned'>,
): RunEstimate {
  const { num_samples: rows, strategy_params: params } = compiled.recipe;
  const hasFiles = params.input_data.length + params.input_documents.length > 0;
  return estimateRun(compiled, { ...options, rows, mostPlanned: hasFiles ? estimatedRecords : undefined });
}
