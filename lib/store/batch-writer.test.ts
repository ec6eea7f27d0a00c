import { expect, test } from 'vitest';
import { z } from 'zod';
import { createBatchWriter } from './batch-writer';
import { storageProblem } from './database';
import { query, sql } from './sql';
import { temporaryDatabase } from './testing/temporary-database';

const readName = 'SELECT 1 FROM projects WHERE name = ?';
const insertName = 'INSERT INTO projects (name, created_at) VALUES (?, 1)';

test('the thread’s connection is durable, waits for locks and checks references', async () => {
  const { db } = await temporaryDatabase();
  const pragmas = `SELECT 1 FROM pragma_journal_mode, pragma_synchronous, pragma_busy_timeout, pragma_foreign_keys
    WHERE journal_mode = 'wal' AND synchronous = 2 AND timeout = 5000 AND foreign_keys = 1`;
  const writer = createBatchWriter({ path: db.path, busyTimeoutMs: 5000, write: insertName, read: pragmas });
  expect(await writer.write({ write: ['a'], read: [] })).toBe(true);
  await writer.close();
});

test('writes happen in their order, and another connection sees each when it is answered for', async () => {
  const { db } = await temporaryDatabase();
  const writer = createBatchWriter({ path: db.path, busyTimeoutMs: 5000, write: insertName, read: readName });
  const names = Array.from({ length: 20 }, (_, number) => `name ${number}`);
  const seen = names.map(async (name) => {
    expect(await writer.write({ write: [name], read: [name] })).toBe(true);
    const rows = await query(db, z.object({ name: z.string() }), sql`SELECT name FROM projects ORDER BY id`);
    expect(rows.map((row) => row.name)).toContain(name);
    return rows.map((row) => row.name);
  });
  const last = (await Promise.all(seen)).at(-1);
  expect(last?.filter((name) => names.includes(name))).toEqual(names);
  await writer.close();
});

test('closing waits for what is being written, and the next write starts anew', async () => {
  const { db } = await temporaryDatabase();
  const writer = createBatchWriter({ path: db.path, busyTimeoutMs: 5000, write: insertName, read: readName });
  const written = writer.write({ write: ['a'], read: ['b'] });
  await writer.close();
  expect(await written).toBe(false);
  expect(await writer.write({ write: ['b'], read: ['a'] })).toBe(true);
  await writer.close();
});

test('a thread that is ready has opened the database; what goes wrong there is told by the first write', async () => {
  const { db, dataDir } = await temporaryDatabase();
  const writer = createBatchWriter({ path: db.path, busyTimeoutMs: 5000, write: insertName, read: readName });
  await writer.getReady();
  expect(await writer.write({ write: ['a'], read: ['a'] })).toBe(true);
  await writer.close();
  const lost = createBatchWriter({ path: dataDir, busyTimeoutMs: 50, write: insertName, read: readName });
  await lost.getReady();
  await expect(lost.write({ write: ['a'], read: ['a'] })).rejects.toThrow();
  await lost.close();
});

test('an error names what the database says, and the thread goes on', async () => {
  const { db } = await temporaryDatabase();
  const writer = createBatchWriter({ path: db.path, busyTimeoutMs: 50, write: insertName, read: readName });
  await expect(writer.write({ write: [null], read: ['a'] })).rejects.toThrow('NOT NULL');
  expect(await writer.write({ write: ['a'], read: ['a'] })).toBe(true);
  await db.prisma.$executeRawUnsafe('BEGIN IMMEDIATE');
  const error: unknown = await writer.write({ write: ['b'], read: ['b'] }).catch((reason: unknown) => reason);
  expect(storageProblem(error)).toBe('busy');
  await db.prisma.$executeRawUnsafe('COMMIT');
  expect(await writer.write({ write: ['b'], read: ['b'] })).toBe(true);
  await writer.close();
});

test('a thread that cannot open the database says so', async () => {
  const { dataDir } = await temporaryDatabase();
  const writer = createBatchWriter({
    path: `${dataDir}/none.db`,
    busyTimeoutMs: 50,
    write: insertName,
    read: readName,
  });
  await expect(writer.write({ write: ['a'], read: ['a'] })).rejects.toThrow(/unable to open|directory/i);
  await writer.close();
});
