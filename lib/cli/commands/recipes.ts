import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { WireRecipeSummary } from '@/lib/api/recipe-wire';
import type { ExportFormat } from '@/lib/recipe/interchange/export-format';
import { exportRecipe } from '@/lib/recipe/interchange/export-recipe';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { pathText } from '@/lib/recipe/report';
import { extractSecrets } from '@/lib/recipe/secrets';
import { longestName } from '@/lib/util/longest-name';
import { AppError } from '@/lib/util/app-error';
import { exitCodes, type ExitCode } from '../exit-codes';
import { formatDiagnostic } from '../print/format-diagnostic';
import { print, printJson, tell } from '../print/print';
import { printList } from '../print/print-list';
import { count, counted, money } from '../print/progress-line';
import { timeText } from '../print/time-text';
import { readRecipeFile } from '../read-recipe-file';
import { firstOf, recipeId } from '../studio/find-one';
import { withStudio } from '../studio/open-studio';
import { isRecipeFile } from '../studio/recipe-of';
import type { Studio, StudioFlags } from '../studio/studio';
import { reasonOf } from '../studio/write-dataset';

type Json = { json?: boolean };

/** Lists recipes, the newest first. */
export async function listRecipes(
  { api }: Studio,
  { limit, json }: Json & { limit: number },
): Promise<ExitCode> {
  const recipes = await firstOf(api.recipes.list, limit);
  if (json) printJson(recipes);
  else {
    printList('recipes', recipes, [
      { head: 'ID', text: ({ id }) => String(id), side: 'right' },
      { head: 'NAME', text: ({ name }) => name, isLong: true },
      { head: 'VERSION', text: (one) => `${one.version}${one.has_draft ? ' + draft' : ''}` },
      { head: 'RUNS', text: ({ runs }) => count(runs), side: 'right' },
      { head: 'SPENT', text: ({ spent_usd: usd }) => (usd > 0 ? `$${money(usd)}` : ''), side: 'right' },
      { head: 'CHANGED', text: ({ updated_at }) => timeText(updated_at) },
      { head: 'MODEL', text: ({ model }) => model ?? '', isLong: true },
      { head: 'LACKS', text: lacksText, isLong: true },
    ]);
  }
  return exitCodes.done;
}

function lacksText({ errors, missing }: WireRecipeSummary): string {
  if (errors > 0) return counted(errors, 'error');
  return missing?.message ?? '';
}

/**
 * Makes a recipe of a file in any dialect. It goes into the studio, its keys sealed, and a line says where it
 * is; with `output` the YAML goes to that file instead (`-` = standard output), as it is.
 */
export async function importFile(
  flags: StudioFlags,
  options: Json & { file: string; name?: string; output?: string },
): Promise<ExitCode> {
  const given = await readRecipeFile(options.file);
  const { yaml, diagnostics } = importRecipe(given);
  const read = readRecipe(extractSecrets(yaml).text);
  for (const one of [...diagnostics, ...read.diagnostics]) {
    if (one.severity === 'info') continue;
    // Places in a text that was made of the file would lead astray in it.
    tell(
      yaml === given
        ? formatDiagnostic(options.file, one)
        : `${options.file}: ${one.severity} ${one.code} ${one.message}`,
    );
  }
  if (options.output !== undefined) await writeText(options.output, yaml);
  else {
    const name = (options.name ?? basename(options.file, extname(options.file))).slice(0, longestName);
    const stored = await withStudio(flags, ({ api }) => api.recipes.create({ name, yaml }));
    if (options.json) printJson(stored);
    else {
      print(String(stored.id));
      tell(`Recipe ${stored.id}, "${stored.name}", is in the studio.`);
    }
  }
  return read.recipe === null ? exitCodes.recipeInvalid : exitCodes.done;
}

/** Writes a recipe (a file, or one that the studio has) for another program, and says what that can't do. */
export async function exportTo(
  flags: StudioFlags,
  options: Json & { recipe: string; format: ExportFormat | 'yaml'; output?: string },
): Promise<ExitCode> {
  const { format } = options;
  const given = await textOf(flags, options.recipe);
  const read = readRecipe(extractSecrets(given).text);
  if (format === 'yaml') {
    await writeResult(options, { text: given, dropped: [] });
    return read.recipe === null ? exitCodes.recipeInvalid : exitCodes.done;
  }
  const where = /^\d+$/.test(options.recipe) ? `recipe ${options.recipe}` : options.recipe;
  if (read.recipe === null) {
    for (const one of read.diagnostics) tell(formatDiagnostic(where, one));
    return exitCodes.recipeInvalid;
  }
  const { text, dropped } = exportRecipe(read, format);
  if (!options.json) {
    for (const { path, reason } of dropped) tell(`${where}: ${pathText(read.document, path)}: ${reason}`);
  }
  await writeResult(options, { text, dropped });
  return exitCodes.done;
}

type Exported = { text: string; dropped: readonly { path: readonly (string | number)[]; reason: string }[] };

async function writeResult(
  { output, json }: { output?: string; json?: boolean },
  { text, dropped }: Exported,
): Promise<void> {
  if (json && output === undefined) printJson({ text, dropped });
  else {
    await writeText(output ?? '-', text);
    if (json) printJson({ output, dropped });
  }
}

/** A file needs no studio. */
async function textOf(flags: StudioFlags, word: string): Promise<string> {
  if (isRecipeFile(word)) return readRecipeFile(word);
  return withStudio(flags, async ({ api }) => {
    const { draft, yaml } = await api.recipes.get(await recipeId(api, word));
    return draft ?? yaml;
  });
}

async function writeText(output: string, text: string): Promise<void> {
  if (output === '-') process.stdout.write(text);
  else {
    try {
      await writeFile(output, text);
    } catch (error) {
      throw new AppError('output-unwritable', `--output ${output}: ${reasonOf(error, output)}.`);
    }
  }
}
