import type { Budget } from '@/lib/run/budget';
import type { RunRecord } from '@/lib/store/runs';
import type { Context } from './context';

/** Which recipe: a stored one (the latest version when none is named) or a bare text, which is stored first. */
export type RecipeSource = { recipeId: number; recipeVersion?: number } | { yaml: string };

export type StartRunRequest = {
  projectId: number;
  source: RecipeSource;
  numSamples?: number;
  seed?: number;
  name?: string;
  /** Another model name for the recipe's provider, or `PROVIDER/MODEL` with a provider's name. */
  model?: string;
  budget?: Budget;
  maxRows?: number;
  /** false: no answer of an earlier run or trial is used. */
  reuse?: boolean;
  /** Use the answers of this run, whatever its recipe. */
  reuseFrom?: number;
};

export type RunEstimate = {
  calls: number;
  reusedCalls: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number | null;
  lowUsd: number | null;
  highUsd: number | null;
  basis: string;
};

/**
 * Checks recipe and model, stores them, and leaves a job for the worker. Throws AppError
 * `recipe-invalid` with the diagnostics as details; then nothing was stored.
 */
export async function startRun(context: Context, request: StartRunRequest): Promise<RunRecord> {
  throw new Error(`not yet ${context.config.host} ${request.projectId}`);
}

/** What the same request would cost. Stores nothing, calls no model. */
export async function estimateRun(context: Context, request: StartRunRequest): Promise<RunEstimate> {
  throw new Error(`not yet ${context.config.host} ${request.projectId}`);
}
