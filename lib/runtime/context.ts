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
  /** Whether a recipe may name any environment variable for its key: the command line's own user may, HTTP may not. */
  readonly anyKeyVariable: boolean;
};

/** Opens data directory, database and key file. The database must have been migrated. */
export async function openContext(
  options: { name: string; config?: Config; anyKeyVariable?: boolean } = { name: 'seedloom' },
): Promise<Context> {
  const config = options.config ?? readConfig();
  makeDataDir(config.dataDir);
  return {
    config,
    db: await openDatabase({ dataDir: config.dataDir }),
    box: openSecretBox(config.dataDir),
    log: createLog(options.name, config),
    anyKeyVariable: options.anyKeyVariable ?? false,
  };
}
