import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import { extractSecrets } from '@/lib/recipe/secrets';
import { diagnosticDto } from '@/lib/server/dto/diagnostic-dto';
import { draftSpecs } from '@/lib/recipe/sources/source-spec';
import { databasesOf } from '@/lib/runtime/databases/inspect-databases';
import { exitCodes, type ExitCode } from '../exit-codes';
import { formatDiagnostic } from '../print/format-diagnostic';
import { print, printJson } from '../print/print';
import { readRecipeFile } from '../read-recipe-file';

type Options = { json?: boolean; dataDir?: string };

/** Prints what there is to say of a recipe file and of the files that it names; nothing when all is well. */
export async function validate(file: string, { json, dataDir }: Options): Promise<ExitCode> {
  const yaml = await readRecipeFile(file);
  // A key may stand in a file: it is only taken out where the text is kept.
  const { text } = extractSecrets(yaml);
  const alone = readRecipe(text);
  const { recipe, diagnostics } = readsMore(alone.recipe) ? await readAll(text, dataDir) : alone;
  if (json) printJson({ valid: recipe !== null, diagnostics: diagnostics.map(diagnosticDto) });
  else for (const diagnostic of diagnostics) print(formatDiagnostic(file, diagnostic));
  return recipe === null ? exitCodes.recipeInvalid : exitCodes.done;
}

function readsMore(recipe: Recipe | null): boolean {
  return recipe !== null && (draftSpecs(recipe).length > 0 || databasesOf(recipe).length > 0);
}

/** Reads the recipe by what is in its sources. The data directory, which holds uploads, is opened for these alone. */
async function readAll(text: string, dataDir: string | undefined) {
  const { openCommandContext, projectId } = await import('../studio/open-store');
  const { readWithSources } = await import('@/lib/runtime/recipe/check-recipe');
  const context = await openCommandContext(dataDir);
  try {
    return await readWithSources(context, projectId, text);
  } finally {
    await context.db.close();
  }
}
