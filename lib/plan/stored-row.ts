import type { Column } from '@/lib/dataset/column';
import { decodeJson } from '@/lib/dataset/json';
import type { Rejection } from '@/lib/quality/rejection';
import { TemplateError } from '@/lib/template/template-error';
import type { CompiledRecipe, RowValues } from './compile';
import { planAsFar } from './plan-row';
import { isSampledValue } from './row-value';

/** A row that was made and perhaps changed since: the JSON texts of its cells, in the order of the columns. */
export type StoredCells = {
  readonly seed: number;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly texts: readonly string[];
};

/**
 * The values of a stored row as its prompts, transforms and rules see them: what is planned, and over it what the
 * cells hold. A sampled cell holds an id: its name and description are those of the value that has it.
 */
export function storedValues(
  compiled: CompiledRecipe,
  { seed, index, columns, texts }: StoredCells,
): RowValues {
  const { values } = planAsFar(compiled, seed, index);
  for (const [position, { name }] of columns.entries()) {
    const text = texts[position];
    if (text === undefined) continue;
    const value = decodeJson(text);
    const planned = values.get(name);
    const possible = compiled.chance.attributes
      .find(({ id }) => id === name)
      ?.values.find(({ id }) => id === value);
    if (possible === undefined) values.set(name, value);
    else values.set(name, isSampledValue(planned) ? { ...planned, ...possible } : possible);
  }
  return values;
}

/** The rule that a stored row breaks by itself, whatever its status; null when it keeps all that can be looked at. */
export function brokenRule(compiled: CompiledRecipe, row: StoredCells): Rejection | null {
  const values = storedValues(compiled, row);
  try {
    return compiled.quality.check(row.texts.map(decodeJson), (name) => values.get(name));
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}
