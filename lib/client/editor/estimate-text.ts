import type { ModelPrice } from '@/lib/llm/price';
import type { CompiledRecipe } from '@/lib/plan/compile';
import type { RunEstimate } from '@/lib/plan/estimate';
import { triedOutcomes } from '@/lib/plan/row-outcomes';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import type { TriedAnswers } from '@/lib/plan/tried';
import { LibraryMissing } from '@/lib/util/late-library';
import { estimateRecipe } from './estimate-recipe';
import { readText, type ReadText } from './read-text';

/** What an estimate rests on beside the recipe. */
export type EstimateFacts = { seed: number; prices: readonly (ModelPrice | null)[]; tried: TriedAnswers };

/** Estimates a run with what trials have told; null where rows can't be planned, which the rows themselves tell. */
export function estimateOf(
  compiled: CompiledRecipe,
  { seed, prices, tried }: EstimateFacts,
): RunEstimate | null {
  try {
    const outcomes = triedOutcomes(compiled, seed, tried);
    return estimateRecipe(compiled, { seed, prices, tried, outcomes });
  } catch {
    return null;
  }
}

/** Estimates runs of one text after the other: what a text has in common with the one before isn't read again. */
export function createTextEstimator(): (text: string, facts: EstimateFacts) => Promise<RunEstimate | null> {
  let last: ReadText | null = null;
  return async (text, facts) => {
    const { compiled, draft } = await read(text);
    // Without names and places their values count as on their way.
    await loadSamplers(draft).catch(() => undefined);
    return compiled && estimateOf(compiled, facts);
  };

  async function read(text: string): Promise<ReadText> {
    for (;;) {
      try {
        last = last?.text === text ? last : readText(last, text);
        return last;
      } catch (error) {
        // The document of the reading before was used up.
        last = null;
        if (!(error instanceof LibraryMissing)) throw error;
        await error.load();
      }
    }
  }
}
