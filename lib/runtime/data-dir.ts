import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@/lib/util/app-error';
import { makeFolder } from './make-folder';

/** The places of one data directory. Everything that Seedloom keeps lies below `root`. */
export type DataDir = {
  readonly root: string;
  readonly secretKey: string;
  readonly models: string;
};

/** The paths of a data directory; touches no disk. */
export function dataDirOf(root: string): DataDir {
  return { root, secretKey: join(root, 'secret.key'), models: join(root, 'models') };
}

/**
 * Makes the directory if it isn't there, readable by its owner alone (it holds keys and data).
 * Throws AppError `data-dir-unusable`, which names it and the way out.
 */
export function makeDataDir(root: string): DataDir {
  try {
    makeFolder(root, 0o700);
    accessSync(root, constants.R_OK | constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'data-dir-unusable',
      `The data directory ${root} can not be used (${reason}). Name another by --data-dir or SEEDLOOM_DATA_DIR.`,
    );
  }
  return dataDirOf(root);
}

/** A path as a person writes it: `~` is the home directory, the rest is relative to the working directory. */
export function absolutePath(path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  return resolve(path);
}
