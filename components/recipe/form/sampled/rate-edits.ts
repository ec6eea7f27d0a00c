import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import type { Rates } from '@/lib/recipe/form/shares';
import type { Path } from '@/lib/recipe/yaml/document';

/** What has to be written so that a list of values has other rates. */
export function rateEdits(path: Path, before: Rates, after: Rates): RecipeEdit[] {
  if (after.every((rate, index) => rate === before[index])) return [];
  return [{ type: 'set-each', path, key: 'sample_rate', values: after }];
}
