import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { AppError } from '@/lib/util/app-error';
import { openDatabase } from '@/lib/store/database';
import { hasApiKeys, insertApiKey } from '@/lib/store/api-keys';
import { migrateDatabase } from '@/lib/store/migrate';
import { readConfig, type Config } from '@/lib/runtime/config';

/**
 * What the start does before any other process opens the database: applies the migrations and, with
 * `--ensure-key`, makes a key when there is none. Writes one JSON line: `{ applied, key }`.
 */
async function setUpData(
  config: Config,
  ensureKey: boolean,
): Promise<{ applied: string[]; key: string | null }> {
  const applied = await migrateDatabase(config.dataDir, resolve('prisma/migrations'));
  return { applied, key: ensureKey ? await makeFirstKey(config) : null };
}

/** Null when there is a key already. */
async function makeFirstKey(config: Config): Promise<string | null> {
  const db = await openDatabase({ dataDir: config.dataDir });
  try {
    if (await hasApiKeys(db)) return null;
    const key = `sl-${randomBytes(24).toString('base64url')}`;
    await insertApiKey(db, { name: 'Made at the first start', key, nowMs: Date.now() });
    return key;
  } finally {
    await db.close();
  }
}

try {
  const result = await setUpData(readConfig(), process.argv.includes('--ensure-key'));
  process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
