import { readFile } from 'node:fs/promises';
import { isMap, parseDocument } from 'yaml';
import { AppError } from '@/lib/util/app-error';

/**
 * The text of a recipe file, with what `environment_config_path` names in its place: what is stored and resumed is
 * whole. Throws AppError `file-unreadable` that says why in plain words.
 */
export async function readRecipeFile(path: string): Promise<string> {
  const text = await readText(path);
  const recipe = parseDocument(text);
  const catalogue = isMap(recipe.contents) ? recipe.get('environment_config_path') : undefined;
  // A text with mistakes, and one that says both, is left for the reader to speak of.
  if (recipe.errors.length > 0 || typeof catalogue !== 'string' || catalogue === '') return text;
  if (recipe.has('environment_config')) return text;
  const tools = parseDocument(await readText(catalogue));
  const [mistake] = tools.errors;
  if (mistake !== undefined) throw new AppError('file-unreadable', `${catalogue}: ${mistake.message}`);
  recipe.delete('environment_config_path');
  recipe.set('environment_config', tools.contents);
  return recipe.toString({ lineWidth: 0 });
}

async function readText(path: string): Promise<string> {
  if (path === '') throw new AppError('file-unreadable', 'The name of the recipe file is empty.');
  try {
    const bytes = await readFile(path);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('file-unreadable', `${path}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'is no UTF-8 text';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a directory, not a file';
  if (code === 'EACCES') return 'may not be read (permission denied)';
  return error instanceof Error ? error.message : String(error);
}
