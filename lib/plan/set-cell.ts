import type { Value } from '@/lib/util/value';
import type { CompiledRecipe, RowValues } from './compile';
import { isSampledValue } from './row';

/**
 * Puts a cell of a stored row back among the values of the row, over what was planned. The id of a possible value
 * stands for that value with its name and description.
 */
export function setCell(
  { recipe }: Pick<CompiledRecipe, 'recipe'>,
  values: RowValues,
  name: string,
  cell: Value,
): void {
  const planned = values.get(name);
  const sampled = recipe.strategy_params.sampled_attributes.find(({ id }) => id === name);
  const possible = sampled?.possible_values.find(({ id }) => id === cell);
  if (possible !== undefined && isSampledValue(planned)) values.set(name, { ...planned, ...possible });
  else values.set(name, cell);
}
