// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './run-command.mjs';

/**
 * A stamp remembers from which inputs something was made, so that the next start makes it again only when
 * they have changed. All stamps are in one file that git ignores.
 * @typedef {'install' | 'module' | 'generate' | 'build'} StampName
 */
const stampFile = join(root, '.seedloom-stamp.json');

/**
 * @param {StampName} name
 * @param {string} value
 */
export function hasStamp(name, value) {
  return readStamps()[name] === value;
}

/**
 * At once, since two steps may end at the same moment.
 * @param {StampName} name
 * @param {string | null} value null takes it away: what it stood for is being made anew
 */
export function setStamp(name, value) {
  const stamps = readStamps();
  stamps[name] = value ?? undefined; // what is undefined isn't written
  const partial = `${stampFile}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(stamps, null, 2)}\n`);
  renameSync(partial, stampFile);
}

/** @returns {Partial<Record<StampName, string>>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {}; // absent or spoiled: everything is made anew
  }
}

/** What the installed packages depend on: the lock file, and the Node and machine that native modules were built for. */
export async function installInputs() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'package.json'])
    hash.update(packageFacts(await readFile(join(root, file), 'utf8')));
  hash.update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  return hash.digest('hex');
}

/**
 * Scripts of package.json may change without a new installation.
 * @param {string} text
 */
function packageFacts(text) {
  return JSON.stringify({ ...JSON.parse(text), scripts: undefined });
}

/**
 * Hashes the names and contents of files and folders below the clone; those that don't exist count as absent.
 * @param {readonly string[]} paths
 * @param {(path: string) => boolean} [isWanted]
 * @returns {Promise<string>}
 */
export async function hashOf(paths, isWanted = () => true) {
  const files = (await Promise.all(paths.map(filesBelow))).flat().filter(isWanted).sort();
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  const hash = createHash('sha256');
  files.forEach((file, index) => {
    const content = contents[index] ?? Buffer.alloc(0);
    hash.update(`${file}\0${content.length}\0`);
    hash.update(content);
  });
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesBelow(path) {
  try {
    const entries = await readdir(join(root, path), { withFileTypes: true });
    const lists = entries.map(async (entry) => {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(child);
      return entry.isFile() ? [child] : [];
    });
    return (await Promise.all(lists)).flat();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}
