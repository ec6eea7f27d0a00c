import type { Diagnostic } from './diagnostic';
import type { Outline } from './outline';
import type { Recipe } from './schema';

export type ReadRecipe = { recipe: Recipe | null; diagnostics: Diagnostic[]; outline: Outline };

/** Reads a recipe's text. Never throws, whatever the text. The recipe is null when there is any error. */
export function readRecipe(text: string): ReadRecipe {
  throw new Error(text);
}
