import { readRecipe } from '@/lib/recipe/read-recipe';
import { extractSecrets } from '@/lib/recipe/secrets';
import { exitCodes, type ExitCode } from '../exit-codes';
import { formatDiagnostic } from '../print/format-diagnostic';
import { print, printJson } from '../print/print';
import { readRecipeFile } from '../read-recipe-file';

/** Prints what there is to say of a recipe file; nothing when all is well. */
export async function validate(file: string, { json }: { json?: boolean }): Promise<ExitCode> {
  const yaml = await readRecipeFile(file);
  // A key may stand in a file: it is only taken out where the text is kept.
  const { text } = extractSecrets(yaml);
  const { recipe, diagnostics } = readRecipe(text);
  if (json) printJson({ valid: recipe !== null, diagnostics });
  else for (const diagnostic of diagnostics) print(formatDiagnostic(file, diagnostic));
  return recipe === null ? exitCodes.recipeInvalid : exitCodes.done;
}
