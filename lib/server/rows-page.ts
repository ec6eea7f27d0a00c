import type { z } from 'zod';
import type { rowsQuery } from '@/lib/api/dataset-wire';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { Database } from '@/lib/store/database';
import { readRowPage } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import { JsonText } from './answer';
import { rowText } from './dto/row-dto';
import { cursorId } from './paging';

type RowsQuery = z.output<typeof rowsQuery>;

/** A page of a run's rows. The total is the run's own count, so nothing is scanned for it. */
export async function rowsPage(db: Database, run: RunRecord, query: RowsQuery): Promise<JsonText> {
  refuseLaterOptions(query);
  const fromCursor = cursorId(query.cursor);
  if (fromCursor !== undefined && query.from_index !== undefined) {
    throw new AppError(
      'bad-request',
      'from_index: goes without a cursor, which says already where to go on.',
    );
  }
  const rows = await readRowPage(db, {
    runId: run.id,
    fromIndex: fromCursor === undefined ? (query.from_index ?? 0) : fromCursor + 1,
    status: query.status === 'all' ? undefined : query.status,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rows.length > query.limit && last ? `"${last.index}"` : 'null';
  const data = shown.map((row) => rowText(run.columns, row)).join(',');
  const total = countOf(run, query.status);
  return new JsonText(`{"data":[${data}],"next_cursor":${next},"total":{"value":${total},"exact":true}}`);
}

function countOf({ progress }: RunRecord, status: RowStatus | 'all'): number {
  const { accepted, rejected, failed, spare } = progress;
  return status === 'all' ? accepted + rejected + failed + spare : progress[status];
}

function refuseLaterOptions(query: RowsQuery): void {
  for (const name of ['search', 'filter', 'sort', 'split'] as const) {
    if (query[name] !== undefined) {
      throw new AppError(
        'unsupported-option',
        `${name}: is not supported yet; status, from_index and cursor are.`,
      );
    }
  }
}
