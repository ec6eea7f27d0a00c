import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dataFormats, documentFormats, formatOf } from '@/lib/recipe/sources/source-spec';
import { columnNames, readDelimited } from '@/lib/sources/readers/read-delimited';
import { readJson } from '@/lib/sources/readers/read-json';
import { readJsonl } from '@/lib/sources/readers/read-jsonl';
import { isMoment, momentText, readParquet } from '@/lib/sources/readers/read-parquet';
import { wholeText } from '@/lib/sources/readers/read-text';
import type { SourceRecord } from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';

/** The records of a file of data, as they are read. Throws AppError `source-unreadable`. */
export async function* readRecords(path: string): AsyncGenerator<SourceRecord> {
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
  const { default: readWorkbook } = await import('read-excel-file/node');
  const sheets = await readWorkbook(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('source-unreadable', `can't be read as XLSX: ${reason}`);
  });
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
  switch (format) {
    case 'txt':
    case 'md':
    case 'html':
      return wholeText(createReadStream(path));
    case 'pdf': {
      const { extractText, getDocumentProxy } = await import('unpdf');
      const read = async () => {
        const document = await getDocumentProxy(new Uint8Array(await readFile(path)));
        const { text } = await extractText(document, { mergePages: false });
        await document.destroy();
        return text.join('\n\n');
      };
      return read().catch((error: unknown) => {
        throw new AppError('source-unreadable', `can't be read as PDF: ${messageOf(error)}`);
      });
    }
    case 'docx': {
      const { default: mammoth } = await import('mammoth');
      const { value } = await mammoth.extractRawText({ path }).catch((error: unknown) => {
        throw new AppError('source-unreadable', `can't be read as DOCX: ${messageOf(error)}`);
      });
      // It puts two line ends after each paragraph.
      return value.replaceAll('\n\n', '\n').replace(/\n$/, '');
    }
    case undefined:
      throw unknownFormat(documentFormats);
  }
}

function unknownFormat(formats: readonly string[]): AppError {
  const known = formats.map((format) => `.${format}`).join(', ');
  return new AppError('source-unreadable', `has a format that can't be read. Known are ${known}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
