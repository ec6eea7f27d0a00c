import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { AppError } from '@/lib/util/app-error';
import { sha256Hex } from '@/lib/util/hash';
import { databasePath } from './database';

type Migration = { name: string; sql: string; checksum: string };
type Connection = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;

/**
 * Makes the database of a data directory as `migrationsDir` says and returns the names of the migrations that
 * it applied. Each is applied whole or not at all; several processes may start at once. Throws AppError
 * `database-newer` or `migration-changed` when the database was made by other migrations than these, and
 * `data-dir-unusable` when it is none.
 */
export async function migrateDatabase(dataDir: string, migrationsDir: string): Promise<string[]> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const migrations = readMigrations(migrationsDir);
  // Another process may be in the middle of a long migration: wait for it rather than fail.
  const adapter = new PrismaBetterSqlite3({ url: `file:${databasePath(dataDir)}`, timeout: 60_000 });
  const connection = await adapter.connect();
  try {
    await connection
      .executeScript('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF;')
      .catch((error: unknown) => {
        throw unreadable(dataDir, error);
      });
    await connection.executeScript(migrationsTable);
    const applied: string[] = [];
    for (const migration of await pendingMigrations(connection, migrations)) {
      if (await applyMigration(connection, migration)) applied.push(migration.name);
    }
    // What another process applied meanwhile must be what this version knows.
    await pendingMigrations(connection, migrations);
    return applied;
  } finally {
    await connection.dispose();
  }
}

function unreadable(dataDir: string, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(
    'data-dir-unusable',
    `${databasePath(dataDir)} can not be read as the database of Seedloom (${reason}). Put a copy of it back, or name another directory by --data-dir or SEEDLOOM_DATA_DIR.`,
  );
}

/** The table that Prisma's own tool would make, so that it can take over. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id TEXT PRIMARY KEY NOT NULL,
  checksum TEXT NOT NULL,
  finished_at DATETIME,
  migration_name TEXT NOT NULL,
  logs TEXT,
  rolled_back_at DATETIME,
  started_at DATETIME NOT NULL DEFAULT current_timestamp,
  applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
);`;

function readMigrations(migrationsDir: string): Migration[] {
  return readdirSync(migrationsDir)
    .filter((name) => existsSync(join(migrationsDir, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(migrationsDir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: sha256Hex(sql) };
    });
}

async function pendingMigrations(connection: Connection, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await connection.queryRaw({
    sql: 'SELECT migration_name, checksum FROM _prisma_migrations ORDER BY migration_name',
    args: [],
    argTypes: [],
  });
  const applied = new Map(rows.map(([name, checksum]) => [String(name), String(checksum)]));
  for (const [name, checksum] of applied) {
    const known = migrations.find((migration) => migration.name === name);
    if (!known) {
      throw new AppError(
        'database-newer',
        `The database was made by a newer Seedloom (its migration ${name} is unknown here). Start that version, or choose another data directory.`,
      );
    }
    if (known.checksum !== checksum) {
      throw new AppError(
        'migration-changed',
        `The migration ${name} is not the one that this database was made with. Restore its file, or choose another data directory.`,
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

/** Returns false when another process applied it first. */
async function applyMigration(connection: Connection, { name, sql, checksum }: Migration): Promise<boolean> {
  // The entry comes first: its primary key makes a second process fail before it changes anything.
  const entry = [name, checksum, name].map(quote).join(', ');
  try {
    await connection.executeScript(`BEGIN IMMEDIATE;
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES (${entry}, current_timestamp, 1);
      ${sql}
      COMMIT;`);
    return true;
  } catch (error) {
    await connection.executeScript('ROLLBACK;').catch(() => undefined);
    if (await isApplied(connection, name)) return false;
    throw new AppError('migration-failed', `The migration ${name} failed; nothing was changed.`, undefined, {
      cause: error,
    });
  }
}

async function isApplied(connection: Connection, name: string): Promise<boolean> {
  const { rows } = await connection.queryRaw({
    sql: `SELECT 1 FROM _prisma_migrations WHERE id = ${quote(name)}`,
    args: [],
    argTypes: [],
  });
  return rows.length > 0;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
