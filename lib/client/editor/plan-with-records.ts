import type { SourceRecords } from '@/lib/api/source-records';
import type { ReadSourceBody } from '@/lib/api/source-wire';
import { compileRecipe } from '@/lib/plan/compile';
import { previewRows, type PreviewRow } from '@/lib/plan/preview';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import type { TriedAnswers } from '@/lib/plan/tried';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { draftSpecs } from '@/lib/recipe/sources/source-spec';
import { withLibraries } from '../with-libraries';
import { createSourceCache } from './source-cache';

/** Longer than this nobody waits for where a value is from. */
const mostWaitMs = 5000;

/**
 * Plans one row of a recipe with the records that it draws, as soon as they have come; without those that can't be had.
 * Null for a text that is no recipe.
 */
export async function planWithRecords(
  yaml: string,
  {
    read,
    tried,
    seed,
    index,
  }: {
    read: (body: ReadSourceBody, signal: AbortSignal) => Promise<SourceRecords>;
    tried: TriedAnswers;
    seed: number;
    index: number;
  },
): Promise<PreviewRow | null> {
  let tell: () => void = () => undefined;
  const cache = createSourceCache({ read, onArrival: () => tell() });
  const close = cache.open();
  const endsAt = Date.now() + mostWaitMs;
  try {
    for (;;) {
      const arrival = new Promise<void>((resolve) => (tell = resolve));
      // What ran may have read paths, which the studio doesn't.
      const facts = { ...cache.facts, canReadPaths: true };
      const { recipe, draft } = await withLibraries(() => readRecipe(yaml, facts));
      if (recipe === null) return null;
      await loadSamplers(recipe);
      cache.want(draft);
      const compiled = await withLibraries(() => compileRecipe(recipe, cache.tables));
      const [row] = previewRows(compiled, { seed, start: index, rows: 1, tried });
      if (row === undefined) return null;
      const states = draftSpecs(draft).map((spec) => cache.facts.stateOf(spec)?.state);
      const canCome = states.every((state) => state === 'reading' || state === 'read');
      const leftMs = endsAt - Date.now();
      if (!row.isWaiting || !canCome || leftMs <= 0) return row;
      await Promise.race([arrival, new Promise((resolve) => setTimeout(resolve, leftMs))]);
    }
  } finally {
    close();
  }
}
