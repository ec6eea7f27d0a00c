import type { ModelPrice } from '@/lib/llm/price';
import type { CompiledRecipe } from './compile';
import type { TriedAnswers } from './preview';

/** What a run is likely to ask for. Costs are null while the price is unknown. */
export type RunEstimate = {
  calls: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number | null;
  lowUsd: number | null;
  highUsd: number | null;
  /** What the numbers rest on, in words. */
  basis: string;
};

export type EstimateOptions = { seed: number; rows: number; price: ModelPrice | null; tried?: TriedAnswers };

/** Estimates a run from at most 1,000 planned rows spread over its range. */
export function estimateRun(compiled: CompiledRecipe, options: EstimateOptions): RunEstimate {
  throw new Error(`${compiled.columns.length} ${options.seed}`);
}
