import type { CompiledRecipe } from '@/lib/plan/compile';
import type { Environment } from '@/lib/recipe/environment-schema';
import type { DatabaseProblem } from '@/lib/recipe/environments/database-problem';
import { toolsOfDatabase } from '@/lib/recipe/environments/database-sql';
import type { Recipe } from '@/lib/recipe/schema';
import type { StoredSource } from '@/lib/store/stored-sources';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { databaseFile, databaseKey, snapshotOfDatabase } from './database-file';
import { createDatabaseTools, type DatabaseTools } from './database-tools';
import { databasesOf, inspectDatabase, setupOf } from './inspect-databases';

/** The databases of a recipe as they are now. */
export type OpenedDatabases = {
  /** Copies of files, which a run keeps. */
  readonly stored: readonly StoredSource[];
  readonly problems: ReadonlyMap<string, readonly DatabaseProblem[]>;
};

/** Makes each database of a recipe and looks at what its tools do with it. Never throws for what is wrong with one. */
export async function openDatabases(context: Context, recipe: Recipe): Promise<OpenedDatabases> {
  const { dataDir } = context.config;
  const stored: StoredSource[] = [];
  const problems = new Map<string, readonly DatabaseProblem[]>();
  for (const { id, env_kwargs: kwargs } of databasesOf(recipe)) {
    if (kwargs.db_path === undefined || !context.readsPaths) continue;
    try {
      const snapshot = await snapshotOfDatabase(dataDir, kwargs.db_path);
      stored.push({ key: databaseKey(kwargs.db_path), snapshot });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.set(id, [{ place: { type: 'set-up', key: 'db_path' }, text: error.message }]);
    }
  }
  for (const environment of databasesOf(recipe).filter(({ id }) => !problems.has(id))) {
    const file = fileOf(dataDir, environment, stored);
    const from = file === undefined ? environment.env_kwargs : { file };
    problems.set(environment.id, await inspectDatabase({ from, tools: toolsOfDatabase(environment) }));
  }
  return { stored, problems };
}

/**
 * The tools of the databases that a job's conversations use; null for none. They are started by their first use and
 * have to be closed. Throws AppError `source-gone` where the copy of a file is not there any more.
 */
export function openTools(
  dataDir: string,
  compiled: CompiledRecipe,
  { seed, sources }: { readonly seed: number; readonly sources: readonly StoredSource[] },
): DatabaseTools | null {
  const setups = databasesOf(compiled.recipe).map(
    (environment) => [environment.id, setupOf(environment, fileOf(dataDir, environment, sources))] as const,
  );
  return createDatabaseTools(compiled, { seed, setups: new Map(setups) });
}

function fileOf(
  dataDir: string,
  { env_kwargs: { db_path: path } }: Environment,
  stored: readonly StoredSource[],
): string | undefined {
  return path === undefined ? undefined : databaseFile(dataDir, path, stored);
}
