import { z } from 'zod';
import { decodeJson } from '@/lib/dataset/json';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { AcceptedRow } from '@/lib/engine/engine-job';
import type { FinishedRows } from '@/lib/engine/finished-rows';
import type { FailureGroup } from '@/lib/run/failure-group';
import type { RejectionGroup } from '@/lib/run/rejection-group';
import { isList } from '@/lib/util/value';
import type { Database } from './database';
import { emptySql, execute, joinSql, jsonColumn, query, queryOne, sql } from './sql';

/** A row as it is stored: `cells` is the text of a JSON array in the order of the run's columns. */
export type StoredRow = {
  readonly index: number;
  readonly status: RowStatus;
  /** As they are shown: with what a person changed. */
  readonly cells: string;
  readonly reason: RowReasonRecord | null;
  /** Columns that a person changed. */
  readonly edited: readonly string[];
  readonly rating: -1 | 0 | 1;
};

type RowReasonRecord = {
  readonly attributeId?: string | undefined;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
};

export type RowPageRequest = {
  readonly runId: number;
  /** Only rows from this index on. */
  readonly fromIndex: number;
  /** Only rows of this status; all when absent. */
  readonly status?: RowStatus | undefined;
  readonly limit: number;
  /** Passes over so many of these rows first. */
  readonly offset?: number | undefined;
};

/** How many rows are read at once where all are wanted. */
const rowsAtOnce = 2000;

/**
 * The accepted rows of a run in row order, a page at a time, with all cells as they were generated: rules compare
 * with those, whatever a person changed since.
 */
export async function* acceptedRows(db: Database, runId: number): AsyncGenerator<AcceptedRow[], void> {
  for (let from = 0; ;) {
    const found = await query(
      db,
      z.object({ idx: z.number(), cells: z.string() }),
      sql`SELECT idx, cells FROM rows WHERE run_id = ${runId} AND status = 'accepted' AND idx >= ${from}
          ORDER BY idx LIMIT ${rowsAtOnce}`,
    );
    yield found.map(({ idx, cells }) => {
      const values = decodeJson(cells);
      return { index: idx, cells: isList(values) ? values : [] };
    });
    const last = found.at(-1);
    if (last === undefined || found.length < rowsAtOnce) return;
    from = last.idx + 1;
  }
}

/** Rows in row order from an index on. As quick at the end of a large dataset as at its start. */
export async function readRowPage(db: Database, page: RowPageRequest): Promise<StoredRow[]> {
  const conditions = [sql`r.run_id = ${page.runId}`, sql`r.idx >= ${page.fromIndex}`];
  if (page.status !== undefined) conditions.push(sql`r.status = ${page.status}`);
  if (page.offset !== undefined) conditions.push(sql`r.idx >= ${await indexAt(db, page, page.offset)}`);
  // Read without a schema: a download passes millions of rows here, and only commitBatch writes them.
  const rows = await db.prisma.$queryRaw<RowRow[]>(
    sql`SELECT ${shownColumns} FROM ${markedRows}
        WHERE ${joinSql(conditions, ' AND ')} ORDER BY r.idx LIMIT ${page.limit}`,
  );
  return rows.map(storedRow);
}

/** The index of the row at a place among those of a page's request, from the index alone; beyond all after the last. */
async function indexAt(
  db: Database,
  { runId, fromIndex, status }: RowPageRequest,
  place: number,
): Promise<number> {
  const ofStatus = status === undefined ? emptySql : sql`AND status = ${status}`;
  const found = await queryOne(
    db,
    z.object({ idx: z.number() }),
    sql`SELECT idx FROM rows WHERE run_id = ${runId} AND idx >= ${fromIndex} ${ofStatus}
        ORDER BY idx LIMIT 1 OFFSET ${place}`,
  );
  return found?.idx ?? Number.MAX_SAFE_INTEGER;
}

/** The rows of these indices, in that order; those that aren't there are left out. */
export async function readRowsAt(
  db: Database,
  runId: number,
  indices: readonly number[],
): Promise<StoredRow[]> {
  const rows = await db.prisma.$queryRaw<RowRow[]>(
    sql`SELECT ${shownColumns} FROM ${markedRows}
        WHERE r.run_id = ${runId} AND r.idx IN (SELECT value FROM json_each(${JSON.stringify(indices)}))`,
  );
  const byIndex = new Map(rows.map((row) => [row.idx, row]));
  return indices.flatMap((index) => {
    const row = byIndex.get(index);
    return row === undefined ? [] : [storedRow(row)];
  });
}

