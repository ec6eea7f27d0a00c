import { z } from 'zod';
import { count, diagnostic, id, listOf, ordinal, time, unknownField, usd } from './common';
import { progress } from './run-wire';

/** What surrounds a recipe: other fields are kept with the operation, with a warning, as the hosted service's clients send some. */
export const runRecipeBody = z.looseObject({
  recipe: z.looseObject({
    recipe_config: z.looseObject({}).nullish(),
    recipeId: id.nullish(),
    recipeVersion: ordinal.nullish(),
  }),
});
export type RunRecipeBody = z.output<typeof runRecipeBody>;

const longestTask = 20_000;

/** What a recipe is drafted from. `model_type` is one of the hosted service's, or an engine by its own name. */
export const draftRecipeBody = z.looseObject({
  task_definition: z.string().trim().min(1).max(longestTask),
  model_identifier: z.looseObject({
    model_type: z.string().min(1),
    model_name: z.string().min(1),
    api_keys: z.record(z.string(), z.string().nullable()).nullish(),
  }),
  inference_config: z.looseObject({}).nullish(),
  /**
   * The recipe whose next version the draft becomes; `new` stores a plain recipe for the task at once, which it
   * follows. Without it the draft is a recipe of its own when it is whole.
   */
  into_recipe: z.union([z.literal('new'), id]).nullish(),
});

export type DraftRecipeBody = z.input<typeof draftRecipeBody>;

const operationStatus = z.enum(['PENDING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED']);
export type OperationStatus = z.infer<typeof operationStatus>;

const anyOperation = {
  id: z.int(),
  recipe_id: z.int().nullable(),
  recipe_version: z.int().nullable(),
  status: operationStatus,
  done: z.boolean(),
  /** Only of one that failed. */
  error: z.object({ message: z.string() }).optional(),
  /** What of what was sent means nothing here. */
  warnings: z.array(z.string()).optional(),
  /** The same fields as they were sent, each with its place in the body. Keys among them are null. */
  unknown_fields: z.array(unknownField).optional(),
  created_at: time,
};

const runOperation = z.object({
  ...anyOperation,
  kind: z.literal('synthesis.run'),
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
});

const draftOperation = z.object({
  ...anyOperation,
  kind: z.literal('synthesis.generate-config'),
  status_metadata: z.object({
    /** How many answers the model was asked for, and what was wrong with the one before. */
    asks: count,
    problem: z.string().optional(),
    /** Why nothing happens at the moment. */
    waiting: z.string().optional(),
    /** The answer that is being written. */
    text: z.string(),
    prompt_tokens: count,
    completion_tokens: count,
    cost_usd: usd,
  }),
  /** Only of one that is completed. */
  result: z
    .object({
      /** As `synthesis:run` takes it. */
      recipe_config: z.record(z.string(), z.unknown()),
      diagnostics: z.array(diagnostic),
    })
    .optional(),
});
export type WireDraftOperation = z.infer<typeof draftOperation>;

export const operation = z.discriminatedUnion('kind', [runOperation, draftOperation]);
export type WireRunOperation = z.infer<typeof runOperation>;
export type WireOperation = z.infer<typeof operation>;

export const operationList = listOf(operation);
