import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { appendRows, checkAppendColumns, readAppendTarget } from './append-rows';
import { previewTable } from '../print/preview-table';

async function* rowsOf(...rows: string[][]) {
  yield* rows;
}

async function appended(before: string | null, columns: string[], ...rows: string[][]) {
  const folder = temporaryDirectory();
  const path = join(folder, 'rows.csv');
  if (before !== null) writeFileSync(path, before);
  const target = await readAppendTarget(path);
  await checkAppendColumns(target, columns, () => Promise.resolve());
  const count = await appendRows(target, columns, rowsOf(...rows));
  expect(count).toBe(rows.length);
  expect(readdirSync(folder)).toEqual(['rows.csv']);
  return readFileSync(path, 'utf8');
}

test.each([
  ['a new file', null, 'index,a,b\n0,x,"y, z"\n1,"two\nlines",\n'],
  ['an empty file', '', 'index,a,b\n0,x,"y, z"\n1,"two\nlines",\n'],
  [
    'the index goes on',
    'index;b;a\n0;p;q\n7;"r;s";t\n',
    'index;b;a\n0;p;q\n7;"r;s";t\n8;y, z;x\n9;;"two\nlines"\n',
  ],
  ['a header alone', 'index\ta\tb\n', 'index\ta\tb\n0\tx\ty, z\n1\t"two\nlines"\t\n'],
  ['no index, no end of the last line', 'a,c,b\r\nq,,p', 'a,c,b\r\nq,,p\nx,,"y, z"\n"two\nlines",,\n'],
])('R116 rows are put behind those of a file: %s', async (_, before, after) => {
  expect(await appended(before, ['a', 'b'], ['x', 'y, z'], ['two\nlines', ''])).toBe(after);
});

test('R116 a file that rows do not fit is refused, and stays as it is', async () => {
  await expect(appended('index,a\n0,x\n', ['a', 'b'])).rejects.toThrow(
    'it has no column b. Its columns: index, a',
  );
  await expect(appended('index,a\none,x\n', ['a'])).rejects.toThrow(
    'no whole number in the column index, but "one"',
  );
  await expect(appended('a,"b\n1', ['a'])).rejects.toThrow('no CSV that can be read');
  const path = join(temporaryDirectory(), 'rows.csv');
  writeFileSync(path, 'a\n1\n');
  const target = await readAppendTarget(path);

  const failing = (async function* (): AsyncGenerator<string[]> {
    yield ['2'];
    throw new Error('the disk is gone');
  })();
  await expect(appendRows(target, ['a'], failing)).rejects.toThrow('the disk is gone');
  expect(readFileSync(path, 'utf8')).toBe('a\n1\n');
  expect(existsSync(`${path}.${process.pid}.part`)).toBe(false);
});

test('the first rows are shown as a table that fits', () => {
  const table = previewTable(
    ['topic', 'question'],
    [['sea', 'Why is\n the sea salty, and who salted it?']],
    40,
  );
  expect(table.split('\n')).toEqual([
    'topic  question',
    '─────  ─────────────────────────────────',
    'sea    Why is the sea salty, and who sa…',
  ]);
  const wide = previewTable(
    Array.from({ length: 8 }, (_, index) => `column ${index}`),
    [],
    60,
  ).split('\n');
  expect(wide.at(-1)).toBe('and 2 more columns');
  for (const line of wide) expect(line.length).toBeLessThanOrEqual(60);
  expect(previewTable([], [], 80)).toBe('');
});
