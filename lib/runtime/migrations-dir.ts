import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the migrations lie: above this file, from the sources as from a bundle. */
export function findMigrationsDir(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const migrations = join(folder, 'prisma', 'migrations');
    if (existsSync(migrations)) return migrations;
    if (folder === dirname(folder))
      throw new Error('prisma/migrations is missing: the installation is not whole');
  }
}
