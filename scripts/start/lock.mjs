// @ts-check
import { execFile } from 'node:child_process';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A file that says which process owns a folder. It survives a kill -9 of its owner; whoever comes next sees
 * that the process is gone (or that its number belongs to another one now) and takes it over.
 * @typedef {{ pid: number, born: string, [fact: string]: unknown }} Holder
 */

/**
 * @param {string} path
 * @param {Record<string, unknown>} facts what others may want to know of the holder
 * @returns {Promise<{ ok: true, update(facts: Record<string, unknown>): Promise<void>, release(): Promise<void> } | { ok: false, holder: Holder }>}
 */
export async function takeLock(path, facts) {
  const own = { pid: process.pid, born: await birthOf(process.pid) };
  for (;;) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(`${JSON.stringify({ ...own, ...facts })}\n`);
      await file.close();
      break;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    }
    const holder = await readLock(path);
    if (holder !== null) return { ok: false, holder };
    // Moved away before it is removed: of two who both saw it stale, only one moves this very file.
    const stale = `${path}.${process.pid}`;
    await rename(path, stale).catch(() => undefined);
    await rm(stale, { force: true });
  }
  return {
    ok: true,
    async update(newFacts) {
      const partial = `${path}.${process.pid}`;
      await writeFile(partial, `${JSON.stringify({ ...own, ...newFacts })}\n`, { mode: 0o600 });
      await rename(partial, path);
    },
    async release() {
      await rm(path, { force: true });
    },
  };
}

/**
 * The living holder of a lock, or null.
 * @param {string} path
 * @returns {Promise<Holder | null>}
 */
export async function readLock(path) {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const holder = JSON.parse(await readFile(path, 'utf8'));
      return (await isAlive(holder)) ? holder : null;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      // Made this very moment and not written yet.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return null;
}

/** @param {Holder} holder */
async function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return (await birthOf(pid)) === born;
}

/**
 * When a process began, in whatever words the system has: process numbers are used again.
 * @param {number} pid
 */
async function birthOf(pid) {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    if (process.platform === 'win32') return '';
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({
      stdout: '',
    }));
    return stdout.trim();
  }
}
