import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { databasePath, dataVersion, openDatabase } from './database';
import { migrateDatabase } from './migrate';
import { insertProject, listProjects } from './projects';
import { query, sql } from './sql';
import { migrationsDir, temporaryDatabase, temporaryDirectory } from './testing/temporary-database';

const everyMigration = readdirSync(migrationsDir)
  .filter((name) => name !== 'migration_lock.toml')
  .sort();

test('every connection is durable, waits for locks and checks references', async () => {
  const { db } = await temporaryDatabase();
  const pragmas = {
    journal_mode: 'wal',
    synchronous: 2, // FULL
    busy_timeout: 5000,
    foreign_keys: 1,
  };
  for (const [name, expected] of Object.entries(pragmas)) {
    const [row] = await db.prisma.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
    const [value] = Object.values(row ?? {});
    expect([name, typeof value === 'bigint' ? Number(value) : value]).toEqual([name, expected]);
  }
});

test('migrations make everything from nothing, and nothing the second time', async () => {
  const dataDir = temporaryDirectory();
  expect(await migrateDatabase(dataDir, migrationsDir)).toEqual(everyMigration);
  expect(await migrateDatabase(dataDir, migrationsDir)).toEqual([]);
  const db = await openDatabase({ dataDir });
  expect(await listProjects(db, { limit: 10 })).toMatchObject([{ id: 1, name: 'Default' }]);
  await db.close();
});

test('processes that start at once migrate once', async () => {
  const dataDir = temporaryDirectory();
  const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(dataDir, migrationsDir)));
  expect(applied.flat()).toEqual(everyMigration);
});

test('a migration that fails changes nothing', async () => {
  const dataDir = temporaryDirectory();
  const broken = join(temporaryDirectory(), 'migrations');
  for (const name of ['0001_init', '0002_broken']) mkdirSync(join(broken, name), { recursive: true });
  copyFileSync(join(migrationsDir, '0001_init/migration.sql'), join(broken, '0001_init/migration.sql'));
  writeFileSync(
    join(broken, '0002_broken/migration.sql'),
    'CREATE TABLE extra (id INTEGER); INSERT INTO nowhere VALUES (1);',
  );
  await expect(migrateDatabase(dataDir, broken)).rejects.toMatchObject({ code: 'migration-failed' });
  expect(await migrateDatabase(dataDir, migrationsDir)).toEqual(everyMigration.slice(1));
  const db = await openDatabase({ dataDir });
  expect(await query(db, z.unknown(), sql`SELECT 1 FROM sqlite_schema WHERE name = 'extra'`)).toEqual([]);
  await db.close();
});

test('a database of a newer version is left alone, with a message that says so', async () => {
  const dataDir = temporaryDirectory();
  await migrateDatabase(dataDir, migrationsDir);
  const empty = temporaryDirectory();
  await expect(migrateDatabase(dataDir, empty)).rejects.toMatchObject({
    code: 'database-newer',
    message: expect.stringContaining('0001_init') as unknown,
  });
});

test('a migration whose text changed after it was applied is refused', async () => {
  const dataDir = temporaryDirectory();
  const own = join(temporaryDirectory(), 'migrations');
  mkdirSync(join(own, '0001_init'), { recursive: true });
  const text = readFileSync(join(migrationsDir, '0001_init/migration.sql'), 'utf8');
  writeFileSync(join(own, '0001_init/migration.sql'), `${text}-- another text\n`);
  await migrateDatabase(dataDir, own);
  await expect(migrateDatabase(dataDir, migrationsDir)).rejects.toMatchObject({ code: 'migration-changed' });
});

test('a read-only connection reads and cannot write', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const reader = await openDatabase({ dataDir, readOnly: true });
  await insertProject(db, { name: 'Second', nowMs: 1 });
  expect(await listProjects(reader, { limit: 10 })).toHaveLength(2);
  await expect(insertProject(reader, { name: 'Third', nowMs: 1 })).rejects.toThrow(/readonly/i);
  await reader.close();
});

test('the data version of one connection shows what another wrote', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const watcher = await openDatabase({ dataDir, readOnly: true });
  const before = await dataVersion(watcher);
  expect(await dataVersion(watcher)).toBe(before);
  await insertProject(db, { name: 'Second', nowMs: 1 });
  expect(await dataVersion(watcher)).not.toBe(before);
  await watcher.close();
});

test('schema.prisma says column by column what the migrations make', async () => {
  const { db, dataDir } = await temporaryDatabase();
  expect(databasePath(dataDir)).toBe(db.path);
  const tables = await query(
    db,
    z.object({ name: z.string() }),
    sql`SELECT name FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations' ORDER BY name`,
  );
  const migrated: Record<string, unknown> = {};
  for (const { name } of tables) {
    const columns = await query(
      db,
      z.object({
        name: z.string(),
        type: z.string(),
        notnull: z.number(),
        pk: z.number(),
      }),
      sql`SELECT name, type, "notnull", pk FROM pragma_table_info(${name})`,
    );
    migrated[name] = columns.map(
      (column) =>
        `${column.name} ${column.type}${column.notnull === 1 ? '' : '?'}${column.pk > 0 ? ` key ${column.pk}` : ''}`,
    );
  }
  expect(prismaTables()).toEqual(migrated);
});

/** The tables of schema.prisma in the same words. */
function prismaTables(): Record<string, string[]> {
  const schema = readFileSync(join(migrationsDir, '../schema.prisma'), 'utf8');
  const types: Record<string, string> = { Int: 'INTEGER', BigInt: 'BIGINT', String: 'TEXT', Float: 'REAL' };
  const tables: Record<string, string[]> = {};
  for (const [, body = ''] of schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)) {
    const keys = /@@id\(\[(.*?)\]\)/.exec(body)?.[1]?.split(', ') ?? [];
    const columns = [...body.matchAll(/^ {2}(\w+) +(\w+)(\??)( .*)?$/gm)].flatMap(
      ([, field = '', type = '', optional = '', attributes = '']) => {
        const sqlType = types[type];
        if (sqlType === undefined) return [];
        const name = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? field;
        const key = attributes.includes('@id') ? 1 : keys.indexOf(field) + 1;
        return [`${name} ${sqlType}${optional}${key > 0 ? ` key ${key}` : ''}`];
      },
    );
    tables[/@@map\("(\w+)"\)/.exec(body)?.[1] ?? ''] = columns;
  }
  return tables;
}
