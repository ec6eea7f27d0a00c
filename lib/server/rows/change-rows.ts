import type { z } from 'zod';
import type { changeRowsBody } from '@/lib/api/dataset-wire';
import { mostRowsAtOnce } from '@/lib/dataset/most-rows';
import { type Part, rangeOfStatus } from '@/lib/dataset/part';
import { findRows, type FindRequest } from '@/lib/store/find-rows';
import { retellCauses } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { DatasetRecord } from '@/lib/store/datasets';
import type { Server } from '../server';
import { changeOneOfMany, undoOneOfMany } from './change-row';
import { readRowChoice } from './row-choice';
import { partChoice } from './known-rows';
import { firstOutside } from './outside-part';
import { noSuchRow, partOf } from './part-range';
import { selectionOf } from './selection-of';

/** How long it may take to find the rows that fit. */
const patienceMs = 10_000;

/**
 * Makes the same change to many rows of a dataset, or takes the last one of each back; gives the rows that were changed.
 * Failed rows among those that fit are passed over, since they can't be accepted. Throws `bad-request` for too many,
 * `not-found` for one that isn't in the dataset; then nothing was changed.
 */
export async function changeRows(
  server: Server,
  { dataset, run }: { readonly dataset: DatasetRecord; readonly run: RunRecord },
  { indices, of, undo, ...change }: z.output<typeof changeRowsBody>,
  signal: AbortSignal,
): Promise<number[]> {
  if ((indices === undefined) === (of === undefined)) {
    throw new AppError('bad-request', 'indices: name the rows by either indices or of.');
  }
  if (undo !== true && change.rating === undefined && change.status === undefined) {
    throw new AppError('bad-request', 'rating: say what changes: rating, status or undo.');
  }
  const part = await partOf(server, dataset, run);
  const named = indices && [...new Set(indices)];
  const rows = named ?? (of === undefined ? [] : await fittingRows(server, run, { ...of, part }, signal));
  if (named !== undefined) {
    const outside = await firstOutside(server, run, part, { indices: named, undo: undo === true });
    if (outside !== undefined) throw noSuchRow(dataset, run, outside);
  }
  let isToRetell = false;
  try {
    for (const index of rows) {
      const changed =
        undo === true
          ? await undoOneOfMany(server, run, index)
          : await changeOneOfMany(server, run, index, change);
      isToRetell ||= changed;
    }
  } finally {
    if (isToRetell) await retellCauses(server.context.db, run.id);
  }
  return rows;
}

type Fitting = NonNullable<z.output<typeof changeRowsBody>['of']> & { readonly part: Part | undefined };

async function fittingRows(
  server: Server,
  run: RunRecord,
  { status, part, except, from_index: fromIndex = 0, to_index: toIndex = Infinity, ...query }: Fitting,
  signal: AbortSignal,
): Promise<number[]> {
  const choice = readRowChoice(query, run.columns);
  const left = new Set(except);
  if (toIndex - fromIndex <= mostRowsAtOnce) {
    // A slice is looked up by itself: what is known of all rows is out of date after the slice before.
    const { choice: rest, lists } = await partChoice(server, run, choice, part);
    const { range, status: wanted } = rangeOfStatus(part, status);
    const found = await rowsBetween(server, run, {
      status: wanted,
      choice: rest,
      lists: await lists(),
      fromIndex: Math.max(fromIndex, range?.fromIndex ?? 0),
      toIndex: Math.min(toIndex, range?.toIndex ?? Infinity),
    });
    return found.filter((index) => !left.has(index));
  }
  const selection = await selectionOf(server, run, { status, part, choice });
  await selection.until(mostRowsAtOnce + except.length + 1, { withinMs: patienceMs, signal });
  const isMeant = (index: number) => index >= fromIndex && index < toIndex && !left.has(index);
  const rows = Array.from(selection.indices.filter(isMeant));
  if (rows.length > mostRowsAtOnce) {
    throw new AppError(
      'bad-request',
      `of: more than ${mostRowsAtOnce.toLocaleString('en')} rows fit, which is the most at once. Narrow the filter.`,
    );
  }
  if (!selection.isDone) {
    throw new AppError('bad-request', 'of: the rows that fit were not found in time. Try once more.');
  }
  return rows;
}

/** For so many rows at a time other requests wait. */
const lookedAtOnce = 1000;

async function rowsBetween(
  { context: { db } }: Server,
  { id: runId, columns }: RunRecord,
  { fromIndex, toIndex, ...wanted }: Omit<FindRequest, 'runId' | 'columns'>,
): Promise<number[]> {
  const rows: number[] = [];
  for (let from = fromIndex; from < toIndex; from += lookedAtOnce) {
    const to = Math.min(toIndex, from + lookedAtOnce);
    const found = await findRows(db, { runId, columns, ...wanted, fromIndex: from, toIndex: to });
    rows.push(...found.map(({ index }) => index));
    await new Promise(setImmediate);
  }
  return rows;
}
