import type { z } from 'zod';
import type { downloadQuery } from '@/lib/api/dataset-wire';
import type { Column } from '@/lib/dataset/column';
import { splitJsonArray } from '@/lib/dataset/json';
import type { ExportFormat, ExportOptions, ExportRow, FileWriter } from '@/lib/export/export-format';
import { exportFormats, isExportFormat } from '@/lib/export/export-formats';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { DatasetRecord } from '@/lib/store/datasets';
import { takesAll } from '@/lib/dataset/row-filter';
import { readRowPage, readRowsAt, type StoredRow } from '@/lib/store/rows';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { readRowChoice } from './rows/row-choice';
import { selectionOf } from './rows/selection-of';
import { splitRange } from '@/lib/dataset/split';
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

/** Lets a download through by its signature, else by a key. */
export async function checkDownload(server: Server, request: Request): Promise<void> {
  const url = new URL(request.url);
  const token = url.searchParams.get('token');
  if (token === null) return checkKey(server, request, 'read');
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

/** A file of rows, read page by page as the client takes them. What can be known to fail does so before it. */
export async function downloadResponse(server: Server, download: Download): Promise<Response> {
  const { dataset, run, query } = download;
  const format = formatOf(query);
  const columns = columnsOf(run, query);
  const name = fileName(dataset, format.extension);
  const names = query.label === 'name' ? await valueNames(server, run) : noNames;
  const project = projection(run, columns, names);
  const surveyed = format.survey?.(columns);
  // Two readings must find the same rows: with a survey their indices are settled before.
  const open = await pagesOf(server, download, { isSettled: surveyed !== undefined });
  const read = () => exportPages(open(), query.limit, project);
  if (surveyed !== undefined) for await (const rows of read()) surveyed.see(rows);
  const pages = read();
  const first = (await pages.next()).value ?? [];
  const writer = format.begin({ columns, options: optionsOf(query), first, ...(surveyed && { surveyed }) });
  return new Response(fileStream(first, pages, { writer, signal: download.signal }), {
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

/** Gives a function that begins at the first row each time it is called. */
async function pagesOf(
  server: Server,
  { run, query, signal }: Download,
  { isSettled }: { isSettled: boolean },
): Promise<() => Pages> {
  const { db } = server.context;
  const status = query.status === 'all' ? undefined : query.status;
  const choice = readRowChoice(query, run.columns);
  if (takesAll(choice) && query.split === undefined && !isSettled) {
    return () => {
      let next = 0;
      return async (limit) => {
        const rows = await readRowPage(db, { runId: run.id, fromIndex: next, status, limit });
        next = (rows.at(-1)?.index ?? next) + 1;
        return rows;
      };
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
  return () => {
    let next = start;
    return async (limit) => {
      const indices = Array.from(selection.indices.subarray(next, Math.min(end, next + limit)));
      next += indices.length;
      return indices.length === 0 ? [] : readRowsAt(db, run.id, indices);
    };
  };
}

/** The rows of a file a page at a time, none of them empty. */
async function* exportPages(
  pages: Pages,
  limit: number | undefined,
  project: (row: StoredRow) => ExportRow,
): AsyncGenerator<readonly ExportRow[], undefined> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const rows = await pages(Math.min(pageRows, left));
    if (rows.length === 0) return;
    left -= rows.length;
    yield rows.map(project);
  }
}

function fileStream(
  first: readonly ExportRow[],
  pages: AsyncGenerator<readonly ExportRow[], undefined>,
  { writer, signal }: { writer: FileWriter; signal: AbortSignal },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const bytesOf = (piece: string | Uint8Array) => (typeof piece === 'string' ? encoder.encode(piece) : piece);
  let rows: readonly ExportRow[] | undefined = first.length > 0 ? first : undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // A page may give no bytes yet; a pull that enqueues none wouldn't be followed by another.
        for (;;) {
          // Cut off by the client: no end is written, the file isn't whole.
          if (signal.aborted) return controller.close();
          rows ??= (await pages.next()).value;
          const bytes = bytesOf(rows === undefined ? writer.end() : writer.rows(rows));
          if (bytes.length > 0) controller.enqueue(bytes);
          if (rows === undefined) return controller.close();
          rows = undefined;
          if (bytes.length > 0) return;
        }
      },
    },
    { highWaterMark: 1 },
  );
}

/** Takes the chosen cells out of a row, sampled ones by their name where names are given. */
function projection(
  run: RunRecord,
  columns: readonly Column[],
  names: ValueNames,
): (row: StoredRow) => ExportRow {
  const places = columns.map((column) => run.columns.indexOf(column));
  const named = columns.map(({ name }) => names.get(name));
  return ({ index, cells }) => {
    const all = splitJsonArray(cells);
    const texts = places.map((place, at) => {
      const text = all[place] ?? 'null';
      return named[at]?.get(text) ?? text;
    });
    return { index, texts };
  };
}

/** For each sampled column the names of its values, by the JSON text of a cell. */
type ValueNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

const noNames: ValueNames = new Map();

async function valueNames({ context }: Server, run: RunRecord): Promise<ValueNames> {
  const { recipe } = readRecipe((await readRunText(context.db, run.id)) ?? '');
  return new Map(
    recipe?.strategy_params.sampled_attributes.map(({ id, possible_values: values = [] }) => [
      id,
      new Map(values.map((value) => [JSON.stringify(value.id), JSON.stringify(value.name)])),
    ]),
  );
}

function optionsOf(query: Download['query']): ExportOptions {
  return {
    separator: separators[query.separator],
    isSpreadsheetSafe: query.spreadsheet_safe === 'true',
    ...(query.index_column !== undefined && { indexColumn: query.index_column }),
    ...(query.system !== undefined && { systemText: query.system }),
    ...(query.user !== undefined && { userColumn: query.user }),
    ...(query.assistant !== undefined && { assistantColumn: query.assistant }),
  };
}

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

function formatOf({ format }: Download['query']): ExportFormat {
  if (isExportFormat(format)) return exportFormats[format];
  const known = Object.keys(exportFormats).join(', ');
  throw new AppError('unsupported-format', `format: "${format}" is not supported; there are ${known}.`);
}

function columnsOf({ columns }: RunRecord, query: Download['query']): readonly Column[] {
  const { user, assistant, columns: wanted } = query;
  // A conversation of two columns is made of these alone, whether the recipe gives them out or not.
  if (user !== undefined && assistant !== undefined) return [...new Set([user, assistant])].map(named);
  if (wanted === undefined) return columns.filter(({ output }) => output);
  return wanted.split(',').map(named);

  function named(name: string): Column {
    const column = columns.find((one) => one.name === name);
    if (column) return column;
    const known = columns.map((one) => one.name).join(', ');
    throw new AppError('bad-request', `columns: there is no column "${name}"; there are ${known}.`);
  }
}

/** What the signature stands for: the path and every option. */
function signedText(url: URL): string {
  const options = [...url.searchParams].filter(([name]) => name !== 'token');
  options.sort(([a], [b]) => (a < b ? -1 : 1));
  return `download:${url.pathname.replace(/^\/api\/v1/, '/v1').replace(/%3a/gi, ':')}?${new URLSearchParams(options).toString()}`;
}

function fileName(dataset: DatasetRecord, extension: string): { ascii: string; encoded: string } {
  const name = `${dataset.name.replace(/[\s/\\:*?"<>|]+/g, '-').slice(0, 80)}-${dataset.id}.${extension}`;
  return { ascii: name.replace(/[^\w.-]/g, '_'), encoded: encodeURIComponent(name) };
}
