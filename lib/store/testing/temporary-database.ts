import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase, type Database } from '../database';
import { migrateDatabase } from '../migrate';

/** Where the migrations lie, for tests and for entries that run from the repository's root. */
export const migrationsDir = join(import.meta.dirname, '../../../prisma/migrations');

/** A directory that is gone when the test is over. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'seedloom-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A migrated database on a real file of its own, closed and removed when the test is over. */
export async function temporaryDatabase(): Promise<{ db: Database; dataDir: string }> {
  const dataDir = temporaryDirectory();
  await migrateDatabase(dataDir, migrationsDir);
  const db = await openDatabase({ dataDir });
  onTestFinished(() => db.close());
  return { db, dataDir };
}
