import type { Column } from '@/lib/dataset/column';
import type { ChatRole } from '@/lib/llm/message';
import type { Recipe } from '@/lib/recipe/schema';
import type { SampledValue } from '@/lib/template/sampled-value';
import type { Template } from '@/lib/template/template';
import type { CompiledPostprocessing } from '@/lib/transform/postprocess';
import type { CompiledTransform } from '@/lib/transform/transform';
import type { Value } from '@/lib/util/value';

/** The values of one row that are known so far, by column name. */
export type RowValues = Map<string, Value | SampledValue>;

/** One generated attribute: one call of a model for each row. */
export type GeneratedStep = {
  attributeId: string;
  /** Generated attributes whose answers must be there before the prompt can be rendered. */
  needs: readonly string[];
  messages: readonly { role: ChatRole; template: Template }[];
  postprocessing: CompiledPostprocessing | null;
};

/** A recipe made ready: nothing is parsed again for a row. */
export type CompiledRecipe = {
  recipe: Recipe;
  /** All columns of a row, in the order of the output. */
  columns: readonly Column[];
  /** In the order of the recipe. */
  steps: readonly GeneratedStep[];
  transforms: readonly CompiledTransform[];
};

/** Prepares a valid recipe for planning and rendering. */
export function compileRecipe(recipe: Recipe): CompiledRecipe {
  return { recipe, columns: [], steps: [], transforms: [] };
}
