import { join } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { batchStatements } from './batch-statements';
import { type BatchWriter, createBatchWriter } from './batch-writer';
import { PrismaClient } from '@/prisma/generated/client';

/** An open database. Only lib/store looks inside; everybody else hands it on. */
export type Database = {
  readonly path: string;
  readonly prisma: PrismaClient;
  /** Writes the batches of runs. */
  readonly batches: BatchWriter;
  close(): Promise<void>;
};

/** How long a statement waits for another process's write, in milliseconds. */
const busyTimeoutMs = 5000;

/** Where the database of a data directory lies. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'seedloom.db');
}

/**
 * Opens the database of a data directory, which `migrateDatabase` must have made: one connection, and one more for
 * the batches of runs once there are any. Every statement is durable when its promise resolves (WAL, synchronous=FULL).
 */
export async function openDatabase(options: { dataDir: string; readOnly?: boolean }): Promise<Database> {
  const path = databasePath(options.dataDir);
  const prisma = new PrismaClient({ adapter: pragmaAdapter(path, options.readOnly ?? false) });
  await prisma.$connect();
  const batches = createBatchWriter({ path, busyTimeoutMs, ...batchStatements });
  return {
    path,
    prisma,
    batches,
    async close() {
      await batches.close();
      await prisma.$disconnect();
    },
  };
}

/**
 * A number that differs from the last one when another connection has changed the database since. Changes by
 * the same connection don't count, so a watcher needs a connection of its own.
 */
export async function dataVersion(db: Database): Promise<number> {
  const [row] = await db.prisma.$queryRaw<{ data_version: bigint | number }[]>`PRAGMA data_version`;
  return Number(row?.data_version ?? 0);
}

/** What the machine, not the program, has to answer for: a full disk, or a lock held too long. */
export function storageProblem(error: unknown): 'disk-full' | 'busy' | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const text = `${cause.message} ${JSON.stringify(cause)}`;
    if (/SQLITE_FULL|database or disk is full|ENOSPC/.test(text)) return 'disk-full';
    if (/SQLITE_BUSY|database is locked|SocketTimeout|P1008/.test(text)) return 'busy';
  }
  return null;
}

/** The adapter of Prisma that sets our pragmas on each connection that it opens. */
function pragmaAdapter(path: string, readOnly: boolean): PrismaBetterSqlite3 {
  const adapter = new PrismaBetterSqlite3({
    url: `file:${path}`,
    timeout: busyTimeoutMs,
    fileMustExist: true,
    readonly: readOnly,
  });
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connection = await connect();
    await connection.executeScript(
      `${readOnly ? '' : 'PRAGMA journal_mode = WAL;'}
       PRAGMA synchronous = FULL;
       PRAGMA foreign_keys = ON;
       PRAGMA busy_timeout = ${busyTimeoutMs};`,
    );
    return connection;
  };
  return adapter;
}
