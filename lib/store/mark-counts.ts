import { z } from 'zod';
import type { Database } from './database';
import { queryOne, sql } from './sql';

/** How many rows of a run people have marked, and how. */
export type MarkCounts = {
  readonly good: number;
  readonly bad: number;
  readonly edited: number;
  /** Rows that are accepted, or rejected, since a person said so. */
  readonly acceptedByHand: number;
  readonly rejectedByHand: number;
};

/** Counts the marks as they are now, without a look at the rows that nobody touched. */
export async function countMarks(db: Database, runId: number): Promise<MarkCounts> {
  const found = await queryOne(
    db,
    counts,
    sql`SELECT
          (SELECT COUNT(*) FROM row_marks WHERE run_id = ${runId} AND rating = 1) AS good,
          (SELECT COUNT(*) FROM row_marks WHERE run_id = ${runId} AND rating = -1) AS bad,
          (SELECT COUNT(*) FROM row_marks WHERE run_id = ${runId} AND edited <> '[]') AS edited,
          COALESCE(SUM(rows.status = 'accepted' AND verdicts.first <> 'accepted'), 0) AS accepted,
          COALESCE(SUM(rows.status = 'rejected' AND rows.reason ->> '$.code' = 'by-hand'), 0) AS rejected
        FROM (
          -- SQLite takes the columns beside MIN from the row that has it: the status before the first verdict.
          SELECT idx, MIN(id), change ->> '$.before.status' AS first FROM row_changes
          WHERE run_id = ${runId} AND change ->> '$.status' IS NOT NULL GROUP BY idx
        ) AS verdicts JOIN rows ON rows.run_id = ${runId} AND rows.idx = verdicts.idx`,
  );
  if (found === null) throw new Error('a count has one row');
  const { good, bad, edited, accepted, rejected } = found;
  return { good, bad, edited, acceptedByHand: accepted, rejectedByHand: rejected };
}

const counts = z.object({
  good: z.number(),
  bad: z.number(),
  edited: z.number(),
  accepted: z.number(),
  rejected: z.number(),
});
