import { z } from 'zod';
import type { Part } from '@/lib/dataset/part';
import type { Database } from './database';
import { emptySql, joinSql, queryOne, sql } from './sql';

/** How many rows of a run people have marked, and how. */
export type MarkCounts = {
  readonly good: number;
  readonly bad: number;
  readonly edited: number;
  /** Rows that are accepted, or rejected, since a person said so. */
  readonly acceptedByHand: number;
  readonly rejectedByHand: number;
};

/**
 * Of row `r`: the status that a person gave it against what it was before the first verdict, `accepted` or `rejected`;
 * NULL for one that stands as it was. A seek by the index of changes, nothing more, for a row that nobody touched.
 */
export const statusByHand = sql`(
  SELECT CASE
    WHEN r.status = 'accepted' AND c.change ->> '$.before.status' <> 'accepted' THEN 'accepted'
    WHEN r.status = 'rejected' AND r.reason ->> '$.code' = 'by-hand' THEN 'rejected' END
  FROM row_changes c
  WHERE c.run_id = r.run_id AND c.idx = r.idx AND c.change ->> '$.status' IS NOT NULL ORDER BY c.id LIMIT 1)`;

/** Counts the marks of a run, or of a part, as they are now, without a look at the rows that nobody touched. */
export async function countMarks(db: Database, runId: number, part?: Part): Promise<MarkCounts> {
  const isWithin = part === undefined ? emptySql : sql`AND ${joinSql(conditionsOf(part), ' AND ')}`;
  const marked = sql`SELECT COUNT(*) FROM row_marks m JOIN rows r ON r.run_id = m.run_id AND r.idx = m.idx
    WHERE m.run_id = ${runId} ${isWithin}`;
  const found = await queryOne(
    db,
    counts,
    sql`SELECT
          (${marked} AND m.rating = 1) AS good,
          (${marked} AND m.rating = -1) AS bad,
          (${marked} AND m.edited <> '[]') AS edited,
          COALESCE(SUM(verdict = 'accepted'), 0) AS accepted,
          COALESCE(SUM(verdict = 'rejected'), 0) AS rejected
        FROM (
          SELECT ${statusByHand} AS verdict FROM rows r
          WHERE r.run_id = ${runId} AND r.idx IN (SELECT idx FROM row_changes WHERE run_id = ${runId}) ${isWithin}
        )`,
  );
  if (found === null) throw new Error('a count has one row');
  const { good, bad, edited, accepted, rejected } = found;
  return { good, bad, edited, acceptedByHand: accepted, rejectedByHand: rejected };
}

function conditionsOf({ fromIndex, toIndex, status }: Part) {
  return [
    sql`r.idx >= ${fromIndex}`,
    ...(Number.isFinite(toIndex) ? [sql`r.idx < ${toIndex}`] : []),
    ...(status === undefined ? [] : [sql`r.status = ${status}`]),
  ];
}

const counts = z.object({
  good: z.number(),
  bad: z.number(),
  edited: z.number(),
  accepted: z.number(),
  rejected: z.number(),
});
