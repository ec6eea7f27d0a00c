import type { ModelPrice } from '@/lib/llm/price';
import { comparePlans, type PlanComparison } from '@/lib/plan/compare-plans';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { estimateRecipe } from '../editor/estimate-recipe';
import type { ReadSources } from '../editor/read-text';
import { resultInSlices } from '../in-slices';
import { withLibraries } from '../with-libraries';

/** A text as a run of it would be: what others are compared with. */
export type PlannedText = {
  compiled: CompiledRecipe;
  calls: number;
  /** About what all of it costs; null without a price. */
  costUsd: number | null;
};

/** What a run of a text would ask again, with about what that costs; null for a text that is no recipe. */
export type TextComparison = (PlanComparison & { costUsd: number | null }) | null;

type Known = { seed: number; sources: ReadSources; signal: AbortSignal };

/** Plans a text that others are to be compared with; null where it is no recipe. The page draws in between. */
export async function planText(
  text: string,
  { seed, prices, sources, signal }: Known & { prices: readonly (ModelPrice | null)[] },
): Promise<PlannedText | null> {
  const compiled = await compiledText(text, sources);
  if (compiled === null) return null;
  const { recipe } = compiled;
  const withRecords = compileRecipe(recipe, sources.tables);
  const { calls, costUsd } = await resultInSlices(estimateRecipe(withRecords, { seed, prices }), signal);
  return { compiled, calls, costUsd };
}

/** Compares a text with a planned one by what a run of the planned one asks again; the page draws in between. */
export async function compareTexts(
  before: string,
  after: PlannedText,
  { seed, sources, signal }: Known,
): Promise<TextComparison> {
  const compiled = await compiledText(before, sources);
  if (compiled === null) return null;
  const rows = after.compiled.recipe.num_samples;
  const compared = await resultInSlices(comparePlans(compiled, after.compiled, { seed, rows }), signal);
  const share = after.calls === 0 ? 0 : compared.calls / after.calls;
  return { ...compared, costUsd: after.costUsd === null ? null : after.costUsd * share };
}

/** Without the records of its sources: those of the same number are the same. */
async function compiledText(text: string, { facts }: ReadSources): Promise<CompiledRecipe | null> {
  const { recipe } = await withLibraries(() => readRecipe(text, facts));
  if (recipe === null) return null;
  await loadSamplers(recipe);
  return withLibraries(() => compileRecipe(recipe));
}
