import type { z } from 'zod';
import type { rowsQuery } from '@/lib/api/dataset-wire';
import { takesAll } from '@/lib/dataset/row-filter';
import type { RowStatus } from '@/lib/dataset/row-status';
import { readRowPage, readRowsAt, type StoredRow } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { JsonText } from './answer';
import { rowText } from './dto/row-dto';
import { cursorId } from './paging';
import { readRowChoice } from './rows/row-choice';
import { selectionOf } from './rows/selection-of';
import { splitRange } from './rows/splits';
import type { Server } from './server';

type RowsQuery = z.output<typeof rowsQuery>;

/** How long a page waits for rows that fit; what is found by then goes out. */
const patienceMs = 1500;

/** A page of a run's rows. Plain pages are read by index; others from what fits their conditions. */
export async function rowsPage(
  server: Server,
  run: RunRecord,
  query: RowsQuery,
  signal: AbortSignal,
): Promise<JsonText> {
  const choice = readRowChoice(query, run.columns);
  if (takesAll(choice) && query.split === undefined) return plainPage(server, run, query);
  if (query.from_index !== undefined) {
    throw new AppError(
      'bad-request',
      'from_index: goes with rows in row order only, without search, filter and sort.',
    );
  }
  const from = query.cursor === undefined ? 0 : (cursorId(query.cursor) ?? -1) + 1;
  const selection = await selectionOf(server, run, { status: statusOf(query.status), choice });
  await selection.until(query.split === undefined ? from + query.limit + 1 : Infinity, {
    withinMs: patienceMs,
    signal,
  });
  const { start, end } = splitRange(query.split, selection.indices.length);
  const indices = selection.indices.slice(start + from, Math.min(end, start + from + query.limit));
  const total = end - start;
  const hasMore = from + indices.length < total || (!selection.isDone && indices.length > 0);
  return page(await readRowsAt(server.context.db, run.id, indices), run, {
    next: hasMore ? String(from + indices.length - 1) : null,
    total,
    exact: selection.isDone,
  });
}

async function plainPage(server: Server, run: RunRecord, query: RowsQuery): Promise<JsonText> {
  const fromCursor = cursorId(query.cursor);
  if (fromCursor !== undefined && query.from_index !== undefined) {
    throw new AppError(
      'bad-request',
      'from_index: goes without a cursor, which says already where to go on.',
    );
  }
  const rows = await readRowPage(server.context.db, {
    runId: run.id,
    fromIndex: fromCursor === undefined ? (query.from_index ?? 0) : fromCursor + 1,
    status: statusOf(query.status),
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rows.length > query.limit && last ? String(last.index) : null;
  return page(shown, run, { next, total: countOf(run, query.status), exact: true });
}

function page(
  rows: readonly StoredRow[],
  run: RunRecord,
  { next, total, exact }: { next: string | null; total: number; exact: boolean },
): JsonText {
  const data = rows.map((row) => rowText(run.columns, row)).join(',');
  const cursor = next === null ? 'null' : `"${next}"`;
  return new JsonText(
    `{"data":[${data}],"next_cursor":${cursor},"total":{"value":${total},"exact":${exact}}}`,
  );
}

function statusOf(status: RowStatus | 'all'): RowStatus | undefined {
  return status === 'all' ? undefined : status;
}

function countOf({ progress }: RunRecord, status: RowStatus | 'all'): number {
  const { accepted, rejected, failed, spare } = progress;
  return status === 'all' ? accepted + rejected + failed + spare : progress[status];
}
