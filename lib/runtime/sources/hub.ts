import { createHash } from 'node:crypto';
import { HubApiError, type ListFileEntry } from '@huggingface/hub';
import {
  dataFormats,
  formatOf,
  placeOfSource,
  sourceKey,
  type SourceSpec,
} from '@/lib/recipe/sources/source-spec';
import { readDelimited } from '@/lib/sources/readers/read-delimited';
import { readJson } from '@/lib/sources/readers/read-json';
import { readJsonl } from '@/lib/sources/readers/read-jsonl';
import { readParquet } from '@/lib/sources/readers/read-parquet';
import type { Bytes } from '@/lib/sources/readers/read-text';
import { BadRecord, type SourceRecord } from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { type Hub, openHub, wordsOfSilence } from '../hub/open-hub';
import { makeSnapshot, snapshotVersion, type SourceItem } from './snapshot';

/** The branch on which the hub keeps each dataset as Parquet, in folders by configuration and split. */
const parquetBranch = 'refs/convert/parquet';

type DataSpec = Extract<SourceSpec, { kind: 'data' }>;

/**
 * Reads a split of a dataset of the Hugging Face hub and gives the id of its snapshot. Files that have not changed since
 * are not read again. Throws AppError `source-unreadable`, whose message names the dataset.
 */
export async function snapshotOfHub(context: Context, spec: DataSpec): Promise<string> {
  const place = placeOfSource(spec.path);
  const repo = place.type === 'hub' ? place.repo : '';
  const hub = await openHub(context, repo);
  try {
    const found = await filesOfSplit(hub, spec);
    const bytes = found.files.reduce((sum, { size }) => sum + size, 0);
    checkSize(bytes, context.config.maxUploadBytes);
    const print = createHash('sha256').update(`${snapshotVersion} ${sourceKey(spec)} ${found.revision}`);
    for (const { path, oid, size } of found.files) print.update(`\n${path} ${oid ?? ''} ${size}`);
    const id = print.digest('hex').slice(0, 32);
    await makeSnapshot(context.config.dataDir, id, () => itemsOf(hub, found));
    return id;
  } catch (error) {
    throw new AppError('source-unreadable', `${spec.path} ${reasonOf(error, hub)}`);
  }
}

type FoundFiles = { revision: string; files: readonly ListFileEntry[] };

/** Where no revision is named, the hub's own Parquet files come first: they are there for nearly every dataset. */
async function filesOfSplit(hub: Hub, { split, revision }: DataSpec): Promise<FoundFiles> {
  const wanted = split ?? 'train';
  if (revision === null) {
    const converted = await listOrNull(hub, parquetBranch);
    const files = converted === null ? [] : parquetOfSplit(converted, wanted);
    if (files.length > 0) return { revision: parquetBranch, files };
  }
  const own = await list(hub, revision ?? 'main');
  return { revision: revision ?? 'main', files: ownFiles(own, wanted) };
}

/** `configuration/split/0000.parquet` */
function parquetOfSplit(entries: readonly ListFileEntry[], split: string): ListFileEntry[] {
  const files = entries.filter(({ path }) => /^[^/]+\/[^/]+\/[^/]+\.parquet$/.test(path));
  const partOf = ({ path }: ListFileEntry, at: number) => path.split('/')[at] ?? '';
  const configurations = [...new Set(files.map((file) => partOf(file, 0)))];
  const one = configurations.includes('default') ? 'default' : configurations[0];
  if (one === undefined) return [];
  if (one !== 'default' && configurations.length > 1) {
    const names = configurations.slice(0, 8).join(', ');
    const message = `has several configurations (${names}) and none is the usual one. Name a revision whose files are one, or download the one you want and upload it`;
    throw new AppError('source-unreadable', message);
  }
  const own = files.filter((file) => partOf(file, 0) === one);
  const chosen = own.filter((file) => partOf(file, 1) === split);
  if (chosen.length === 0) throw noSplit(split, [...new Set(own.map((file) => partOf(file, 1)))]);
  return chosen.sort(byPath);
}

