import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { usedSnapshots } from '@/lib/store/stored-sources';
import type { Context } from '../context';
import { snapshotsDir } from './snapshot';
import { uploadsDir } from './uploads';

/** What no run or trial keeps is of use to previews for so long after it was last looked at. */
const keptMs = 24 * 60 * 60_000;

/**
 * Removes what was read of sources for runs that are gone and for previews of yesterday, and what broke off while it
 * was made. Safe to break off and to run in several processes.
 */
export async function sweepSnapshots({ db, config }: Context, nowMs: number): Promise<void> {
  const used = new Set(await usedSnapshots(db));
  const before = nowMs - keptMs;
  const snapshots = snapshotsDir(config.dataDir);
  for (const name of await namesIn(snapshots)) {
    if (!used.has(name)) await removeOld(join(snapshots, name), before);
  }
  const uploads = uploadsDir(config.dataDir);
  for (const name of await namesIn(uploads)) {
    if (name.startsWith('arriving.')) await removeOld(join(uploads, name), before);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function removeOld(path: string, beforeMs: number): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && found.mtimeMs < beforeMs) await rm(path, { recursive: true, force: true });
}
