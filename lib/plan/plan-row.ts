import { chanceDraws, drawPositions } from './chance';
import type { CompiledRecipe, RowValues } from './compile';
import type { RecordError } from '@/lib/sources/source-table';
import { takeRecords } from './sources';

/**
 * The values that a row takes from sources and by chance: a pure function of recipe, seed and index, for any index at any time and in any
 * order. An attribute more or less in the recipe changes nothing for the others. Throws RecordError.
 */
export function planRow(compiled: CompiledRecipe, seed: number, index: number): RowValues {
  const { values, problem } = planAsFar(compiled, seed, index);
  if (problem !== null) throw problem;
  return values;
}

/** The same for a row that may have drawn a record that can't be read: without its values, with what is wrong. */
export function planAsFar(
  { chance, sources }: CompiledRecipe,
  seed: number,
  index: number,
): { values: RowValues; problem: RecordError | null } {
  const positions = drawPositions(chance, chanceDraws(chance, seed), index);
  const values: RowValues = new Map();
  const problem = takeRecords(sources, { seed, row: index }, (name, value) => values.set(name, value));
  for (const [position, attribute] of chance.attributes.entries()) {
    const value = attribute.values[positions[position] ?? 0];
    if (value !== undefined) values.set(attribute.id, value);
  }
  return { values, problem };
}
