import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this installation: above this file, from the sources as from a bundle. */
export function findInstallRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'prisma', 'migrations'))) return folder;
    if (folder === dirname(folder))
      throw new Error('prisma/migrations is missing: the installation is not whole');
  }
}

/** Where the migrations lie. */
export function findMigrationsDir(): string {
  return join(findInstallRoot(), 'prisma', 'migrations');
}

/**
 * Where a program of `lib/runtime` lies that is started as it stands, also where all else is bundled; and with which
 * environment: there are keys in ours, and whoever breaks a library in it should find none.
 */
export function childProgram(...path: readonly string[]) {
  return {
    path: join(findInstallRoot(), 'lib', 'runtime', ...path),
    env: { NODE_ENV: 'production', TZ: 'UTC' } as const,
  };
}
