import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { findInstallRoot } from './install-root';
import { parseJson } from './calls/parse-json';

/** A library that Seedloom is made with, and under which licence it comes. */
export type UsedLibrary = { name: string; version: string; licence: string };

const ownPackage = z.object({ dependencies: z.record(z.string(), z.string()) });
const libraryPackage = z.object({
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
});

/** The libraries of this installation by name, as their packages say. One that can't be read is left out. */
export async function usedLibraries(root: string = findInstallRoot()): Promise<UsedLibrary[]> {
  const own = ownPackage.safeParse(await readPackage(root));
  const names = Object.keys(own.data?.dependencies ?? {}).toSorted();
  const found = await Promise.all(
    names.map(async (name) => {
      const { data } = libraryPackage.safeParse(await readPackage(join(root, 'node_modules', name)));
      if (data === undefined) return [];
      const licence = typeof data.license === 'string' ? data.license : data.license?.type;
      return [{ name, version: data.version, licence: licence ?? 'not said' }];
    }),
  );
  return found.flat();
}

async function readPackage(folder: string): Promise<unknown> {
  return readFile(join(folder, 'package.json'), 'utf8').then(parseJson, () => null);
}
