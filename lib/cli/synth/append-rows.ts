import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { parse, type Parser } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '@/lib/util/app-error';

/** What is known of a CSV file that rows are put behind. */
export type AppendTarget = {
  path: string;
  /** Of the file that is there, else a comma. */
  separator: string;
  /** The columns in the order of the file; null = there is no file yet. */
  header: readonly string[] | null;
  /** The number of the next row in the column `index`. */
  nextIndex: number;
  /** The last line of the file has no end. */
  needsLineEnd: boolean;
};

/** The column that numbers the rows. */
const indexColumn = 'index';

/**
 * Looks at the file that rows will be put behind: its separator, its columns, its last index. Throws AppError
 * `output-unwritable` for a file that is no CSV with a header.
 */
export async function readAppendTarget(path: string): Promise<AppendTarget> {
  if (!existsSync(path) || (await stat(path)).size === 0) {
    return { path, separator: ',', header: null, nextIndex: 0, needsLineEnd: false };
  }
  const separator = await separatorOf(path);
  const reader = createReadStream(path).pipe(
    parse({ delimiter: separator, bom: true, relax_column_count: true }),
  );
  const { header, last, count } = await endsOf(path, reader);
  const at = header.indexOf(indexColumn);
  const lastIndex = at < 0 || last === null ? null : Number(last[at]);
  if (lastIndex !== null && !Number.isSafeInteger(lastIndex)) {
    throw unusable(
      path,
      `its last row has no whole number in the column ${indexColumn}, but "${last?.[at] ?? ''}"`,
    );
  }
  return {
    path,
    separator,
    header,
    nextIndex: lastIndex === null ? count : lastIndex + 1,
    needsLineEnd: !(await endsWithLineEnd(path)),
  };
}

/**
 * Says which columns of the rows have no place in the file. The run has just started and its rows could not be written:
 * it is paused, or a worker would pay for them.
 */
export async function checkAppendColumns(
  { path, header }: AppendTarget,
  columns: readonly string[],
  pause: () => Promise<unknown>,
): Promise<void> {
  const missing = header === null ? [] : columns.filter((name) => !header.includes(name));
  if (missing.length === 0) return;
  await pause();
  throw unusable(path, `it has no column ${missing.join(', ')}. Its columns: ${header?.join(', ') ?? ''}`);
}

/**
 * Writes the file with rows behind those it has, under its name only when it is whole. Columns of the file that the
 * rows lack stay empty. Returns how many rows were added.
 */
export async function appendRows(
  target: AppendTarget,
  columns: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): Promise<number> {
  const { path, separator } = target;
  const draft = `${path}.${process.pid}.part`;
  const header = target.header ?? [indexColumn, ...columns];
  let index = target.nextIndex;
  try {
    if (target.header !== null) await pipeline(createReadStream(path), createWriteStream(draft));
    const file = await open(draft, target.header === null ? 'w' : 'a');
    try {
      if (target.header === null) await file.write(stringify([header], { delimiter: separator }));
      if (target.needsLineEnd) await file.write('\n');
      for await (const row of rows) {
        const own = index++;
        const cells = header.map((name) =>
          name === indexColumn ? String(own) : (row[columns.indexOf(name)] ?? ''),
        );
        await file.write(stringify([cells], { delimiter: separator }));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return index - target.nextIndex;
}

async function endsOf(path: string, reader: Parser) {
  let header: string[] | null = null;
  let last: string[] | null = null;
  let count = 0;
  try {
    for await (const record of reader as AsyncIterable<string[]>) {
      if (header === null) header = record;
      else {
        last = record;
        count++;
      }
    }
  } catch (error) {
    throw unusable(
      path,
      `it is no CSV that can be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (header === null) throw unusable(path, 'it has no header');
  return { header, last, count };
}

async function separatorOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const [line = ''] = buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/, 1);
    const counts = [',', ';', '\t'].map((one) => [line.split(one).length, one] as const);
    return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
  } finally {
    await file.close();
  }
}

async function endsWithLineEnd(path: string): Promise<boolean> {
  const { size } = await stat(path);
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 0x0a;
  } finally {
    await file.close();
  }
}

function unusable(path: string, reason: string): AppError {
  return new AppError('output-unwritable', `--append ${path}: ${reason}.`);
}
