import type { ModelPrice } from '@/lib/llm/price';
import { comparePlans, type PlanComparison } from '@/lib/plan/compare-plans';
import { compileRecipe } from '@/lib/plan/compile';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { estimateRecipe } from '../editor/estimate-recipe';
import type { ReadSources } from '../editor/read-text';
import { withLibraries } from '../with-libraries';

/** What a run of a text would ask again, with about what that costs; null for texts that are no recipes. */
export type TextComparison = (PlanComparison & { costUsd: number | null }) | null;

/** Compares two texts by what a run of the second asks again; the page draws in between. */
export async function compareTexts(
  before: string,
  after: string,
  options: {
    seed: number;
    prices: readonly (ModelPrice | null)[];
    sources: ReadSources;
    signal: AbortSignal;
  },
): Promise<TextComparison> {
  const { seed, prices, sources, signal } = options;
  const [old, next] = await withLibraries(() =>
    [before, after].map((text) => readRecipe(text, sources.facts).recipe),
  );
  if (old == null || next == null) return null;
  await Promise.all([loadSamplers(old), loadSamplers(next)]);
  // Without their records: those of the same number are the same.
  const { compiled, target } = await withLibraries(() => ({
    compiled: compileRecipe(old),
    target: compileRecipe(next),
  }));
  const rows = next.num_samples;
  const work = comparePlans(compiled, target, { seed, rows });
  for (;;) {
    const { done, value } = work.next();
    if (done === true) {
      const whole = estimateRecipe(compileRecipe(next, sources.tables), { seed, prices });
      const share = whole.calls === 0 ? 0 : value.calls / whole.calls;
      return { ...value, costUsd: whole.costUsd === null ? null : whole.costUsd * share };
    }
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}
