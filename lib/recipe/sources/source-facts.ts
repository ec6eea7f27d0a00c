import type { DraftEnvironment } from '../draft';
import type { DatabaseProblem } from '../environments/database-problem';

/** What is known of the sources that a recipe names, beyond its text. */
export type SourceFacts = {
  /** Files of the machine may be read: true for the command line and for what it left to the worker. */
  readonly canReadPaths: boolean;
  /** The columns of a data source by the key of what it reads; undefined while nobody has looked. */
  columnsOf(key: string): readonly string[] | undefined;
  /** Why a source can't be read, if somebody has tried. */
  problemOf?(key: string): string | undefined;
  /** How many of its records can't be read, and what is wrong with the first. */
  badOf?(key: string): { readonly count: number; readonly first: string } | null | undefined;
  /** What SQLite says to the SQL of an environment; nothing while nobody has asked it. */
  databaseProblemsOf?(environment: DraftEnvironment): readonly DatabaseProblem[];
};

/** Nobody has looked, and nothing is refused. */
export const noSourceFacts: SourceFacts = { canReadPaths: true, columnsOf: () => undefined };
