import { fakerLocalesOf, loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { fakerVersion } from '@/lib/random/faker/counted-faker';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import { noSourceFacts, type SourceFacts } from '@/lib/recipe/sources/source-facts';
import { draftSpecs } from '@/lib/recipe/sources/source-spec';
import { rememberModels } from '@/lib/store/models';
import { noTables } from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { databasesOf } from '../databases/inspect-databases';
import { openDatabases } from '../databases/open-databases';
import { hideFromLog } from '../log';
import type { RecipeSecrets } from '../keys/recipe-secret';
import { bindSecrets, openSecrets } from '../keys/recipe-secrets';
import { openSources, type OpenedSources } from '../sources/open-sources';
import type { SourceText } from './recipe-source';
import { resolveModels, type ResolvedModels } from '../resolve-models';
import { systemClock } from '../system-clock';

export type CheckedRecipe = {
  recipe: Recipe;
  /** The recipe's own first. */
  models: ResolvedModels;
  diagnostics: Diagnostic[];
  /** Keys that stood in this very text, to be stored with what comes of it. */
  newSecrets: RecipeSecrets;
  sources: OpenedSources;
};

/**
 * Checks a text and its model as far as that goes without calling anybody. Throws AppError
 * `recipe-invalid` with all diagnostics as details.
 */
export async function checkRecipe(
  context: Context,
  source: Pick<SourceText, 'text' | 'foundSecrets' | 'recipe'> & {
    projectId: number;
    modelOverride?: string;
    /** See ModelRequest. */
    isKeyless?: boolean;
  },
): Promise<CheckedRecipe> {
  const { text } = source;
  for (const { value } of source.foundSecrets) hideFromLog(value);
  const { recipe, diagnostics, sources } = await readWithSources(context, source.projectId, text);
  if (recipe === null) throw new RecipeInvalid(diagnostics);
  const newSecrets = await bindSecrets(context, text, source.foundSecrets);
  const stored = source.recipe ? await openSecrets(context, [`recipe:${source.recipe.id}`]) : new Map();
  const resolved = await resolveModels(context, {
    recipe,
    text,
    modelOverride: source.modelOverride,
    isKeyless: source.isKeyless,
    secrets: new Map([...stored, ...newSecrets]),
  });
  if (!resolved.ok) throw new RecipeInvalid([...diagnostics, ...resolved.diagnostics]);
  // A price can be set only for a model that is listed.
  const listed = resolved.models.flatMap(({ endpoint: { engine, baseUrl, modelName } }) =>
    engine === 'ECHO' ? [] : [{ engine, baseUrl, name: modelName }],
  );
  if (listed.length > 0) await rememberModels(context.db, listed, systemClock.now());
  return { recipe, models: resolved.models, diagnostics, newSecrets, sources };
}

/**
 * Reads a text, then the files that it names, then the text again by what is in them: unknown columns are told, and
 * what can't be read. Databases of tools are made and asked what they say to the SQL. What samplers draw from is fetched too; a run keeps which version of faker made its values.
 */
export async function readWithSources(
  context: Context,
  projectId: number,
  text: string,
): Promise<{ recipe: Recipe | null; diagnostics: Diagnostic[]; sources: OpenedSources }> {
  const first = readRecipe(text, { ...noSourceFacts, canReadPaths: context.readsPaths });
  if (first.recipe === null) return { ...first, sources: noSources };
  await loadSamplers(first.recipe);
  const made = fakerLocalesOf(first.recipe).map((locale) => ({
    key: `faker:${locale}`,
    snapshot: fakerVersion,
  }));
  const hasFiles = draftSpecs(first.recipe).length > 0;
  if (!hasFiles && databasesOf(first.recipe).length === 0) {
    return { ...first, sources: { ...noSources, stored: made } };
  }
  const files = hasFiles
    ? await openSources(context, projectId, first.recipe)
    : { ...noSources, facts: { ...noSourceFacts, canReadPaths: context.readsPaths } };
  const databases = await openDatabases(context, first.recipe);
  const facts: SourceFacts = {
    ...files.facts,
    databaseProblemsOf: ({ id }) => databases.problems.get(id ?? '') ?? [],
  };
  const sources = { ...files, facts, stored: [...files.stored, ...databases.stored, ...made] };
  return { ...readRecipe(text, facts), sources };
}

const noSources: OpenedSources = { tables: noTables, stored: [], facts: noSourceFacts };

/** The refusal of a recipe: the message is the first error, the details are all diagnostics. */
export class RecipeInvalid extends AppError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super('recipe-invalid', `${errors[0]?.message ?? 'The recipe can not be read.'}${more}`, diagnostics);
    this.diagnostics = diagnostics;
  }
}
