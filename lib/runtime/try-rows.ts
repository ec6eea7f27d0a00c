import type { TrialRecord } from '@/lib/store/trials';
import type { Context } from './context';
import type { RecipeSource } from './start-run';

export type TryRowsRequest = {
  projectId: number;
  /** A text together with a recipe is a draft of that recipe and shares its answers. */
  source: RecipeSource | { yaml: string; recipeId: number };
  seed?: number;
  /** The first row's index; default 0. */
  start?: number;
  /** How many rows; default 3, at most 100. */
  rows?: number;
};

/** Leaves a trial job for the worker; its state is read from the store. Throws AppError `recipe-invalid`. */
export async function startTrial(context: Context, request: TryRowsRequest): Promise<TrialRecord> {
  throw new Error(`not yet ${context.config.host} ${request.projectId}`);
}
