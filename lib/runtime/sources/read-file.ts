import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { dataFormats, documentFormats, formatOf } from '@/lib/recipe/sources/source-spec';
import { columnNames, readDelimited } from '@/lib/sources/readers/read-delimited';
import { readJson } from '@/lib/sources/readers/read-json';
import { readJsonl } from '@/lib/sources/readers/read-jsonl';
import { isMoment, momentText, readParquet } from '@/lib/sources/readers/read-parquet';
import { wholeText } from '@/lib/sources/readers/read-text';
import type { BadRecord } from '@/lib/sources/source-table';
import { type SourceRecord } from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';
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
  const { default: readWorkbook } = await import('read-excel-file/node');
  const sheets = await readWorkbook(path).catch((error: unknown) => {
    throw unreadable('XLSX', error);
  });
  if (sheets.every(({ data }) => data.length === 0)) {
    throw new AppError(
      'source-unreadable',
      'is empty: its sheets have no rows. The first row names the columns',
    );
  }
  for (const { data } of sheets) {
    const [head, ...rows] = data;
    if (head === undefined) continue;
    const names = columnNames(head.map((cell) => (cell === null ? null : cellText(cell))));
    for (const row of rows) {
      yield new Map(
        names.map((name, position) => {
          const cell = row[position] ?? null;
          return [
            name,
            typeof cell === 'number' || typeof cell === 'boolean' || cell === null ? cell : cellText(cell),
          ];
        }),
      );
    }
  }
}

function cellText(cell: string | number | boolean | object): string {
  if (typeof cell === 'object') return isMoment(cell) ? momentText(cell) : '';
  return String(cell);
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
      return pdfText(path);
    case 'docx':
      return wordText(path);
    case undefined:
      throw unknownFormat(documentFormats);
  }
}

function unknownFormat(formats: readonly string[]): AppError {
  const known = formats.map((format) => `.${format}`).join(', ');
  return new AppError('source-unreadable', `has a format that can't be read. Known are ${known}`);
}

async function pdfText(path: string): Promise<string> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  try {
    // Its warnings about fonts and the like are nobody's concern here.
    const document = await getDocumentProxy(new Uint8Array(await readFile(path)), { verbosity: 0 });
    const { text } = await extractText(document, { mergePages: false });
    await document.destroy();
    const whole = text.join('\n\n');
    if (whole.trim() !== '' || text.length === 0) return whole;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PasswordException') {
      throw new AppError('source-unreadable', 'is protected by a password. Save it without one');
    }
    throw unreadable('PDF', error);
  }
  throw new AppError(
    'source-unreadable',
    'holds no text, only pictures of it. Run text recognition (OCR) over it first',
  );
}

async function wordText(path: string): Promise<string> {
  await checkZip(path, wordBounds);
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.extractRawText({ path }).catch((error: unknown) => {
    throw unreadable('DOCX', error);
  });
  // It puts two line ends after each paragraph.
  return value.replaceAll('\n\n', '\n').replace(/\n$/, '');
}

/** A library's own words stand behind ours: they say more to who knows the format. */
function unreadable(format: string, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  const first = reason.split('\n')[0]?.slice(0, 200) ?? '';
  return new AppError('source-unreadable', `is no ${format} file that can be read (${first})`);
}
