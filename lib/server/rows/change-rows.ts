import type { z } from 'zod';
import type { changeRowsBody } from '@/lib/api/dataset-wire';
import { mostRowsAtOnce } from '@/lib/dataset/most-rows';
import { findRows, type FindRequest } from '@/lib/store/find-rows';
import { retellCauses } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { Server } from '../server';
import { changeOneOfMany, undoOneOfMany } from './change-row';
import { readRowChoice } from './row-choice';
import { partChoice } from './known-rows';
import { selectionOf } from './selection-of';

/** How long it may take to find the rows that fit. */
const patienceMs = 10_000;

/**
 * Makes the same change to many rows, or takes the last one of each back; gives the rows that were changed. Failed
 * rows among those that fit are passed over, since they can't be accepted. Throws `bad-request` for too many.
 */
export async function changeRows(
  server: Server,
  run: RunRecord,
  { indices, of, undo, ...change }: z.output<typeof changeRowsBody>,
  signal: AbortSignal,
): Promise<number[]> {
  if ((indices === undefined) === (of === undefined)) {
    throw new AppError('bad-request', 'indices: name the rows by either indices or of.');
  }
  const rows = indices ?? (of === undefined ? [] : await fittingRows(server, run, of, signal));
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

type Fitting = NonNullable<z.output<typeof changeRowsBody>['of']>;

async function fittingRows(
  server: Server,
  run: RunRecord,
  { status, except, from_index: fromIndex = 0, to_index: toIndex = Infinity, ...query }: Fitting,
  signal: AbortSignal,
): Promise<number[]> {
  const choice = readRowChoice(query, run.columns);
  const wanted = { status: status === 'all' ? undefined : status, choice };
  const left = new Set(except);
  if (toIndex - fromIndex <= mostRowsAtOnce) {
    // A slice is looked up by itself: what is known of all rows is out of date after the slice before.
    const { choice: rest, lists } = await partChoice(server, run, choice);
    const looked = { ...wanted, choice: rest, lists: await lists(), fromIndex, toIndex };
    const found = await rowsBetween(server, run, looked);
    return found.filter((index) => !left.has(index));
  }
  const selection = await selectionOf(server, run, wanted);
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
