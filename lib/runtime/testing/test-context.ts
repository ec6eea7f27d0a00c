import { temporaryDatabase } from '@/lib/store/testing/temporary-database';
import { readConfig } from '../config';
import type { Context } from '../context';
import { createLog } from '../log';
import { openSecretBox } from '../secrets';

/** A context on a database of its own, which sees only the environment that it is given. */
export async function testContext(
  env: Readonly<Record<string, string>> = {},
  anyKeyVariable = false,
): Promise<Context> {
  const { db, dataDir } = await temporaryDatabase();
  const config = readConfig({ dataDir, logLevel: 'silent' }, env);
  return {
    db,
    config,
    box: openSecretBox(dataDir),
    log: createLog('test', config),
    anyKeyVariable,
    readsPaths: anyKeyVariable,
    needsNoKey: false,
  };
}
