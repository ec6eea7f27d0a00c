import { placeholderNames } from '../checks/names';
import type { DraftRecipe } from '../draft';
import type { SourceFacts } from '../sources/source-facts';

/** All ids that attributes and columns of a recipe have. */
export function takenIds(draft: DraftRecipe, facts?: SourceFacts): Set<string> {
  return new Set(placeholderNames(draft, facts).keys());
}
