import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dataFormats, documentFormats, formatOf } from '@/lib/recipe/sources/source-spec';
import { columnNames, readDelimited } from '@/lib/sources/readers/read-delimited';
import { readJson } from '@/lib/sources/readers/read-json';
import { readJsonl } from '@/lib/sources/readers/read-jsonl';
import { momentText, readParquet } from '@/lib/sources/readers/read-parquet';
import { wholeText } from '@/lib/sources/readers/read-text';
import type { BadRecord } from '@/lib/sources/source-table';
import { type SourceRecord } from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { parseApart, type ParsedCell } from './parse-apart';
import { checkZip } from './zip-bounds';

/** What a workbook and a document in Word's format may unpack to: their libraries hold all of it in memory. */
const sheetBounds = { format: 'XLSX', mostEntries: 10_000, mostBytes: 400_000_000 };
const wordBounds = { format: 'DOCX', mostEntries: 10_000, mostBytes: 400_000_000 };

/** A document is read as a whole. */
const mostDocumentBytes = 100_000_000;

/** The records of a file of data, as they are read. Throws AppError `source-unreadable`. */
export async function* readRecords(path: string): AsyncGenerator<SourceRecord | BadRecord> {
  const format = formatOf(path, dataFormats);
  switch (format) {
    case 'jsonl':
      yield* readJsonl(createReadStream(path));
      return;
    case 'json':
      yield* readJson(createReadStream(path));
      return;
    case 'csv':
    case 'tsv':
      yield* readDelimited(createReadStream(path), format === 'csv' ? ',' : '\t');
      return;
    case 'parquet':
      yield* readParquetFile(path);
      return;
    case 'xlsx':
      yield* readSheets(path);
      return;
    case undefined:
      throw unknownFormat(dataFormats);
  }
}

async function* readParquetFile(path: string): AsyncGenerator<SourceRecord> {
  const { compressors } = await import('hyparquet-compressors');
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const slice = async (start: number, end = size) => {
      const bytes = new Uint8Array(Math.max(0, end - start));
      await file.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    };
    yield* readParquet({ byteLength: size, slice }, compressors);
  } finally {
    await file.close();
  }
}

/** All sheets one after the other; the first row of each names its columns. */
async function* readSheets(path: string): AsyncGenerator<SourceRecord> {
  await checkZip(path, sheetBounds);
  let names: string[] | null = null;
  let hasRows = false;
  for await (const row of parseApart('xlsx', path)) {
    if (!Array.isArray(row)) {
      names = null;
      continue;
    }
    hasRows = true;
    if (names === null) names = columnNames(row.map((cell) => (cell === null ? null : cellText(cell))));
    else yield new Map(names.map((name, position) => [name, cellValue(row[position] ?? null)]));
  }
  if (hasRows) return;
  throw new AppError(
    'source-unreadable',
    'is empty: its sheets have no rows. The first row names the columns',
  );
}

function cellValue(cell: ParsedCell): Value {
  return typeof cell === 'object' && cell !== null ? cellText(cell) : cell;
}

function cellText(cell: NonNullable<ParsedCell>): string {
  return typeof cell === 'object' ? momentText(new Date(cell.at)) : String(cell);
}

/** The text of a document. Throws AppError `source-unreadable`. */
export async function readDocumentText(path: string): Promise<string> {
  const format = formatOf(path, documentFormats);
  const { size } = await stat(path);
  if (format !== undefined && size > mostDocumentBytes) {
    throw new AppError(
      'source-unreadable',
      `has ${Math.round(size / 1_000_000)} MB; a document may have ${mostDocumentBytes / 1_000_000}. Divide it`,
    );
  }
  switch (format) {
    case 'txt':
    case 'md':
    case 'html':
      return wholeText(createReadStream(path));
    case 'pdf':
      return documentText('pdf', path);
    case 'docx':
      await checkZip(path, wordBounds);
      return documentText('docx', path);
    case undefined:
      throw unknownFormat(documentFormats);
  }
}

function unknownFormat(formats: readonly string[]): AppError {
  const known = formats.map((format) => `.${format}`).join(', ');
  return new AppError('source-unreadable', `has a format that can't be read. Known are ${known}`);
}

async function documentText(format: 'pdf' | 'docx', path: string): Promise<string> {
  let text = '';
  for await (const piece of parseApart(format, path)) if (typeof piece === 'string') text += piece;
  return text;
}
