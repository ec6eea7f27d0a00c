// @ts-check
import { execFile } from 'node:child_process';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A file that says which process owns a folder. It survives a kill -9 of its owner; whoever comes next sees
 * that the process is gone (or that its number belongs to another one now) and takes it over.
 * @typedef {{ pid: number, born: string, [fact: string]: unknown }} Holder
 */

/** A sweep takes milliseconds; whoever left the broom lying about for longer has died over it. */
const longestSweepMs = 5000;

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
    const found = await look(path);
    if (found.state === 'held') return { ok: false, holder: found.holder };
    if (found.state === 'stale') await sweep(path);
  }
  const partial = `${path}.${process.pid}`;
  // One after the other: two at once would write into the same partial file.
  let updates = Promise.resolve();
  return {
    ok: true,
    update(newFacts) {
      const next = updates.then(async () => {
        await writeFile(partial, `${JSON.stringify({ ...own, ...newFacts })}\n`, { mode: 0o600 });
        await rename(partial, path);
      });
      updates = next.catch(() => undefined);
      return next;
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
  const found = await look(path);
  return found.state === 'held' ? found.holder : null;
}

/**
 * @param {string} path
 * @returns {Promise<{ state: 'held', holder: Holder } | { state: 'stale' } | { state: 'absent' }>}
 */
async function look(path) {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const holder = JSON.parse(await readFile(path, 'utf8'));
      return (await isAlive(holder)) ? { state: 'held', holder } : { state: 'stale' };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { state: 'absent' };
      // Made this very moment and not written yet.
      await pause(20);
    }
  }
  return { state: 'stale' };
}

/**
 * Removes a stale lock. Only who holds the broom may, and looks again: meanwhile another may have taken it over.
 * @param {string} path
 */
async function sweep(path) {
  const broom = `${path}.broom`;
  try {
    await (await open(broom, 'wx')).close();
  } catch {
    const ageMs = Date.now() - (await stat(broom).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (ageMs > longestSweepMs) await rm(broom, { force: true });
    return pause(20);
  }
  try {
    if ((await look(path)).state === 'stale') await rm(path, { force: true });
  } finally {
    await rm(broom, { force: true });
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
