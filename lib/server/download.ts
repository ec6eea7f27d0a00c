import type { z } from 'zod';
import { stringify } from 'csv-stringify/sync';
import type { downloadQuery } from '@/lib/api/dataset-wire';
import type { Column } from '@/lib/dataset/column';
import { encodeRow, splitJsonArray } from '@/lib/dataset/json';
import type { DatasetRecord } from '@/lib/store/datasets';
import { takesAll } from '@/lib/dataset/row-filter';
import { readRowPage, readRowsAt, type StoredRow } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { readRowChoice } from './rows/row-choice';
import { selectionOf } from './rows/selection-of';
import { splitRange } from './rows/splits';
import type { Server } from './server';
import { checkKey } from './session';

const addressMs = 60 * 60_000;
const pageRows = 1000;
const longestSearchMs = 10 * 60_000;

type Download = {
  dataset: DatasetRecord;
  run: RunRecord;
  query: z.output<typeof downloadQuery>;
  signal: AbortSignal;
};

/** One way to write rows into a file. */
type Format = {
  extension: string;
  mediaType: string;
  /** What stands before the first row. */
  head(columns: readonly Column[]): string;
  /** Rows as text, each with its line end. */
  rows(rows: readonly StoredRow[], run: RunRecord, columns: readonly Column[]): string;
};

const formats: Readonly<Record<string, Format>> = {
  jsonl: {
    extension: 'jsonl',
    mediaType: 'application/x-ndjson; charset=utf-8',
    head: () => '',
    rows(rows, run, columns) {
      const chosen = new Set(columns.map(({ name }) => name));
      const lines = rows.map(({ cells }) =>
        encodeRow(run.columns, splitJsonArray(cells), ({ name }) => chosen.has(name)),
      );
      return lines.map((line) => `${line}\n`).join('');
    },
  },
  csv: {
    extension: 'csv',
    mediaType: 'text/csv; charset=utf-8',
    head: (columns) => csv([columns.map(({ name }) => name)]),
    rows(rows, run, columns) {
      const places = columns.map((column) => run.columns.indexOf(column));
      return csv(
        rows.map(({ cells }) => {
          const texts = splitJsonArray(cells);
          return places.map((place) => csvCell(texts[place] ?? 'null'));
        }),
      );
    },
  },
};

/** Lets a download through by its signature, else by a key. */
export async function checkDownload(server: Server, request: Request): Promise<void> {
  const url = new URL(request.url);
  const token = url.searchParams.get('token');
  if (token === null) return checkKey(server, request);
  if (server.signer.verify(signedText(url), token, server.now())) return;
  throw new AppError(
    'key-refused',
    'This address is good for one hour, and that is over. Ask for a new one.',
  );
}

/** The absolute address of the same download, good for an hour without a key. */
export function downloadAddressOf(server: Server, request: Request): string {
  const url = new URL(request.url);
  const proto = request.headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const address = new URL(
    `${url.pathname.replace(/^\/api\/v1/, '/v1')}${url.search}`,
    `${proto}://${request.headers.get('host') ?? url.host}`,
  );
  address.searchParams.delete('token');
  address.searchParams.set('token', server.signer.sign(signedText(address), server.now() + addressMs));
  return address.href;
}

/** A file of rows, read page by page as the client takes them. Everything that can fail does so before it. */
export async function downloadResponse(server: Server, download: Download): Promise<Response> {
  const { dataset, run, query } = download;
  const format = formatOf(query);
  const columns = columnsOf(run, query.columns);
  const name = fileName(dataset, format.extension);
  const pages = await pagesOf(server, download);
  return new Response(fileStream(pages, download, format, columns), {
    headers: {
      'content-type': format.mediaType,
      'content-disposition': `attachment; filename="${name.ascii}"; filename*=UTF-8''${name.encoded}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Gives the next rows of a file; none when there are no more. */
type Pages = (limit: number) => Promise<readonly StoredRow[]>;

async function pagesOf(server: Server, { run, query, signal }: Download): Promise<Pages> {
  const { db } = server.context;
  const status = query.status === 'all' ? undefined : query.status;
  const choice = readRowChoice(query, run.columns);
  if (takesAll(choice) && query.split === undefined) {
    let next = 0;
    return async (limit) => {
      const rows = await readRowPage(db, { runId: run.id, fromIndex: next, status, limit });
      next = (rows.at(-1)?.index ?? next) + 1;
      return rows;
    };
  }
  const selection = await selectionOf(server, run, { status, choice });
  // A file is whole or not at all: all rows are looked at before it begins.
  await selection.until(Infinity, { withinMs: longestSearchMs, signal });
  if (!selection.isDone && !signal.aborted) {
    throw new AppError(
      'unavailable',
      'The rows that fit could not be found in time. Try it again in a moment.',
    );
  }
  const { start, end } = splitRange(query.split, selection.indices.length);
  let next = start;
  return async (limit) => {
    const indices = Array.from(selection.indices.subarray(next, Math.min(end, next + limit)));
    next += indices.length;
    return indices.length === 0 ? [] : readRowsAt(db, run.id, indices);
  };
}

function fileStream(
  pages: Pages,
  { run, query, signal }: Download,
  format: Format,
  columns: readonly Column[],
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let head = format.head(columns);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const rows = signal.aborted || left <= 0 ? [] : await pages(Math.min(pageRows, left));
        left -= rows.length;
        const text = head + (rows.length === 0 ? '' : format.rows(rows, run, columns));
        head = '';
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (rows.length === 0 || left <= 0) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}

function formatOf(query: Download['query']): Format {
  const format = Object.hasOwn(formats, query.format) ? formats[query.format] : undefined;
  if (format) return format;
  const known = Object.keys(formats).join(', ');
  throw new AppError('unsupported-format', `format: "${query.format}" is not supported; there are ${known}.`);
}

function columnsOf(run: RunRecord, wanted: string | undefined): readonly Column[] {
  if (wanted === undefined) return run.columns.filter(({ output }) => output);
  return wanted.split(',').map((name) => {
    const column = run.columns.find((one) => one.name === name);
    if (column) return column;
    const known = run.columns.map((one) => one.name).join(', ');
    throw new AppError('bad-request', `columns: there is no column "${name}"; there are ${known}.`);
  });
}

/** What the signature stands for: the path and every option. */
function signedText(url: URL): string {
  const options = [...url.searchParams].filter(([name]) => name !== 'token');
  options.sort(([a], [b]) => (a < b ? -1 : 1));
  return `download:${url.pathname.replace(/^\/api\/v1/, '/v1').replace(/%3a/gi, ':')}?${new URLSearchParams(options).toString()}`;
}

function csv(rows: string[][]): string {
  // Of line ends it quotes only those that are its own.
  return stringify(rows, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

/** Texts as they are, absent values empty, lists and objects as JSON. */
function csvCell(raw: string): string {
  if (raw === 'null') return '';
  if (!raw.startsWith('"')) return raw;
  const value: unknown = JSON.parse(raw);
  return typeof value === 'string' ? value : raw;
}

function fileName(dataset: DatasetRecord, extension: string): { ascii: string; encoded: string } {
  const name = `${dataset.name.replace(/[\s/\\:*?"<>|]+/g, '-').slice(0, 80)}-${dataset.id}.${extension}`;
  return { ascii: name.replace(/[^\w.-]/g, '_'), encoded: encodeURIComponent(name) };
}
