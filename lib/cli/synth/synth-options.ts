import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import { AppError } from '@/lib/util/app-error';
import { readRecipeFile } from '../read-recipe-file';
import { asRecipe } from '../studio/recipe-of';
import type { StudioFlags } from '../studio/studio';
import { readAppendTarget, type AppendTarget } from './append-rows';
import { applyParameters } from './apply-parameters';
import { chooseAppendPath, chooseOutputPath, type OutputPath } from './output-path';
import { applyOverrides, type Override } from './overrides';

export type SynthOptions = StudioFlags & {
  /** The recipe; left out, it is made of the parameters. */
  file?: string;
  outputPath?: string;
  /** A CSV file that the rows are put behind, instead of a file of their own. */
  append?: string;
  numSamples?: number;
  seed?: number;
  budgetUsd?: number;
  /** A file of parameters whose values the sampled attributes take. */
  params?: string;
  overrides: readonly Override[];
  fresh: boolean;
  dryRun: boolean;
};

/** The file that a run is called by. Throws AppError `bad-option` where none is named. */
export function recipeFile({ file, params }: Pick<SynthOptions, 'file' | 'params'>): string {
  const named = file ?? params;
  if (named !== undefined) return named;
  throw new AppError('bad-option', 'Name a recipe with -c FILE, or parameters with --params FILE.json.');
}

/** The recipe as the command line changes it: the run's text, which tells it from others of the same file. */
export async function recipeText({ file, params, overrides }: SynthOptions): Promise<string> {
  const parameters = params === undefined ? null : await readRecipeFile(params);
  const bare =
    file === undefined ? importRecipe(parameters ?? '').yaml : asRecipe(await readRecipeFile(file));
  const isChanged = parameters !== null && file !== undefined;
  const text = isChanged ? applyParameters(bare, parameters, params ?? '') : bare;
  return applyOverrides(text, overrides);
}

/** Where the rows go: into a file of their own, or behind those of another. */
export type RowsPlace = { output: OutputPath; target: AppendTarget | null };

/** Chooses and checks where the rows go, before anything is paid for. Throws AppError `output-unwritable`. */
export async function rowsPlace(options: SynthOptions, recipe: Recipe): Promise<RowsPlace> {
  if (options.append === undefined) {
    const asked = options.outputPath ?? recipe.output_path;
    return { output: chooseOutputPath(asked, recipeFile(options), new Date()), target: null };
  }
  if (options.outputPath !== undefined) {
    throw new AppError(
      'bad-option',
      '--append and --output_path both say where the rows go. Give one of them.',
    );
  }
  const target = await readAppendTarget(chooseAppendPath(options.append));
  return { output: { path: target.path, isAutomatic: false }, target };
}