const markedRows = sql`rows r LEFT JOIN row_marks m ON m.run_id = r.run_id AND m.idx = r.idx`;
const shownColumns = sql`r.idx, r.status, COALESCE(m.cells, r.cells) AS cells, r.reason, m.edited, m.rating`;

type RowRow = {
  idx: number;
  status: RowStatus;
  cells: string;
  reason: string | null;
  edited: string | null;
  rating: number | bigint | null;
};

function storedRow({ idx, status, cells, reason, edited, rating }: RowRow): StoredRow {
  return {
    index: idx,
    status,
    cells,
    reason: reason === null ? null : reasonSchema.parse(JSON.parse(reason)),
    edited: edited === null || edited === '[]' ? [] : z.array(z.string()).parse(JSON.parse(edited)),
    rating: ratingSchema.parse(Number(rating ?? 0)),
  };
}

const ratingSchema = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

const reasonSchema = z.object({
  attributeId: z.string().optional(),
  code: z.string(),
  message: z.string(),
  attempts: z.number(),
});

/** A row with the answers it was made from: journal keys by attribute. */
export type RowWithAnswers = StoredRow & {
  /** The cells as they came, without what a person changed. */
  readonly generated: string;
  /** All cells with those that a person changed in place; null while none was changed. */
  readonly marked: string | null;
  readonly answers: readonly { attributeId: string; key: string; reused: boolean }[];
  /** Differs when the row was changed since, by a person or by new answers. */
  readonly version: string;
};

/** The version of a row `r`: its last change, and what the engine made of it. */
export const rowVersion = sql`(
  COALESCE((SELECT MAX(id) FROM row_changes c WHERE c.run_id = r.run_id AND c.idx = r.idx), 0)
  || ' ' || r.status || ' ' || r.answers
)`;

/** One row, or null. */
export function readRow(db: Database, runId: number, index: number): Promise<RowWithAnswers | null> {
  return queryOne(
    db,
    rowWithAnswers,
    sql`SELECT ${shownColumns}, r.cells AS generated, m.cells AS marked, r.answers, ${rowVersion} AS version
        FROM ${markedRows}
        WHERE r.run_id = ${runId} AND r.idx = ${index}`,
  );
}

const rowWithAnswers = z
  .object({
    idx: z.number(),
    status: z.enum(['accepted', 'rejected', 'failed', 'spare']),
    cells: z.string(),
    generated: z.string(),
    marked: z.string().nullable(),
    version: z.string(),
    reason: jsonColumn(reasonSchema).nullable(),
    edited: jsonColumn(z.array(z.string())).nullable(),
    rating: ratingSchema.nullable(),
    answers: jsonColumn(z.array(z.tuple([z.string(), z.string(), z.number()]))),
  })
  .transform(({ idx, answers, edited, rating, ...row }): RowWithAnswers => ({
    ...row,
    index: idx,
    edited: edited ?? [],
    rating: rating ?? 0,
    answers: answers.map(([attributeId, key, reused]) => ({ attributeId, key, reused: reused === 1 })),
  }));

/** How many rows of each status are stored, from the index alone. */
export async function countRows(db: Database, runId: number): Promise<Record<RowStatus, number>> {
  const counts = { accepted: 0, rejected: 0, failed: 0, spare: 0 };
  const found = await query(
    db,
    z.object({ status: z.enum(['accepted', 'rejected', 'failed', 'spare']), count: z.number() }),
    sql`SELECT status, COUNT(*) AS count FROM rows WHERE run_id = ${runId} GROUP BY status`,
  );
  for (const { status, count } of found) counts[status] = count;
  return counts;
}

/** The index of the row of a status, or of any, that stands at a place among them, from 0; null beyond the last. */
export async function rowIndexAt(
  db: Database,
  runId: number,
  status: RowStatus | undefined,
  place: number,
): Promise<number | null> {
  const ofStatus = status === undefined ? emptySql : sql`AND status = ${status}`;
  const found = await queryOne(
    db,
    z.object({ idx: z.number() }),
    sql`SELECT idx FROM rows WHERE run_id = ${runId} ${ofStatus}
        ORDER BY idx LIMIT 1 OFFSET ${place}`,
  );
  return found?.idx ?? null;
}

