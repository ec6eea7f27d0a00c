import { readRecipe } from '@/lib/recipe/read-recipe';
import { extractSecrets } from '@/lib/recipe/secrets';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { exitCodes, type ExitCode } from '../exit-codes';
import { formatDiagnostic, formatOptionDiagnostic } from '../print/format-diagnostic';
import { tell } from '../print/print';
import type { Override } from './overrides';
import { recipeFile, recipeText, rowsPlace, type SynthOptions } from './synth-options';

/** Runs a recipe file to its end and writes its rows. Throws AppError for what keeps it from starting. */
export async function synth(options: SynthOptions): Promise<ExitCode> {
  const file = recipeFile(options);
  const yaml = await recipeText(options);
  const { text, secrets } = extractSecrets(yaml);
  const { recipe, diagnostics } = readRecipe(text);
  const shown = options.overrides.map(({ name, path, value }) => ({
    path,
    // A key is in no error.
    option: secrets.some((secret) => value.includes(secret.value)) ? `--${name}` : `--${name} ${value}`,
  }));
  tellDiagnostics(file, diagnostics, shown);
  if (recipe === null) return exitCodes.recipeInvalid;
  const place = await rowsPlace(options, recipe);
  if (place.target?.header && recipe.seed !== undefined && options.seed === undefined && !options.dryRun) {
    tell(`${file}: the recipe has a seed, so every run appends the same rows. --seed gives others.`);
  }
  if (options.remote !== undefined || options.key !== undefined) {
    const { synthRemote } = await import('./synth-remote');
    return synthRemote(options, { yaml, text, place });
  }
  const { synthHere } = await import('./synth-here');
  return synthHere(options, { yaml, text, recipe, place });
}

/** What isn't an error is told as well; only notes about what was done for the person are left out. */
function tellDiagnostics(
  file: string,
  diagnostics: readonly Diagnostic[],
  overrides: readonly (Pick<Override, 'path'> & { option: string })[],
): void {
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'info') continue;
    // What the command line has put in stands on no line of the file.
    const given = overrides.findLast(({ path }) =>
      // The key that nobody knows may stand at the head of what was given.
      diagnostic.code === 'unknown-key'
        ? diagnostic.path.every((step, at) => path[at] === step) || isWithin(diagnostic.path, path)
        : isWithin(diagnostic.path, path),
    );
    tell(
      given === undefined
        ? formatDiagnostic(file, diagnostic)
        : formatOptionDiagnostic(given.option, diagnostic),
    );
  }
}

function isWithin(inner: readonly (string | number)[], path: readonly (string | number)[]): boolean {
  return path.every((step, at) => inner[at] === step);
}
