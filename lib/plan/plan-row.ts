import { drawFacts } from '@/lib/environments/grounding';
import { factsColumn } from '@/lib/recipe/environments/facts-column';
import { ConditionError, type Condition } from '@/lib/condition/condition';
import { RecordError } from '@/lib/sources/source-table';
import type { Value } from '@/lib/util/value';
import { chanceDraws, drawPositions, drawSamplers, type ChanceDraws } from './chance';
import type { CompiledRecipe, RowValues } from './compile';
import { holds } from './conditions';
import { isWaiting as isWaitingForRecords, takeRecords } from './sources';

/**
 * The values that a row takes from sources and by chance: a pure function of recipe, seed and index, for any index at any time and in any
 * order. An attribute more or less in the recipe changes nothing for the others. What is still on its way is left out.
 * Throws RecordError, ConditionError.
 */
export function planRow(compiled: CompiledRecipe, seed: number, index: number): RowValues {
  const { values, problem } = planAsFar(compiled, seed, index);
  if (problem !== null) throw problem;
  return values;
}

/** In a page a record may still be on its way: what hangs on it is open until it comes. */
function waits(when: Condition | null, values: RowValues): boolean {
  return when?.names.some(({ name }) => values.get(name) === undefined) === true;
}

/** The same for a row that may have drawn a record that can't be read: without its values, with what is wrong. */
export function planAsFar(
  { chance, sources, facts }: CompiledRecipe,
  seed: number,
  index: number,
): { values: RowValues; problem: RecordError | ConditionError | null } {
  const draws = chanceDraws(chance, seed);
  const { made, problem: unmade } = samplersAsFar(draws, index);
  const positions = drawPositions(chance, draws, { row: index, made });
  const values: RowValues = new Map();
  let problem: RecordError | ConditionError | null = takeRecords(
    sources,
    { seed, row: index },
    (name, value) => values.set(name, value),
  );
  problem ??= unmade;
  for (const { id, kind, at, when } of chance.order) {
    const value = kind === 'made' ? made[at] : chance.attributes[at]?.values[positions[at] ?? 0];
    // The draw counts for combinations even where the value is left out.
    if (value === undefined || waits(when, values)) continue;
    try {
      values.set(id, when === null || holds(when, values) ? value : null);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      problem ??= error;
    }
  }
  if (facts.length > 0) values.set(factsColumn, drawFacts(facts, seed, index));
  return { values, problem };
}

/** Samplers of files may draw a record that can't be read too. */
function samplersAsFar(
  draws: ChanceDraws,
  index: number,
): { made: readonly (Value | undefined)[]; problem: RecordError | null } {
  try {
    return { made: drawSamplers(draws, index), problem: null };
  } catch (error) {
    if (error instanceof RecordError) return { made: [], problem: error };
    throw error;
  }
}

/** Is anything that a row takes from a file, or from faker, still on its way? */
export function isWaiting({ sources, chance }: CompiledRecipe, values: RowValues): boolean {
  return isWaitingForRecords(sources, values) || chance.samplers.some(({ id }) => !values.has(id));
}
