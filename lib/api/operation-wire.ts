import { z } from 'zod';
import { listOf, time } from './common';
import { progress } from './run-wire';

/** What surrounds a recipe: other fields are kept out of it with a warning, as the hosted service's clients send some. */
export const runRecipeBody = z.looseObject({
  recipe: z.looseObject({
    recipe_config: z.looseObject({}).optional(),
    recipeId: z.int().positive().optional(),
    recipeVersion: z.int().positive().nullish(),
  }),
});
export type RunRecipeBody = z.output<typeof runRecipeBody>;

const operationStatus = z.enum(['PENDING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED']);
export type OperationStatus = z.infer<typeof operationStatus>;

export const operation = z.object({
  id: z.int(),
  kind: z.literal('synthesis.run'),
  recipe_id: z.int().nullable(),
  recipe_version: z.int().nullable(),
  status: operationStatus,
  done: z.boolean(),
  status_metadata: z.object({
    run_id: z.int(),
    run_status: z.string(),
    pause_reason: z.string().optional(),
    dataset_id: z.int(),
    train_dataset_id: z.int(),
    validation_dataset_id: z.int(),
    test_dataset_id: z.int(),
    progress,
  }),
  /** Only of one that failed. */
  error: z.object({ message: z.string() }).optional(),
  /** What was left out of what was sent. */
  warnings: z.array(z.string()).optional(),
  created_at: time,
});
export type WireOperation = z.infer<typeof operation>;

export const operationList = listOf(operation);
