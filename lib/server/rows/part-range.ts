import type { Part } from '@/lib/dataset/part';
import type { RowStatus } from '@/lib/dataset/row-status';
import { type Split, splitRange } from '@/lib/dataset/split';
import type { DatasetRecord } from '@/lib/store/datasets';
import { rowIndexAt } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { Server } from '../server';

/** Which rows of a dataset are asked for. */
type Asked = { readonly split?: Split | undefined; readonly status: RowStatus | 'all' };

/**
 * Where the rows that are asked for lie among those of the run; undefined for all of them. A dataset that is a part has
 * accepted rows alone and no other split than its own: `bad-request`. Of a whole one the rows of the status are divided,
 * whatever else they have to meet.
 */
export async function partAsked(
  server: Server,
  dataset: DatasetRecord,
  run: RunRecord,
  { split, status }: Asked,
): Promise<Part | undefined> {
  if (dataset.split !== null) {
    splitAsked(dataset, split);
    return partOf(server, dataset, run);
  }
  return split === undefined ? undefined : rangeAmong(server, run, split, status);
}

/** Where the rows of a dataset that is a part lie; undefined for one that has all rows of its run. */
export async function partOf(
  server: Server,
  { split }: DatasetRecord,
  run: RunRecord,
): Promise<Part | undefined> {
  return split === null ? undefined : rangeAmong(server, run, split, 'accepted');
}

/** The split that is asked of a dataset beside what it is itself. Throws `bad-request` for another of a part. */
export function splitAsked({ id, split }: DatasetRecord, asked: Split | undefined): Split | undefined {
  if (split === null) return asked;
  if (asked === undefined || asked === split) return undefined;
  throw new AppError(
    'bad-request',
    `split: dataset ${id} is a ${split} part and has no ${asked} part itself.`,
  );
}

/** That a dataset, or the part that it is, has no such row. */
export function noSuchRow({ id, split }: DatasetRecord, run: RunRecord, index: number): AppError {
  return new AppError(
    'not-found',
    split === null
      ? `There is no row ${index}.`
      : `Row ${index} is not in dataset ${id}, which is the ${split} part of dataset ${run.datasetId}.`,
  );
}

async function rangeAmong(
  { context: { db } }: Server,
  { id: runId, progress }: RunRecord,
  split: Split,
  asked: RowStatus | 'all',
): Promise<Part> {
  const status = asked === 'all' ? undefined : asked;
  const { accepted, rejected, failed, spare } = progress;
  const count = status === undefined ? accepted + rejected + failed + spare : progress[status];
  const { start, end } = splitRange(split, count);
  const none: Part = { split, status, fromIndex: 0, toIndex: 0 };
  if (start === end) return none;
  const [first, last] = await Promise.all(
    [start, end - 1].map((place) => rowIndexAt(db, runId, status, place)),
  );
  if (typeof first !== 'number') return none;
  return { ...none, fromIndex: first, toIndex: typeof last === 'number' ? last + 1 : Infinity };
}
