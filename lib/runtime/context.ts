import { openDatabase, type Database } from '@/lib/store/database';
import { readConfig, type Config } from './config';
import { makeDataDir } from './data-dir';
import { createLog, type Log } from './log';
import { openSecretBox, type SecretBox } from './secrets';

/** What every use case of a process needs. Made once, at the start; closed at the end. */
export type Context = {
  readonly db: Database;
  readonly config: Config;
  readonly box: SecretBox;
  readonly log: Log;
  /**
   * Whether a recipe may name any environment variable for its key: the command line's own user
   * may, HTTP may not.
   */
  readonly anyKeyVariable: boolean;
  /** Whether a recipe may read files of this machine: on the command line it may, over HTTP it may not. */
  readonly readsPaths: boolean;
  /** Whether the API asks for no key: a command asks its own data directory, not a server. */
  readonly needsNoKey: boolean;
};

export type ContextOptions = {
  /** What the process is called in the log. */
  name: string;
  config?: Config;
  anyKeyVariable?: boolean;
  readsPaths?: boolean;
  needsNoKey?: boolean;
  /** Brings the database up to date first; without it the database must have been migrated. */
  migrate?: boolean;
};

/** Opens data directory, database and key file. */
export async function openContext(options: ContextOptions): Promise<Context> {
  const config = options.config ?? readConfig();
  const dataDir = makeDataDir(config.dataDir).root;
  if (options.migrate) await migrate(dataDir);
  return {
    config,
    db: await openDatabase({ dataDir }),
    box: openSecretBox(dataDir),
    log: createLog(options.name, config),
    anyKeyVariable: options.anyKeyVariable ?? false,
    readsPaths: options.readsPaths ?? false,
    needsNoKey: options.needsNoKey ?? false,
  };
}

async function migrate(dataDir: string): Promise<void> {
  const [{ migrateDatabase }, { findMigrationsDir }] = await Promise.all([
    import('@/lib/store/migrate'),
    import('./install-root'),
  ]);
  await migrateDatabase(dataDir, findMigrationsDir());
}
