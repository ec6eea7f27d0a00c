import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a data directory by what they are for. */
export type DataDirSize = { database: number; models: number; files: number };

/**
 * How much room a data directory takes. What comes or goes while it is looked at counts or doesn't; a place that
 * can't be read counts nothing.
 */
export async function dataDirSize(root: string): Promise<DataDirSize> {
  const size: DataDirSize = { database: 0, models: 0, files: 0 };
  for (const path of await filesBelow(root)) {
    const { size: bytes } = await stat(join(root, path)).catch(() => ({ size: 0 }));
    size[kindOf(path)] += bytes;
  }
  return size;
}

async function filesBelow(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
  } catch {
    return [];
  }
}

function kindOf(path: string): keyof DataDirSize {
  if (path.startsWith('models/')) return 'models';
  // The write-ahead log and its index lie beside the database.
  return /^[^/]*\.db(?:-\w+)?$/.test(path) ? 'database' : 'files';
}
