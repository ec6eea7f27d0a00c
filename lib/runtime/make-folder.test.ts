import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { makeDataDir } from './data-dir';
import { makeFolder } from './make-folder';

test('a folder is made with those above it, and one that is there stays', () => {
  const folder = join(temporaryDirectory(), 'a', 'b');
  makeFolder(folder, 0o700);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  mkdirSync(join(folder, 'kept'));
  makeFolder(folder, 0o700);
  expect(existsSync(join(folder, 'kept'))).toBe(true);
});

test('a file in the way is an error', () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(join(file, 'below'))).toThrow(/ENOTDIR|EEXIST/);
  expect(() => makeFolder(file)).toThrow('EEXIST');
});

test.runIf(existsSync('/proc/self'))('a data directory where none can be made is refused at once', () => {
  expect(() => makeDataDir('/proc/none/below')).toThrow(
    /The data directory \/proc\/none\/below can not be used .*--data-dir/,
  );
});
