import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { usedLibraries } from './used-libraries';

test('the libraries of an installation are named with version and licence, unreadable ones are left out', async () => {
  const root = temporaryDirectory();
  const write = async (folder: string, text: string) => {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'package.json'), text);
  };
  await write(
    '',
    JSON.stringify({ dependencies: { zebra: '1', '@a/b': '1', old: '1', broken: '1', gone: '1' } }),
  );
  await write('node_modules/zebra', JSON.stringify({ version: '1.2.3', license: 'MIT' }));
  await write('node_modules/@a/b', JSON.stringify({ version: '2.0.0' }));
  await write('node_modules/old', JSON.stringify({ version: '0.1.0', license: { type: 'BSD' } }));
  await write('node_modules/broken', '{');
  expect(await usedLibraries(root)).toEqual([
    { name: '@a/b', version: '2.0.0', licence: 'not said' },
    { name: 'old', version: '0.1.0', licence: 'BSD' },
    { name: 'zebra', version: '1.2.3', licence: 'MIT' },
  ]);
});

test('this installation names its own', async () => {
  expect(await usedLibraries()).toContainEqual(expect.objectContaining({ name: 'react', licence: 'MIT' }));
});
