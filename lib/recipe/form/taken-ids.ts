import { namesOf } from '../checks/names';
import type { DraftRecipe } from '../draft';

/** All ids that attributes and columns of a recipe have. */
export function takenIds(draft: DraftRecipe): Set<string> {
  return new Set(namesOf(draft).keys());
}