/** How many rows of a status, or of any, stand before a row, from the index alone. */
export async function countRowsBelow(
  db: Database,
  runId: number,
  status: RowStatus | undefined,
  index: number,
): Promise<number> {
  const ofStatus = status === undefined ? emptySql : sql`AND status = ${status}`;
  const found = await queryOne(
    db,
    z.object({ count: z.number() }),
    sql`SELECT COUNT(*) AS count FROM rows WHERE run_id = ${runId} AND idx < ${index} ${ofStatus}`,
  );
  return found?.count ?? 0;
}

/** The highest index of a run's rows, or null. */
export async function lastRowIndex(db: Database, runId: number): Promise<number | null> {
  const found = await queryOne(
    db,
    z.object({ last: z.number().nullable() }),
    sql`SELECT MAX(idx) AS last FROM rows WHERE run_id = ${runId}`,
  );
  return found?.last ?? null;
}

/** What a run has to know of its stored rows to go on, in a form that doesn't grow with them. */
export async function finishedRows(db: Database, runId: number): Promise<FinishedRows> {
  const counts = await countRows(db, runId);
  const end = ((await lastRowIndex(db, runId)) ?? -1) + 1;
  const stored = counts.accepted + counts.rejected + counts.failed + counts.spare;
  return {
    counts,
    end,
    missing: stored === end ? [] : await missingIndices(db, runId),
    failures: counts.failed === 0 ? [] : await failureGroups(db, runId),
    rejections: counts.rejected === 0 ? [] : await rejectionGroups(db, runId),
  };
}

async function missingIndices(db: Database, runId: number): Promise<number[]> {
  const gaps = await query(
    db,
    z.object({ first: z.number(), next: z.number() }),
    sql`SELECT previous + 1 AS first, idx AS next FROM (
          SELECT idx, LAG(idx, 1, -1) OVER (ORDER BY idx) AS previous FROM rows WHERE run_id = ${runId}
        ) WHERE idx > previous + 1 ORDER BY idx`,
  );
  const missing: number[] = [];
  for (const { first, next } of gaps) for (let index = first; index < next; index += 1) missing.push(index);
  return missing;
}

/**
 * Tells the causes of failed and rejected rows of a run anew, after rows were changed that nobody drives. The counts
 * follow with each change; these lists are read from all such rows, so once for many changes.
 */
export async function retellCauses(db: Database, runId: number): Promise<void> {
  const failures = JSON.stringify(await failureGroups(db, runId));
  const rejections = JSON.stringify(await rejectionGroups(db, runId));
  await execute(
    db,
    sql`UPDATE runs SET progress = json_set(
          progress, '$.failures', json(${failures}), '$.rejections', json(${rejections})
        )
        WHERE id = ${runId} AND status NOT IN ('pending', 'running', 'pausing', 'cancelling')`,
  );
}

/** Rejected rows by rule, in the order in which the rules first rejected one. */
async function rejectionGroups(db: Database, runId: number): Promise<RejectionGroup[]> {
  const groups = await query(
    db,
    z.object({ rule: z.string().nullable(), count: z.number(), example_row: z.number() }),
    sql`SELECT json_extract(reason, '$.code') AS rule, COUNT(*) AS count, MIN(idx) AS example_row
        FROM rows WHERE run_id = ${runId} AND status = 'rejected' GROUP BY 1 ORDER BY 3 LIMIT 1000`,
  );
  return groups.map(({ rule, count, example_row }) => ({
    rule: rule ?? 'unknown',
    count,
    exampleRow: example_row,
  }));
}

/** Failed rows by cause, at most fifty causes, the most frequent first. */
async function failureGroups(db: Database, runId: number): Promise<FailureGroup[]> {
  const groups = await query(
    db,
    z.object({
      code: z.string().nullable(),
      message: z.string().nullable(),
      count: z.number(),
      example_row: z.number(),
    }),
    sql`SELECT json_extract(reason, '$.code') AS code, json_extract(reason, '$.message') AS message,
          COUNT(*) AS count, MIN(idx) AS example_row
        FROM rows WHERE run_id = ${runId} AND status = 'failed'
        GROUP BY 1, 2 ORDER BY 3 DESC, 4 LIMIT 50`,
  );
  return groups.map(({ code, message, count, example_row }) => ({
    code: code ?? 'unknown',
    message: message ?? '',
    count,
    exampleRow: example_row,
  }));
}
