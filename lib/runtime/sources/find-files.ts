import { readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { AppError } from '@/lib/util/app-error';

/**
 * The files that a path stands for, in the order of their names: the one that it names, or those that its pattern
 * fits. `*`, `?` and `[a-z]` stand for parts of a name, `**` for any folders; names with a leading point are passed over.
 * Throws AppError `source-unreadable`.
 */
export async function findFiles(path: string): Promise<string[]> {
  if (!path.includes('*')) return [await fileAt(resolve(path))];
  const absolute = resolve(path);
  const parts = absolute.split(sep);
  const firstPattern = parts.findIndex((part) => part.includes('*'));
  const base = parts.slice(0, firstPattern).join(sep) || sep;
  const found: string[] = [];
  await walk(base, parts.slice(firstPattern), found);
  return [...new Set(found)].sort((a, b) => (a < b ? -1 : 1));
}

async function fileAt(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw new AppError('source-unreadable', reasonOf(error));
  });
  if (!found.isFile()) {
    throw new AppError('source-unreadable', 'is a folder. Name its files by a pattern, such as folder/*.csv');
  }
  return path;
}

async function walk(folder: string, [part, ...rest]: readonly string[], found: string[]): Promise<void> {
  if (part === undefined) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (part === '**') {
    await walk(folder, rest, found);
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        await walk(join(folder, entry.name), [part, ...rest], found);
      }
    }
    return;
  }
  const pattern = patternOf(part);
  for (const entry of entries) {
    if (!pattern.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
    if (rest.length > 0) {
      if (kind?.isDirectory()) await walk(path, rest, found);
    } else if (kind?.isFile()) found.push(path);
  }
}

function patternOf(part: string): RegExp {
  // A bracket first in a set belongs to it; one without its partner stands for itself.
  const source = part.replace(
    /\*+|\?|\[(!?)(\]?[^\]]*)\]|[.+^${}()|[\]\\]/g,
    (found, not?: string, set?: string) => {
      if (found.startsWith('*')) return '.*';
      if (found === '?') return '.';
      if (set === undefined || set === '') return `\\${found}`;
      return `[${not === '!' ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
    },
  );
  return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`, 's');
}

/** Why a file can't be read, in words that follow its name. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there: no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read (permission denied)';
  return `can't be read: ${error instanceof Error ? error.message : String(error)}`;
}
