import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@/lib/util/app-error';
import type { StoredSource } from '@/lib/store/stored-sources';
import { snapshotsDir } from '../sources/snapshot';
import { startSqlProcess } from './run-sql-process';

// Turbopack takes paths that it can't tell for any file of the project, and reads them all, unless told to ignore them.

/** What stands for a file of SQLite among what a run keeps of its sources. */
export function databaseKey(path: string): string {
  return JSON.stringify(['database', path]);
}

/** The copy of a file that a run keeps. Throws AppError `source-gone`. */
export function databaseFile(dataDir: string, path: string, stored: readonly StoredSource[]): string {
  const found = stored.find(({ key }) => key === databaseKey(path));
  const file = found && join(snapshotsDir(dataDir), found.snapshot, fileName);
  if (file !== undefined && existsSync(/* turbopackIgnore: true */ file)) return file;
  throw new AppError('source-gone', `What was read of ${path} is not known any more. Start the run anew.`);
}

const fileName = 'database.sqlite';

/**
 * Copies a file of SQLite as it is now, so that a run goes on with the same rows. One that has not changed is not
 * copied again. Throws AppError `source-unreadable`, whose message names the path.
 */
export async function snapshotOfDatabase(dataDir: string, path: string): Promise<string> {
  const id = await printOf(path);
  const target = join(snapshotsDir(dataDir), id);
  if (existsSync(/* turbopackIgnore: true */ target)) {
    // It is of use again: what nobody looks at is swept.
    const now = new Date();
    await utimes(target, now, now);
    return id;
  }
  const image = await imageOf(path);
  const unfinished = `${target}.${randomUUID()}`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    await writeFile(join(unfinished, fileName), image, { mode: 0o600 });
    await rename(unfinished, target).catch((error: unknown) => {
      // Somebody else has made the same one meanwhile.
      if (!existsSync(join(target, fileName))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return id;
}

/** Pages that were written last may stand in a file beside it. */
async function printOf(path: string): Promise<string> {
  const print = createHash('sha256').update('database 1');
  for (const file of [path, `${path}-wal`]) {
    const found = await stat(/* turbopackIgnore: true */ file).catch(() => null);
    if (found?.isFile() === true) print.update(`\n${file} ${found.size} ${found.mtimeMs} ${found.ino}`);
    else if (file === path) throw unreadable(path, 'is no file that is there');
  }
  return print.digest('hex').slice(0, 32);
}

async function imageOf(path: string): Promise<Uint8Array> {
  const process = startSqlProcess();
  try {
    const reply = await process.ask({ type: 'read', file: path });
    if ('image' in reply) return reply.image;
    throw unreadable(path, 'problem' in reply ? reply.problem : 'gave no rows');
  } finally {
    process.close();
  }
}

function unreadable(path: string, problem: string): AppError {
  return new AppError('source-unreadable', `${path} can't be read as a database: ${problem}`);
}
