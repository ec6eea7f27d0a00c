import { existsSync } from 'node:fs';
import type { ApiClient } from '@/lib/api/client';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { readRecipeFile } from '../read-recipe-file';
import { recipeId } from './find-one';

/** A recipe that a command names: the text of a file, or one that the studio has. */
export type NamedRecipe = { yaml: string } | { recipe_id: number };

/** The recipe that a word names. Throws AppError `file-unreadable`, `not-found` or `bad-option`. */
export async function recipeOf(api: ApiClient, word: string): Promise<NamedRecipe> {
  if (isRecipeFile(word)) return { yaml: asRecipe(await readRecipeFile(word)) };
  return { recipe_id: await recipeId(api, word) };
}

/**
 * A number is the id of a stored recipe; a file that is there, or a word that looks like one, is a file; all else is
 * the name of a stored recipe.
 */
export function isRecipeFile(word: string): boolean {
  if (/^\d+$/.test(word)) return false;
  return existsSync(word) || /[/\\]|\.(?:ya?ml|json)$/i.test(word);
}

/** A recipe stays as it is, also one in JSON: what is wrong with it is told by its own lines. */
export function asRecipe(text: string): string {
  const { yaml, isRecipe } = importRecipe(text);
  return isRecipe ? text : yaml;
}
