import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeJson, encodeJson } from '@/lib/dataset/json';
import {
  documentColumn,
  segmentColumn,
  BadRecord,
  type BadRecords,
  type SourceRecord,
  type SourceTable,
} from '@/lib/sources/source-table';
import { AppError } from '@/lib/util/app-error';
import { isList, type Value } from '@/lib/util/value';
import { LineReader, LineWriter } from './line-file';

/** Counts up when snapshots are made in another way: old ones are then made anew. */
export const snapshotVersion = 3;

/** The place of all snapshots in a data directory. */
export function snapshotsDir(dataDir: string): string {
  return join(dataDir, 'sources');
}

const factsSchema = z.object({
  columns: z.array(z.string()),
  count: z.number(),
  /** Of the records as they are stored. */
  sha256: z.string(),
  /** Whether each record is a segment that names its document. */
  isSegmented: z.boolean(),
  /** Records that can't be read. They are counted too: in place of their cells stands what is wrong. */
  bad: z.object({ count: z.number(), first: z.string() }).nullable().default(null),
});
type SnapshotFacts = z.infer<typeof factsSchema>;

/** What a source gives while it is read: records, or segments with the whole text that they are from. */
export type SourceItem =
  | { type: 'record'; record: SourceRecord }
  | { type: 'bad'; reason: string }
  | { type: 'document'; text: string }
  | { type: 'segments'; text: string; segments: readonly string[] };

/**
 * Reads a source through once and keeps its records with an index, under an id that stands for this very content.
 * What is there already is not read again; half a snapshot is never seen. Memory doesn't grow with the source.
 */
export async function makeSnapshot(
  dataDir: string,
  id: string,
  items: () => AsyncIterable<SourceItem>,
): Promise<void> {
  const target = join(snapshotsDir(dataDir), id);
  if (existsSync(join(target, 'facts.json'))) {
    // It is of use again: what nobody looks at is swept.
    const now = new Date();
    await utimes(target, now, now);
    return;
  }
  // Whoever asks meanwhile waits for the same reading.
  const begun = making.get(target) ?? makeNow(target, items).finally(() => making.delete(target));
  making.set(target, begun);
  await begun;
}

const making = new Map<string, Promise<void>>();

async function makeNow(target: string, items: () => AsyncIterable<SourceItem>): Promise<void> {
  const unfinished = `${target}.${randomUUID()}`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    await writeSnapshot(unfinished, items());
    await rename(unfinished, target).catch((error: unknown) => {
      // Somebody else has made the same one meanwhile.
      if (!existsSync(join(target, 'facts.json'))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function writeSnapshot(folder: string, items: AsyncIterable<SourceItem>): Promise<void> {
  const hash = createHash('sha256');
  const records = await LineWriter.create(join(folder, 'records'), (bytes) => hash.update(bytes));
  const documents = await LineWriter.create(join(folder, 'documents'), () => undefined);
  const positions = new Map<string, number>();
  let isSegmented = false;
  let hasDocuments = false;
  const bad = { count: 0, first: '' };
  try {
    for await (const item of items) {
      if (item.type === 'segments') {
        isSegmented = true;
        const document = documents.count;
        await documents.add(encodeJson(item.text));
        for (const segment of item.segments) await records.add(encodeJson([segment, document]));
      } else if (item.type === 'bad') {
        if (bad.count === 0) bad.first = item.reason;
        bad.count++;
        await records.add(encodeJson(item.reason));
      } else if (item.type === 'document') {
        hasDocuments = true;
        await records.add(encodeJson([item.text]));
      } else await records.add(cellsText(item.record, positions));
    }
  } finally {
    await records.close();
    await documents.close();
  }
  const columns = isSegmented ? [segmentColumn, documentColumn] : [...positions.keys()];
  const facts: SnapshotFacts = {
    columns: hasDocuments ? [documentColumn] : columns,
    count: records.count,
    sha256: hash.digest('hex'),
    isSegmented,
    bad: bad.count === 0 ? null : bad,
  };
  await writeFile(join(folder, 'facts.json'), JSON.stringify(facts), { mode: 0o600 });
}

/** The cells in the order in which columns were first met; a new key is a new column. */
function cellsText(record: SourceRecord, positions: Map<string, number>): string {
  const cells: Value[] = [];
  for (const [name, value] of record) {
    let position = positions.get(name);
    if (position === undefined) {
      position = positions.size;
      positions.set(name, position);
    }
    cells[position] = value;
  }
  return encodeJson(Array.from(cells, (cell) => cell ?? null));
}

/** A source as it was read, from its snapshot. */
export type Snapshot = Omit<SourceTable, 'at'> & {
  readonly sha256: string;
  readonly bad: BadRecords | null;
  /** A record with these columns (null = all). An index out of range is an error of the caller. */
  at(index: number, columns: readonly string[] | null): SourceRecord | BadRecord;
};

const mostOpen = 64;
const opened = new Map<string, Snapshot & { close: () => void }>();

/** Opens a snapshot; those that were opened last stay open. Throws AppError `source-gone`. */
export function openSnapshot(dataDir: string, id: string): Snapshot {
  const folder = join(snapshotsDir(dataDir), id);
  const known = opened.get(folder) ?? open(folder);
  opened.delete(folder);
  opened.set(folder, known);
  const [oldest] = opened;
  if (opened.size > mostOpen && oldest !== undefined) {
    opened.delete(oldest[0]);
    oldest[1].close();
  }
  return known;
}

function open(folder: string): Snapshot & { close: () => void } {
  let text: string;
  try {
    text = readFileSync(join(folder, 'facts.json'), 'utf8');
  } catch {
    throw new AppError('source-gone', 'What was read of a source is not in the data directory any more.');
  }
  const { columns, count, sha256, isSegmented, bad } = factsSchema.parse(JSON.parse(text));
  let readers: { records: LineReader; documents: LineReader } | null = null;
  const files = () => {
    readers ??= {
      records: new LineReader(join(folder, 'records')),
      documents: new LineReader(join(folder, 'documents')),
    };
    return readers;
  };
  return {
    columns,
    count,
    sha256,
    bad,
    at(index, wanted) {
      const { records, documents } = files();
      const cells = decodeJson(records.line(index));
      if (typeof cells === 'string') return new BadRecord(cells);
      if (!isList(cells)) throw new Error('a snapshot of a source is broken');
      const isWanted = (name: string) => wanted === null || wanted.includes(name);
      const cellAt = (position: number): Value => {
        if (!isSegmented || position === 0) return cells[position] ?? null;
        return decodeJson(documents.line(Number(cells[1])));
      };
      return new Map(
        columns.flatMap((name, position) => (isWanted(name) ? [[name, cellAt(position)] as const] : [])),
      );
    },
    close() {
      readers?.records.close();
      readers?.documents.close();
      readers = null;
    },
  };
}
