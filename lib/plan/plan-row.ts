import { chanceDraws, drawPositions } from './chance';
import type { CompiledRecipe, RowValues } from './compile';
import { ConditionError, type Condition } from '@/lib/condition/condition';
import type { RecordError } from '@/lib/sources/source-table';
import { holds } from './conditions';
import { takeRecords } from './sources';

/**
 * The values that a row takes from sources and by chance: a pure function of recipe, seed and index, for any index at any time and in any
 * order. An attribute more or less in the recipe changes nothing for the others. Throws RecordError, ConditionError.
 */
export function planRow(compiled: CompiledRecipe, seed: number, index: number): RowValues {
  const { values, problem } = planAsFar(compiled, seed, index);
  if (problem !== null) throw problem;
  return values;
}

/** In a page a record may still be on its way: what hangs on it is open until it comes. */
function waits(when: Condition | null, values: RowValues): boolean {
  return when !== null && when.names.some(({ name }) => values.get(name) === undefined);
}

/** The same for a row that may have drawn a record that can't be read: without its values, with what is wrong. */
export function planAsFar(
  { chance, sources }: CompiledRecipe,
  seed: number,
  index: number,
): { values: RowValues; problem: RecordError | ConditionError | null } {
  const positions = drawPositions(chance, chanceDraws(chance, seed), index);
  const values: RowValues = new Map();
  let problem: RecordError | ConditionError | null = takeRecords(
    sources,
    { seed, row: index },
    (name, value) => values.set(name, value),
  );
  for (const [position, attribute] of chance.attributes.entries()) {
    const value = attribute.values[positions[position] ?? 0];
    // The draw counts for combinations even where the value is left out.
    if (value === undefined || waits(attribute.when, values)) continue;
    try {
      values.set(attribute.id, attribute.when === null || holds(attribute.when, values) ? value : null);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      problem ??= error;
    }
  }
  return { values, problem };
}
