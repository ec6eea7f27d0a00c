import { z } from 'zod';
import type { Database } from './database';
import { jsonColumn, query, sql } from './sql';

/** An answer that a row stands on, without its text. */
export type RowCall = {
  readonly index: number;
  readonly attributeId: string;
  readonly step: string;
  readonly model: string;
  readonly promptHash: string;
  readonly finishReason: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  readonly latencyMs: number;
  /** What went wrong before this answer came. */
  readonly failures: readonly { readonly code: string; readonly waitedMs: number }[];
  readonly isReused: boolean;
  /** ms since the epoch. */
  readonly at: number;
};

/** The answers that these rows stand on, row by row in the order of their indices, in the order they were given. */
export function readRowCalls(
  db: Database,
  rows: { runId: number; scope: string; indices: readonly number[] },
): Promise<RowCall[]> {
  return query(
    db,
    callRow,
    sql`SELECT rows.idx, completions.attribute_id, completions.step, completions.model, completions.prompt_hash,
          completions.finish_reason, completions.prompt_tokens, completions.completion_tokens, completions.cost_usd,
          completions.latency_ms, completions.attempts, completions.at, answers.value ->> 2 AS reused
        -- Crossed, so that they are taken in this order: each answer by its key, not all answers of the scope.
        FROM rows CROSS JOIN json_each(rows.answers) AS answers
        CROSS JOIN completions ON completions.scope = ${rows.scope} AND completions.key = answers.value ->> 1
        WHERE rows.run_id = ${rows.runId} AND rows.idx IN (SELECT value FROM json_each(${JSON.stringify(rows.indices)}))
        ORDER BY rows.idx, answers.key`,
  );
}

/**
 * How long models took for the answers of these rows, in ms, added up by row; answers that were given before took none.
 * Rows without an answer of their own are left out.
 */
export async function readRowTimes(
  db: Database,
  rows: { runId: number; scope: string; indices: readonly number[] },
): Promise<ReadonlyMap<number, number>> {
  const found = await query(
    db,
    z.object({ idx: z.number(), ms: z.number() }),
    sql`SELECT rows.idx, SUM(completions.latency_ms) AS ms
        FROM rows CROSS JOIN json_each(rows.answers) AS answers
        CROSS JOIN completions ON completions.scope = ${rows.scope} AND completions.key = answers.value ->> 1
        WHERE rows.run_id = ${rows.runId} AND answers.value ->> 2 = 0
          AND rows.idx IN (SELECT value FROM json_each(${JSON.stringify(rows.indices)}))
        GROUP BY rows.idx`,
  );
  return new Map(found.map(({ idx, ms }) => [idx, ms]));
}

const callRow = z
  .object({
    idx: z.number(),
    attribute_id: z.string(),
    step: z.string(),
    model: z.string(),
    prompt_hash: z.string(),
    finish_reason: z.string(),
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    cost_usd: z.number(),
    latency_ms: z.number(),
    attempts: jsonColumn(z.array(z.object({ code: z.string(), waitedMs: z.number() }))),
    at: z.number(),
    reused: z.number(),
  })
  .transform((row): RowCall => ({
    index: row.idx,
    attributeId: row.attribute_id,
    step: row.step,
    model: row.model,
    promptHash: row.prompt_hash,
    finishReason: row.finish_reason,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    costUsd: row.cost_usd,
    latencyMs: row.latency_ms,
    failures: row.attempts,
    isReused: row.reused === 1,
    at: row.at,
  }));
