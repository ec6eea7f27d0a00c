import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { makeFolder } from '@/lib/runtime/make-folder';
import { AppError } from '@/lib/util/app-error';

/** Where the rows go, as an absolute path, checked before anything is paid for. */
export type OutputPath = { path: string; isAutomatic: boolean };

/**
 * The path that was asked for, else a new name beside nobody's file. Makes the directories above it.
 * Throws AppError `output-unwritable`, which names the path.
 */
export function chooseOutputPath(asked: string | undefined, recipeFile: string, now: Date): OutputPath {
  const path = asked === undefined ? automaticPath(recipeFile, now) : resolve(asked);
  if (extname(path).toLowerCase() !== '.jsonl') {
    const reason =
      'the name must end with .jsonl: rows are written as JSON Lines. --append FILE.csv puts them behind those of a CSV file';
    throw unwritable('--output_path', asked ?? path, reason);
  }
  makeFolderOf(path, '--output_path');
  return { path, isAutomatic: asked === undefined };
}

/** The path of a CSV file that rows are put behind. Throws AppError `output-unwritable`, which names the path. */
export function chooseAppendPath(asked: string): string {
  const path = resolve(asked);
  if (extname(path).toLowerCase() !== '.csv')
    throw unwritable('--append', asked, 'the name must end with .csv');
  makeFolderOf(path, '--append');
  return path;
}

function makeFolderOf(path: string, option: string): void {
  try {
    makeFolder(dirname(path));
    if (existsSync(path) && statSync(path).isDirectory()) throw unwritable(option, path, 'it is a directory');
    // Some folders look writable and aren't: better found out before the calls than after them.
    const probe = `${path}.${process.pid}.part`;
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unwritable(option, path, error instanceof Error ? error.message : String(error));
  }
}

function automaticPath(recipeFile: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
  const name = `${basename(recipeFile, extname(recipeFile))}_${stamp}`;
  for (let count = 0; ; count += 1) {
    const path = resolve(join('.', `${name}${count === 0 ? '' : `_${count}`}.jsonl`));
    if (!existsSync(path)) return path;
  }
}

function unwritable(option: string, path: string, reason: string): AppError {
  return new AppError('output-unwritable', `${option} ${path}: ${reason}.`);
}
