import { z } from 'zod';
import type { RowStatus } from '@/lib/dataset/row-status';
import type { Database } from './database';
import { emptySql, query, sql } from './sql';

/** What the answers of some rows cost, for one attribute and one fate of the rows. */
export type RowCosts = {
  readonly attributeId: string;
  readonly status: RowStatus;
  readonly reused: boolean;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
};

/** The costs of the answers that the rows of a range, or those of a status there, stand on: from `fromIndex` up to, not including, `toIndex`. */
export function readRowCosts(
  db: Database,
  range: {
    runId: number;
    scope: string;
    status?: RowStatus | undefined;
    fromIndex: number;
    toIndex: number;
  },
): Promise<RowCosts[]> {
  const ofStatus = range.status === undefined ? emptySql : sql`AND rows.status = ${range.status}`;
  return query(
    db,
    costRow,
    sql`SELECT answers.value ->> 0 AS attribute_id, rows.status, answers.value ->> 2 AS reused, COUNT(*) AS calls,
          SUM(prompt_tokens) AS prompt_tokens, SUM(completion_tokens) AS completion_tokens, SUM(cost_usd) AS cost_usd
        -- Crossed, so that they are taken in this order: each answer by its key, not all answers of the scope.
        FROM rows CROSS JOIN json_each(rows.answers) AS answers
        CROSS JOIN completions ON completions.scope = ${range.scope} AND completions.key = answers.value ->> 1
        WHERE rows.run_id = ${range.runId} AND rows.idx >= ${range.fromIndex} AND rows.idx < ${range.toIndex} ${ofStatus}
        GROUP BY 1, 2, 3`,
  );
}

const costRow = z
  .object({
    attribute_id: z.string(),
    status: z.enum(['accepted', 'rejected', 'failed', 'spare']),
    reused: z.number(),
    calls: z.number(),
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    cost_usd: z.number(),
  })
  .transform((row): RowCosts => ({
    attributeId: row.attribute_id,
    status: row.status,
    reused: row.reused === 1,
    calls: row.calls,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    costUsd: row.cost_usd,
  }));
