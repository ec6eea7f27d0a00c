import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
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
    throw unwritable(asked ?? path, 'the name must end with .jsonl: rows are written as JSON Lines');
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path) && statSync(path).isDirectory()) throw unwritable(path, 'it is a directory');
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unwritable(path, error instanceof Error ? error.message : String(error));
  }
  return { path, isAutomatic: asked === undefined };
}

function automaticPath(recipeFile: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const name = `${basename(recipeFile, extname(recipeFile))}-${stamp}`;
  for (let count = 0; ; count += 1) {
    const path = resolve(join('.', `${name}${count === 0 ? '' : `-${count}`}.jsonl`));
    if (!existsSync(path)) return path;
  }
}

function unwritable(path: string, reason: string): AppError {
  return new AppError('output-unwritable', `--output_path ${path}: ${reason}.`);
}
