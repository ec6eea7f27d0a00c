import { z } from 'zod';
import { exportFormats } from '@/lib/recipe/interchange/export-format';
import { templateTags } from '@/lib/recipe/template-tags';
import {
  count,
  diagnostic,
  id,
  listOf,
  ordinal,
  ownName,
  rowIndex,
  seed,
  time,
  unknownField,
  usd,
} from './common';
import { runStanding } from './run-wire';

const yaml = z.string();

/** `POST /recipes`. */
export const createRecipeBody = z.union([
  z.strictObject({ name: ownName.optional(), yaml }),
  z.strictObject({ name: ownName.optional(), recipe_config: z.record(z.string(), z.unknown()) }),
]);
export type CreateRecipeBody = z.infer<typeof createRecipeBody>;

/** Whom a recipe asks, and what keeps it from being run. */
const needs = {
  /** null where that can't be told: the text has errors, or something is missing. */
  asks: z.enum(['nobody', 'model-server', 'endpoint']).nullable(),
  /** Such as a key that isn't there: its code, the engine, what that is called, and words with the way out. */
  missing: z
    .object({ code: z.string(), engine: z.string(), provider: z.string(), message: z.string() })
    .nullable(),
};
/** `GET /recipes/{id}/needs`: of the draft where there is one. */
export const recipeNeeds = z.object(needs);
export type RecipeNeeds = z.infer<typeof recipeNeeds>;

/** One recipe. `yaml` is the latest version's text, `draft` stands beside it when it differs. */
export const recipe = z.object({
  id,
  name: z.string(),
  version: z.int().positive(),
  yaml,
  /** The seed a run takes when it is given none: the text's, else the one drawn at creation. */
  seed,
  diagnostics: z.array(diagnostic),
  /** What came around the `recipe_config` that it was made of and means nothing here. Keys among it are null. */
  unknown_fields: z.array(unknownField).optional(),
  draft: yaml.optional(),
  draft_revision: count,
  created_at: time,
  updated_at: time,
});
export type WireRecipe = z.infer<typeof recipe>;

/** A recipe in the list: what a table of recipes shows. */
const recipeSummary = z.object({
  id,
  name: z.string(),
  version: z.int().positive(),
  draft_revision: count,
  has_draft: z.boolean(),
  seed,
  /** Engine and model as written, null where the recipe names none or can't be read. */
  model: z.string().nullable(),
  engine: z.string().nullable(),
  attributes: z.object({
    sampled: count,
    sourced: count,
    generated: count,
    conversation: count,
    transformed: count,
  }),
  /** How many errors its text has. */
  errors: count,
  ...needs,
  latest_run: z
    .object({ id, dataset_id: id, ...runStanding, num_samples: count, accepted: count })
    .nullable(),
  runs: count,
  spent_usd: usd,
  created_at: time,
  updated_at: time,
});
export type WireRecipeSummary = z.infer<typeof recipeSummary>;
export const recipeList = listOf(recipeSummary);

/** `PUT /recipes/{id}`. */
export const saveRecipeBody = z.strictObject({
  yaml,
  base_version: ordinal,
  name: ownName.optional(),
});
export type SaveRecipeBody = z.infer<typeof saveRecipeBody>;

/** `PATCH /recipes/{id}`. */
export const renameRecipeBody = z.strictObject({ name: ownName });

/** `PUT /recipes/{id}/draft`. */
export const saveDraftBody = z.strictObject({ yaml, base_revision: rowIndex });
export type SaveDraftBody = z.infer<typeof saveDraftBody>;
/** `diagnostics` holds what the server changed in the text, such as a key it moved to a secret. */
export const draftSaved = z.object({ revision: count, diagnostics: z.array(diagnostic) });

const recipeVersionSummary = z.object({ version: z.int().positive(), created_at: time });
export const recipeVersionList = listOf(recipeVersionSummary);
export type WireRecipeVersions = z.infer<typeof recipeVersionList>;
export const recipeVersion = recipeVersionSummary.extend({ recipe_id: id, yaml });

export const validateBody = z.strictObject({ yaml });
export const diagnosticsAnswer = z.object({ diagnostics: z.array(diagnostic) });

export const importBody = z.strictObject({ text: z.string() });
export const importAnswer = z.object({ yaml, diagnostics: z.array(diagnostic) });

/** `POST /recipes:export`. */
export const exportBody = z.strictObject({ yaml, format: z.enum(exportFormats) });
export type ExportBody = z.infer<typeof exportBody>;
export const exportAnswer = z.object({
  text: z.string(),
  /** What the text doesn't say any more, or says in another way, by its place in the recipe. */
  dropped: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])), reason: z.string() })),
});
export type WireExport = z.infer<typeof exportAnswer>;

/** Which text, which rows. With both `yaml` and `recipe_id` the text is a draft of that recipe and shares its answers. */
const textToPlan = {
  yaml: yaml.optional(),
  recipe_id: id.optional(),
  seed: seed.optional(),
  start: rowIndex.default(0),
};
const namesText = (body: { yaml?: string | undefined; recipe_id?: number | undefined }): boolean =>
  body.yaml !== undefined || body.recipe_id !== undefined;
const namesTextMessage = { error: 'needs yaml or recipe_id' };

/** `POST /recipes:preview`. */
export const previewBody = z
  .strictObject({ ...textToPlan, rows: z.int().min(1).max(100).default(5) })
  .refine(namesText, namesTextMessage);
export type PreviewBody = z.input<typeof previewBody>;

const planEstimate = z.object({
  calls: count,
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  cost_usd: usd.nullable(),
  low_usd: usd.nullable(),
  high_usd: usd.nullable(),
  basis: z.string(),
});

export const previewAnswer = z.object({
  seed,
  rows: z.array(
    z.object({
      index: count,
      values: z.record(z.string(), z.unknown()),
      prompts: z.array(
        z.object({
          attribute_id: z.string(),
          /** Which call of a conversation: `plan`, `turn:1` … */
          step: z.string().optional(),
          messages: z.array(z.object({ role: z.string(), content: z.string() })),
          pending: z.array(z.string()),
          error: z.string().optional(),
        }),
      ),
    }),
  ),
  estimate: planEstimate,
});

/** `POST /recipes:try`: rows that are paid for, and not kept. */
export const tryBody = z
  .strictObject({ ...textToPlan, rows: z.int().min(1).max(100).default(3) })
  .refine(namesText, namesTextMessage);
export type TryBody = z.input<typeof tryBody>;

export const template = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.enum(templateTags)),
  yaml,
  sample_output: z.string(),
  runs_locally: z.boolean(),
  calls_per_row: z.number(),
});
export type WireTemplate = z.infer<typeof template>;
export const templateList = listOf(template);
