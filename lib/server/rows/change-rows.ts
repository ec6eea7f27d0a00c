import type { z } from 'zod';
import type { changeRowsBody } from '@/lib/api/dataset-wire';
import { mostRowsAtOnce } from '@/lib/dataset/most-rows';
import { retellCauses } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { Server } from '../server';
import { changeOneOfMany, undoOneOfMany } from './change-row';
import { readRowChoice } from './row-choice';
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
  { status, except, ...query }: Fitting,
  signal: AbortSignal,
): Promise<number[]> {
  const choice = readRowChoice(query, run.columns);
  const selection = await selectionOf(server, run, { status: status === 'all' ? undefined : status, choice });
  await selection.until(mostRowsAtOnce + except.length + 1, { withinMs: patienceMs, signal });
  const left = new Set(except);
  const rows = Array.from(selection.indices.filter((index) => !left.has(index)));
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
