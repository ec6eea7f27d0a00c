import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { ExportFormat } from '@/lib/recipe/interchange/export-format';
import { exportRecipe } from '@/lib/recipe/interchange/export-recipe';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { pathText } from '@/lib/recipe/report';
import { extractSecrets } from '@/lib/recipe/secrets';
import { bindSecrets, keepSecrets } from '@/lib/runtime/keys/recipe-secrets';
import { drawSeed } from '@/lib/runtime/recipe/draw-seed';
import { insertRecipe, readProjectRecipe } from '@/lib/store/recipes';
import { AppError } from '@/lib/util/app-error';
import { exitCodes, type ExitCode } from './exit-codes';
import { formatDiagnostic } from './format-diagnostic';
import { projectId, withStore } from './open-store';
import { readRecipeFile } from './read-recipe-file';

/**
 * Makes a recipe of a file in any dialect. It goes into the studio, its keys sealed, and a line says where it
 * is; with `output` the YAML goes to that file instead (`-` = standard output), as it is.
 */
export async function importFile(options: {
  file: string;
  name?: string;
  output?: string;
  dataDir?: string;
}): Promise<ExitCode> {
  const given = await readRecipeFile(options.file);
  const { yaml, diagnostics } = importRecipe(given);
  const { text, secrets } = extractSecrets(yaml);
  const read = readRecipe(text);
  for (const one of [...diagnostics, ...read.diagnostics]) {
    if (one.severity === 'info') continue;
    // Places in a text that was made of the file would lead astray in it.
    const line =
      yaml === given
        ? formatDiagnostic(options.file, one)
        : `${options.file}: ${one.severity} ${one.code} ${one.message}`;
    process.stderr.write(`${line}\n`);
  }
  if (options.output !== undefined) await writeText(options.output, yaml);
  else {
    const name = options.name ?? basename(options.file, extname(options.file));
    const stored = await withStore(options.dataDir, async (context) => {
      const bound = await bindSecrets(context, text, secrets);
      const recipe = await insertRecipe(context.db, {
        projectId,
        name: name.slice(0, 200),
        yaml: text,
        seed: drawSeed(),
        nowMs: Date.now(),
      });
      await keepSecrets(context, `recipe:${recipe.id}`, bound);
      return recipe;
    });
    process.stdout.write(`${stored.id}\n`);
    process.stderr.write(`Recipe ${stored.id}, "${stored.name}", is in the studio.\n`);
  }
  return read.recipe === null ? exitCodes.recipeInvalid : exitCodes.done;
}

/** Writes a recipe (a file, or the id of one in the studio) for another program, and says what that can't do. */
export async function exportTo(options: {
  recipe: string;
  format: ExportFormat;
  output?: string;
  dataDir?: string;
}): Promise<ExitCode> {
  const isId = /^\d+$/.test(options.recipe);
  const given = isId
    ? await storedText(Number(options.recipe), options.dataDir)
    : await readRecipeFile(options.recipe);
  const read = readRecipe(extractSecrets(given).text);
  const where = isId ? `recipe ${options.recipe}` : options.recipe;
  if (read.recipe === null) {
    for (const one of read.diagnostics) process.stderr.write(`${formatDiagnostic(where, one)}\n`);
    return exitCodes.recipeInvalid;
  }
  const { text, dropped } = exportRecipe(read, options.format);
  for (const { path, reason } of dropped) {
    process.stderr.write(`${where}: ${pathText(read.document, path)}: ${reason}\n`);
  }
  await writeText(options.output ?? '-', text);
  return exitCodes.done;
}

async function storedText(id: number, dataDir: string | undefined): Promise<string> {
  const recipe = await withStore(dataDir, ({ db }) => readProjectRecipe(db, projectId, id));
  if (recipe === null) throw new AppError('not-found', `There is no recipe ${id} in the studio.`);
  return recipe.draft ?? recipe.yaml;
}

async function writeText(output: string, text: string): Promise<void> {
  if (output === '-') process.stdout.write(text);
  else {
    try {
      await writeFile(output, text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('output-unwritable', `--output ${output}: ${reason}.`);
    }
  }
}
