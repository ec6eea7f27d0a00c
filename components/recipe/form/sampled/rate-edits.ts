import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import type { Rates } from '@/lib/recipe/form/shares';
import type { Path } from '@/lib/recipe/yaml/document';

/** What has to be written so that a list of values has other rates. */
export function rateEdits(path: Path, before: Rates, after: Rates): RecipeEdit[] {
  return after.flatMap((rate, index): RecipeEdit[] => {
    if (rate === before[index]) return [];
    const place = [...path, index, 'sample_rate'];
    return [rate === undefined ? { type: 'remove', path: place } : { type: 'set', path: place, value: rate }];
  });
}
