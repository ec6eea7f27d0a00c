import { extractSecrets } from '@/lib/recipe/secrets';
import { readProjectRecipe, readRecipeVersion, type RecipeRecord } from '@/lib/store/recipes';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';

/**
 * Which recipe: a stored one (its draft or latest version when no version is named), a bare text, or
 * a text that is a draft of a stored recipe.
 */
export type RecipeSource = { recipeId: number; recipeVersion?: number } | { yaml: string; recipeId?: number };

/** A recipe's text without keys, and where it comes from. */
export type SourceText = {
  text: string;
  /** Keys that stood in the text. */
  foundSecrets: readonly { path: string; value: string }[];
  recipe: RecipeRecord | null;
  /** The version named, if one was. */
  version?: number;
  /** Whether the text is newer than the recipe's latest version. */
  isDraft: boolean;
  /** For people. */
  name: string;
  /** The stored recipe's own. */
  seed?: number;
};

/** Reads the text that a request is about. Throws AppError `not-found`. */
export async function readRecipeSource(
  context: Context,
  projectId: number,
  source: RecipeSource,
): Promise<SourceText> {
  if ('yaml' in source && source.recipeId === undefined) {
    return { ...cleaned(source.yaml), recipe: null, isDraft: false, name: nameOfText(source.yaml) };
  }
  const recipeId = source.recipeId ?? 0;
  const recipe = await readProjectRecipe(context.db, projectId, recipeId);
  if (recipe === null) throw new AppError('not-found', `There is no recipe ${recipeId}.`);
  const { name, seed } = recipe;
  if ('yaml' in source) return { ...cleaned(source.yaml), recipe, isDraft: true, name, seed };
  if (source.recipeVersion === undefined) {
    return { ...cleaned(recipe.draft ?? recipe.yaml), recipe, isDraft: recipe.draft !== null, name, seed };
  }
  const version = await readRecipeVersion(context.db, recipe.id, source.recipeVersion);
  if (version === null) {
    throw new AppError('not-found', `Recipe ${recipe.id} has no version ${source.recipeVersion}.`);
  }
  return { ...cleaned(version.yaml), recipe, version: version.version, isDraft: false, name, seed };
}

function cleaned(yaml: string): Pick<SourceText, 'text' | 'foundSecrets'> {
  const { text, secrets } = extractSecrets(yaml);
  return { text, foundSecrets: secrets };
}

const maxNameLength = 80;

/** What a text without a name is called: its first comment, as the templates have one. */
export function nameOfText(yaml: string): string {
  const comment = /^\s*#+[ \t]*(\S.*?)[ \t]*$/m.exec(yaml.slice(0, 2000))?.[1];
  const isAtTop = comment !== undefined && /^\s*#/.test(yaml);
  return isAtTop && comment.length <= maxNameLength ? comment.replace(/\.$/, '') : 'Untitled recipe';
}
