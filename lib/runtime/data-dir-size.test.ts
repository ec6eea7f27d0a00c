import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { databasePath } from '@/lib/store/database';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { dataDirSize } from './data-dir-size';

test('a data directory is counted by what its files are for', async () => {
  const root = temporaryDirectory();
  await mkdir(join(root, 'models'));
  await mkdir(join(root, 'uploads', '1'), { recursive: true });
  await writeFile(databasePath(root), 'x'.repeat(100));
  await writeFile(`${databasePath(root)}-wal`, 'x'.repeat(50));
  await writeFile(join(root, 'models', 'small.gguf'), 'x'.repeat(1000));
  await writeFile(join(root, 'uploads', '1', 'a.csv'), 'x'.repeat(7));
  await writeFile(join(root, 'secret.key'), 'x'.repeat(3));
  expect(await dataDirSize(root)).toEqual({ database: 150, models: 1000, files: 10 });
});

test('a data directory that is not there takes no room', async () => {
  expect(await dataDirSize('/nowhere/at/all')).toEqual({ database: 0, models: 0, files: 0 });
});
