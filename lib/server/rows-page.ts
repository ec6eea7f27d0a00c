import type { z } from 'zod';
import type { rowsQuery } from '@/lib/api/dataset-wire';
import type { Part } from '@/lib/dataset/part';
import { takesAll } from '@/lib/dataset/row-filter';
import type { RowStatus } from '@/lib/dataset/row-status';
import { readRowTimes } from '@/lib/store/row-calls';
import { countRowsBelow, readRowPage, readRowsAt, type StoredRow } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { JsonText } from './answer';
import { rowText } from './dto/row-dto';
import { cursorId } from './paging';
import { readRowChoice } from './rows/row-choice';
import { selectionOf } from './rows/selection-of';
import type { Server } from './server';

type RowsQuery = z.output<typeof rowsQuery>;

/** How long a page waits for rows that fit; what is found by then goes out. */
const patienceMs = 1500;

/** Of a run with no more rows than these, a page that is complete waits so much longer for its total. */
const fewRows = 20_000;
const patienceForTotalMs = 400;

/** A page of a run's rows, or of a part of them. Plain pages are read by index; others from what fits their conditions. */
export async function rowsPage(
  server: Server,
  run: RunRecord,
  query: Omit<RowsQuery, 'split'> & { readonly part?: Part | undefined },
  signal: AbortSignal,
): Promise<JsonText> {
  const choice = readRowChoice(query, run.columns);
  const isInOrder = takesAll(choice);
  if (isInOrder && query.part === undefined) return plainPage(server, run, query);
  if (query.from_index !== undefined && !isInOrder) {
    throw new AppError(
      'bad-request',
      'from_index: goes with rows in row order only, without search, filter and sort.',
    );
  }
  const given = cursorId(query.cursor) ?? query.offset ?? 0;
  const selection = await selectionOf(server, run, { status: query.status, part: query.part, choice });
  // Of a part in row order, where its first row from there on stands.
  const atRow = query.cursor === undefined ? (query.at_row ?? query.from_index) : query.at_row;
  const isWhole = atRow !== undefined;
  await selection.until(isWhole ? Infinity : given + query.limit + 1, { withinMs: patienceMs, signal });
  // What isn't many is counted to its end, so that the total of the first page is the true one.
  if (!selection.isDone && countOf(run, 'all') <= fewRows) {
    await selection.until(Infinity, { withinMs: patienceForTotalMs, signal });
  }
  const fitting = selection.indices;
  const from = atRow === undefined ? given : placeOf(fitting, atRow);
  const indices = Array.from(fitting.subarray(from, from + query.limit));
  const next = from + indices.length;
  const hasMore = next < fitting.length || !selection.isDone;
  const rows = await readRowsAt(server.context.db, run.id, indices);
  return page(rows, await timesOf(server, run, query, rows), run, {
    next: hasMore ? String(next) : null,
    total: fitting.length,
    exact: selection.isDone,
    offset: from,
  });
}

/** Where a row stands among those that fit, or the next higher one that does; at the end for none. */
function placeOf(fitting: Uint32Array, row: number): number {
  const exact = fitting.indexOf(row);
  if (exact !== -1) return exact;
  let next = -1;
  for (const [at, index] of fitting.entries()) {
    if (index > row && (next === -1 || index < (fitting[next] ?? 0))) next = at;
  }
  return next === -1 ? Math.max(0, fitting.length - 1) : next;
}

async function plainPage(server: Server, run: RunRecord, query: Omit<RowsQuery, 'split'>): Promise<JsonText> {
  const fromCursor = cursorId(query.cursor);
  if (fromCursor !== undefined && query.from_index !== undefined) {
    throw new AppError(
      'bad-request',
      'from_index: goes without a cursor, which says already where to go on.',
    );
  }
  const { db } = server.context;
  const status = statusOf(query.status);
  const fromRow = fromCursor === undefined ? (query.at_row ?? query.from_index ?? 0) : fromCursor + 1;
  const rows = await readRowPage(db, {
    runId: run.id,
    fromIndex: fromRow,
    status,
    limit: query.limit + 1,
    offset: query.offset,
  });
  const offset =
    query.at_row === undefined ? query.offset : await countRowsBelow(db, run.id, status, query.at_row);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rows.length > query.limit && last ? String(last.index) : null;
  return page(shown, await timesOf(server, run, query, shown), run, {
    next,
    total: countOf(run, query.status),
    exact: true,
    offset,
  });
}

async function timesOf(
  server: Server,
  { id: runId, journalScope: scope }: RunRecord,
  query: Pick<RowsQuery, 'times'>,
  rows: readonly StoredRow[],
): Promise<ReadonlyMap<number, number>> {
  if (query.times === 'false') return new Map();
  return readRowTimes(server.context.db, { runId, scope, indices: rows.map(({ index }) => index) });
}

function page(
  rows: readonly StoredRow[],
  times: ReadonlyMap<number, number>,
  run: RunRecord,
  {
    next,
    total,
    exact,
    offset,
  }: { next: string | null; total: number; exact: boolean; offset?: number | undefined },
): JsonText {
  const data = rows.map((row) => rowText(run.columns, row, undefined, times.get(row.index))).join(',');
  const cursor = next === null ? 'null' : `"${next}"`;
  const place = offset === undefined ? '' : `"offset":${offset},`;
  return new JsonText(
    `{"data":[${data}],${place}"next_cursor":${cursor},"total":{"value":${total},"exact":${exact}}}`,
  );
}

function statusOf(status: RowStatus | 'all'): RowStatus | undefined {
  return status === 'all' ? undefined : status;
}

function countOf({ progress }: RunRecord, status: RowStatus | 'all'): number {
  const { accepted, rejected, failed, spare } = progress;
  return status === 'all' ? accepted + rejected + failed + spare : progress[status];
}
