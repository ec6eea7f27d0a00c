import type { CompiledRecipe, RowValues } from './compile';

/** The sampled values of a row: a pure function of recipe, seed and index, for any index at any time. */
export function planRow(compiled: CompiledRecipe, seed: number, index: number): RowValues {
  throw new Error(`${compiled.columns.length} ${seed} ${index}`);
}
