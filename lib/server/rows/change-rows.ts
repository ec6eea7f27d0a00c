import type { z } from 'zod';
import type { changeRowsBody } from '@/lib/api/dataset-wire';
import { mostRowsAtOnce } from '@/lib/dataset/most-rows';
import { type Part, rangeOfStatus } from '@/lib/dataset/part';
import type { RowFilter } from '@/lib/dataset/row-filter';
import { findRows, type FindRequest } from '@/lib/store/find-rows';
import { readLastChanges } from '@/lib/store/row-marks';
import { retellCauses } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { DatasetRecord } from '@/lib/store/datasets';
import type { Server } from '../server';
import { changeOneOfMany, checkNotDriven, failedRow, noChange, undoOneOfMany } from './change-row';
import { readRowChoice } from './row-choice';
import { partChoice } from './known-rows';
import { namedRows } from './named-rows';
import { firstOutside } from './outside-part';
import { noSuchRow, partOf } from './part-range';
import { selectionOf } from './selection-of';

/** How long it may take to find the rows that fit. */
const patienceMs = 10_000;

/**
 * Makes the same change to many rows of a dataset, or takes the last one of each back; gives the rows that were changed.
 * Among those that fit, rows are passed over that failed, since they can't be accepted, or that have no change to take
 * back. Throws `bad-request` for too many, `not-found` for one that isn't in the dataset, for one that is named
 * `wrong-state` if it failed and `conflict` if it has no change; then nothing was changed.
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
  const changesStatus = change.status !== undefined;
  const fitting = of && { ...of, part, isFailedLeftOut: changesStatus };
  const meant = named ?? (fitting === undefined ? [] : await fittingRows(server, run, fitting, signal));
  if (named !== undefined) {
    const outside = await firstOutside(server, run, part, { indices: named, undo: undo === true });
    if (outside !== undefined) throw noSuchRow(dataset, run, outside);
    if (changesStatus) await checkNoneFailed(server, run, named);
  }
  const rows = undo === true ? await rowsWithChange(server, run, meant) : meant;
  const [unchanged] = named === undefined || rows.length === named.length ? [] : without(named, rows);
  if (unchanged !== undefined) throw noChange(unchanged);
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

function without(all: readonly number[], some: readonly number[]): number[] {
  const left = new Set(some);
  return all.filter((index) => !left.has(index));
}

/** A failed row has no answer that could be accepted. */
async function checkNoneFailed(
  { context: { db } }: Server,
  run: RunRecord,
  indices: readonly number[],
): Promise<void> {
  const [failed] = await namedRows(db, run, { indices, status: 'failed' });
  if (failed !== undefined) throw failedRow(failed);
}

/** Those rows that have a change to take back. Throws `wrong-state` when that is one which the run doesn't let go of. */
async function rowsWithChange(
  { context: { db } }: Server,
  run: RunRecord,
  indices: readonly number[],
): Promise<number[]> {
  const changes = new Map((await readLastChanges(db, run.id, indices)).map((last) => [last.index, last]));
  if ([...changes.values()].some(({ changesStatus }) => changesStatus)) checkNotDriven(run);
  return indices.filter((index) => changes.has(index));
}

type Fitting = NonNullable<z.output<typeof changeRowsBody>['of']> & {
  readonly part: Part | undefined;
  readonly isFailedLeftOut: boolean;
};

const isNotFailed: RowFilter = { column: '@status', op: 'in', value: ['accepted', 'rejected', 'spare'] };

async function fittingRows(
  server: Server,
  run: RunRecord,
  fitting: Fitting,
  signal: AbortSignal,
): Promise<number[]> {
  const { status, part, except, isFailedLeftOut, ...query } = fitting;
  const { from_index: fromIndex = 0, to_index: toIndex = Infinity } = query;
  const asked = readRowChoice(query, run.columns);
  const choice = isFailedLeftOut ? { ...asked, filters: [...asked.filters, isNotFailed] } : asked;
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
