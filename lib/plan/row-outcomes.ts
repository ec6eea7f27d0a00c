import { defaultMaxRows } from '@/lib/run/max-rows';
import type { CompiledRecipe } from './compile';
import { previewRows } from './preview';
import type { TriedAnswers } from './tried';

/** How rows ended whose answers are all known: what a run is likely to do with others. */
export type RowOutcomes = { readonly rows: number; readonly rejected: number };

/** So many tried rows are looked at: the first ones. */
const mostTried = 50;

/** What the rules say of the tried rows that have all their answers. */
export function triedOutcomes(compiled: CompiledRecipe, seed: number, tried: TriedAnswers): RowOutcomes {
  const indices = new Set([...tried.values()].map(({ row }) => row));
  const whole = [...indices]
    .slice(0, mostTried)
    .flatMap((start) => previewRows(compiled, { seed, start, rows: 1, tried }))
    .filter(({ values }) => values.every(({ state }) => state === 'known'));
  return { rows: whole.length, rejected: whole.filter(({ rejection }) => rejection !== null).length };
}

/**
 * How many rows a run for so many accepted ones is likely to make in vain, when rows are rejected as often as those that
 * are known; no more than it may try. 0 where nothing is known.
 */
export function expectedRejects(
  rows: number,
  outcomes: RowOutcomes,
  maxRows: number = defaultMaxRows(rows),
): number {
  const passed = outcomes.rows - outcomes.rejected;
  if (outcomes.rejected === 0) return 0;
  const likely = passed === 0 ? Infinity : Math.round((rows * outcomes.rejected) / passed);
  return Math.max(0, Math.min(likely, maxRows - rows));
}