/** Files of data whose names or folders tell the split; where none tells any, all of them are `train`. */
function ownFiles(entries: readonly ListFileEntry[], split: string): ListFileEntry[] {
  const data = entries.filter(({ path }) => hubFormat(path) !== undefined && !path.startsWith('.'));
  const tells = (path: string, word: string) =>
    new RegExp(`(?:^|[^a-z0-9])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:[^a-z0-9]|$)`, 'i').test(
      path,
    );
  const splits = ['train', 'test', 'validation', 'valid', 'dev', split];
  const named = data.filter(({ path }) => tells(path, split));
  const chosen =
    named.length === 0 &&
    split === 'train' &&
    !data.some(({ path }) => splits.some((word) => tells(path, word)))
      ? data
      : named;
  if (data.length === 0) {
    throw new AppError('source-unreadable', 'has no file of JSONL, JSON, CSV, TSV or Parquet');
  }
  if (chosen.length === 0)
    throw noSplit(
      split,
      data.slice(0, 8).map(({ path }) => path),
    );
  const formats = ['parquet', 'jsonl', 'csv', 'tsv', 'json'] as const;
  const format = formats.find((each) => chosen.some(({ path }) => hubFormat(path) === each));
  return chosen.filter(({ path }) => hubFormat(path) === format).sort(byPath);
}

function hubFormat(path: string) {
  const format = formatOf(path, dataFormats);
  return format === 'xlsx' ? undefined : format;
}

function byPath(a: ListFileEntry, b: ListFileEntry): number {
  return a.path < b.path ? -1 : 1;
}

function noSplit(split: string, there: readonly string[]): AppError {
  return new AppError('source-unreadable', `has no split "${split}". There are ${there.join(', ')}`);
}

async function list({ call }: Hub, revision: string): Promise<ListFileEntry[]> {
  const { listFiles } = await import('@huggingface/hub');
  const entries: ListFileEntry[] = [];
  for await (const entry of listFiles({ ...call, revision, recursive: true })) {
    if (entry.type === 'file') entries.push(entry);
  }
  return entries;
}

/** Null where there is no such branch. */
async function listOrNull(hub: Hub, revision: string): Promise<ListFileEntry[] | null> {
  try {
    return await list(hub, revision);
  } catch (error) {
    if (error instanceof HubApiError && error.statusCode === 404) return null;
    throw error;
  }
}

async function* itemsOf(hub: Hub, { revision, files }: FoundFiles): AsyncGenerator<SourceItem> {
  const { downloadFile } = await import('@huggingface/hub');
  for (const { path } of files) {
    // Plain ranges: the hub's other protocol brings a decoder that is not needed for reading once.
    const blob = await downloadFile({ ...hub.call, path, revision, xet: false });
    if (blob === null) throw new AppError('source-unreadable', `has no file ${path} any more`);
    for await (const record of recordsOf(path, blob)) {
      if (!(record instanceof BadRecord)) yield { type: 'record', record };
      else yield { type: 'bad', reason: `${path} ${record.reason}` };
    }
  }
}

async function* recordsOf(path: string, blob: Blob): AsyncGenerator<SourceRecord | BadRecord> {
  // Node's streams can be gone through piece by piece; the browser's type doesn't say so.
  const bytes = blob.stream() as unknown as Bytes;
  switch (hubFormat(path)) {
    case 'jsonl':
      yield* readJsonl(bytes);
      return;
    case 'json':
      yield* readJson(bytes);
      return;
    case 'csv':
    case 'tsv':
      yield* readDelimited(bytes, path.toLowerCase().endsWith('.csv') ? ',' : '\t');
      return;
    case 'parquet':
    case undefined: {
      await bytes[Symbol.asyncIterator]().return?.();
      const { compressors } = await import('hyparquet-compressors');
      const slice = (start: number, end = blob.size) => blob.slice(start, end).arrayBuffer();
      yield* readParquet({ byteLength: blob.size, slice }, compressors);
    }
  }
}

function checkSize(bytes: number, most: number): void {
  if (bytes <= most) return;
  const megabytes = (value: number) => Math.ceil(value / 1024 / 1024).toLocaleString('en');
  throw new AppError(
    'source-unreadable',
    `has ${megabytes(bytes)} MB in this split, and ${megabytes(most)} MB are read at most. SEEDLOOM_MAX_UPLOAD_MB raises that`,
  );
}

/** Why the hub gave nothing, in words that follow the dataset's name. */
function reasonOf(error: unknown, hub: Hub): string {
  const { repo, url, call } = hub;
  if (error instanceof AppError) return error.message;
  if (error instanceof HubApiError) {
    if (error.statusCode === 401 || error.statusCode === 403) {
      return call.accessToken === undefined
        ? `is not open to everybody, or not there (${error.statusCode} of ${url}). Set HF_TOKEN to a key that may read it`
        : `may not be read with this key (${error.statusCode} of ${url}). Ask for access on the page of the dataset, or set another HF_TOKEN`;
    }
    if (error.statusCode === 404) return `is not there: ${url} knows no dataset ${repo} with this revision`;
    return `can't be read: ${url} answered ${error.statusCode}. Try again later`;
  }
  return `can't be reached: ${wordsOfSilence(error, hub)}. Download the file where there is a way to the hub, and upload it`;
}
