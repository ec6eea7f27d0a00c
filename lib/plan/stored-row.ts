import type { Column } from '@/lib/dataset/column';
import { decodeJson } from '@/lib/dataset/json';
import type { Rejection } from '@/lib/quality/rejection';
import { TemplateError } from '@/lib/template/template-error';
import { isDict } from '@/lib/util/value';
import type { CompiledRecipe, RowValues } from './compile';
import { lookupOf } from './lookup';
import { planAsFar } from './plan-row';
import { cellOf, isSampledValue } from './row-value';

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
    const { attributes, samplers } = compiled.chance;
    const possible = attributes.find(({ id }) => id === name)?.values.find(({ id }) => id === value);
    const sampler = samplers.find(({ id }) => id === name);
    if (possible === undefined) values.set(name, sampler?.revive(value) ?? value);
    else values.set(name, isSampledValue(planned) ? { ...planned, ...possible } : possible);
  }
  putParts(compiled, values);
  return values;
}

/** A part of an answer that was changed in its own column counts in the whole too. */
function putParts({ parts, made }: CompiledRecipe, values: RowValues): void {
  for (const { name, of, path } of parts) {
    const whole = values.get(of);
    const value = cellOf(values.get(name));
    const [step] = path;
    if (made.get(of) !== 'parts' || !isDict(whole) || value === undefined || step?.type !== 'item') continue;
    values.set(of, new Map([...whole, [String(step.key), value]]));
  }
}

/** The rule that a stored row breaks by itself, whatever its status; null when it keeps all that can be looked at. */
export function brokenRule(compiled: CompiledRecipe, row: StoredCells): Rejection | null {
  const values = storedValues(compiled, row);
  try {
    return compiled.quality.check(row.texts.map(decodeJson), lookupOf(compiled, values));
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}
