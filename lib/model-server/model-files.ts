import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A model that can be served. */
export type ModelFile = {
  /** The name it is listed and shown under. */
  id: string;
  /** Every name it answers to, in lower case. */
  names: readonly string[];
  path: string;
  /** Seconds since 1970, as the list of models wants it. */
  modifiedAtSeconds: number;
  sizeBytes: number;
};

const smallModelFile = /^smollm2-135m-instruct\b.*\.gguf$/i;
const smallModelNames = ['HuggingFaceTB/SmolLM2-135M-Instruct', 'local/smollm2-135m'] as const;

/** The model files of a folder, the small model first. A folder that isn't there holds none. */
export async function listModelFiles(folder: string): Promise<ModelFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter(isModelFileName).sort();
  const files = await Promise.all(
    names.map(async (name): Promise<ModelFile[]> => {
      const path = join(folder, name);
      const entry = await stat(path).catch(() => null);
      if (entry?.isFile() !== true) return [];
      const modifiedAtSeconds = Math.floor(entry.mtimeMs / 1000);
      return [{ ...modelNamesOf(name), path, modifiedAtSeconds, sizeBytes: entry.size }];
    }),
  );
  return files.flat().sort((a, b) => Number(isSmallModel(b)) - Number(isSmallModel(a)));
}

/** The file that a request means, by any of its names in any case. */
export function findModelFile(files: readonly ModelFile[], name: string): ModelFile | undefined {
  return files.find((file) => file.names.includes(name.toLowerCase()));
}

/** Under which names a file is served. */
export function modelNamesOf(fileName: string): Pick<ModelFile, 'id' | 'names'> {
  const plainName = fileName.replace(/\.gguf$/i, '');
  const ids: readonly string[] = smallModelFile.test(fileName) ? smallModelNames : [];
  return {
    id: ids[0] ?? plainName,
    names: [...ids, fileName, plainName].map((name) => name.toLowerCase()),
  };
}

/** Hidden files are downloads that aren't whole yet; of a split model the first part names all. */
function isModelFileName(name: string): boolean {
  if (name.startsWith('.') || !/\.gguf$/i.test(name)) return false;
  const part = /-(\d{5})-of-\d{5}\.gguf$/i.exec(name)?.[1];
  return part === undefined || part === '00001';
}

function isSmallModel(file: ModelFile): boolean {
  return file.id === smallModelNames[0];
}
