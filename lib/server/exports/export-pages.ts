import { type RowChoice, takesAll } from '@/lib/dataset/row-filter';
import { type Split, splitRange } from '@/lib/dataset/split';
import { readRowPage, readRowsAt } from '@/lib/store/rows';
import { AppError } from '@/lib/util/app-error';
import { readRowChoice } from '../rows/row-choice';
import { selectionOf } from '../rows/selection-of';
import type { Server } from '../server';
import type { RowsRequest, Pages } from './export-request';
import { plannedSplits, readSplitOptions } from './planned-splits';

/** So long may the rows that fit be looked for before a file begins. */
const longestSearchMs = 10 * 60_000;

/**
 * Gives a function that begins at the first row each time it is called. `isSettled`: all readings must find the same
 * rows, so their indices are settled before.
 */
export async function pagesOf(
  server: Server,
  request: RowsRequest,
  { isSettled }: { isSettled: boolean },
): Promise<() => Pages> {
  const { run, query, part } = request;
  const { db } = server.context;
  const status = query.status === 'all' ? undefined : query.status;
  if (
    takesAll(readRowChoice(query, run.columns)) &&
    query.split === undefined &&
    part === undefined &&
    !isSettled
  ) {
    return () => {
      let next = 0;
      return async (limit) => {
        const rows = await readRowPage(db, { runId: run.id, fromIndex: next, status, limit });
        next = (rows.at(-1)?.index ?? next) + 1;
        return rows;
      };
    };
  }
  if (query.split === undefined) {
    return pagesAt(server, run.id, await indicesOf(server, request, readRowChoice(query, run.columns)));
  }
  return pagesAt(server, run.id, (await splitIndices(server, request))[query.split]);
}

/** The pages of rows whose indices are known. */
export function pagesAt(server: Server, runId: number, indices: Uint32Array): () => Pages {
  return () => {
    let next = 0;
    return async (limit) => {
      const wanted = Array.from(indices.subarray(next, next + limit));
      next += wanted.length;
      return wanted.length === 0 ? [] : readRowsAt(server.context.db, runId, wanted);
    };
  };
}

/**
 * The indices of the rows of each split that fit. All rows of the status are divided, by chance as the query says or
 * else in row order, and then chosen from: a row is in the same split whatever else is asked of it.
 */
export async function splitIndices(
  server: Server,
  request: RowsRequest,
): Promise<Record<Split, Uint32Array>> {
  const choice = readRowChoice(request.query, request.run.columns);
  const divided = await dividedRows(server, request);
  if (takesAll(choice)) return divided;
  const chosen = await indicesOf(server, request, choice);
  return {
    train: chosenFrom(divided.train, chosen),
    validation: chosenFrom(divided.validation, chosen),
    test: chosenFrom(divided.test, chosen),
  };
}

/** Those of `chosen`, in their order, that are among `rows`, which are in row order. */
function chosenFrom(rows: Uint32Array, chosen: Uint32Array): Uint32Array {
  const isThere = new Uint8Array((rows.at(-1) ?? -1) + 1);
  for (const row of rows) isThere[row] = 1;
  return chosen.filter((row) => isThere[row] === 1);
}

async function dividedRows(server: Server, request: RowsRequest): Promise<Record<Split, Uint32Array>> {
  const indices = await indicesOf(server, request, { filters: [] });
  const options = readSplitOptions(request);
  if (options !== null) {
    const open = pagesAt(server, request.run.id, indices);
    return plannedSplits(request, options, open());
  }
  const part = (split: Split) => {
    const { start, end } = splitRange(split, indices.length);
    return indices.subarray(start, end);
  };
  return { train: part('train'), validation: part('validation'), test: part('test') };
}

/** A file is whole or not at all: all rows are looked at before it begins. */
async function indicesOf(
  server: Server,
  { run, query, part, signal }: RowsRequest,
  choice: RowChoice,
): Promise<Uint32Array> {
  const selection = await selectionOf(server, run, { status: query.status, part, choice });
  await selection.until(Infinity, { withinMs: longestSearchMs, signal });
  if (!selection.isDone && !signal.aborted) {
    throw new AppError(
      'unavailable',
      'The rows that fit could not be found in time. Try it again in a moment.',
    );
  }
  return selection.indices;
}
