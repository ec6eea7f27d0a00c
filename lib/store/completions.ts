import { z } from 'zod';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import { completionValues } from './commit-batch';
import type { Database } from './database';
import { execute, jsonColumn, query, sql } from './sql';

/** Adds answers to a journal; those that are there already stay as they are. */
export async function insertCompletions(
  db: Database,
  scope: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await execute(
    db,
    sql`INSERT INTO completions (
          scope, key, row_index, attribute_id, step, attempt, text, finish_reason, prompt_tokens, completion_tokens,
          cost_usd, latency_ms, prompt_hash, attempts, model, at, tool_calls
        )
        SELECT
          ${scope}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
          value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14,
          value ->> 15
        FROM json_each(${JSON.stringify(entries.map(completionValues))}) WHERE TRUE
        ON CONFLICT DO NOTHING`,
  );
}

/** The answers of a journal with these keys, by key; missing ones are absent. */
export async function findCompletions(
  db: Database,
  scope: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, JournalEntry>> {
  if (keys.length === 0) return new Map();
  const found = await query(
    db,
    completionRow,
    sql`SELECT key, row_index, attribute_id, step, attempt, text, finish_reason, prompt_tokens, completion_tokens,
          cost_usd, latency_ms, prompt_hash, attempts, model, at, tool_calls
        FROM completions
        WHERE scope = ${scope} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`,
  );
  return new Map(found.map((entry) => [entry.key, entry]));
}

/** Tells whether a journal holds anything. */
export async function hasCompletions(db: Database, scope: string): Promise<boolean> {
  const found = await query(
    db,
    z.unknown(),
    sql`SELECT 1 AS found FROM completions WHERE scope = ${scope} LIMIT 1`,
  );
  return found.length > 0;
}

/** Where an answer stands, which prompt it answers, whose it is, and how long it took. */
export type CompletionFacts = {
  readonly key: string;
  readonly rowIndex: number;
  readonly attributeId: string;
  readonly promptHash: string;
  readonly model: string;
  readonly latencyMs: number;
};

/** The first answers of attributes in a journal, or the plans of conversations, for rows below `rows`, without their texts; at most `limit` of them. */
export function listCompletionFacts(
  db: Database,
  scope: string,
  { rows, limit }: { rows: number; limit: number },
): Promise<CompletionFacts[]> {
  return query(
    db,
    completionFactsRow,
    sql`SELECT key, row_index, attribute_id, prompt_hash, model, latency_ms FROM completions
        WHERE scope = ${scope} AND row_index < ${rows} AND step IN ('answer', 'plan') AND attempt = 0
        LIMIT ${limit}`,
  );
}

/** The runs and trials that wrote into a journal: their seeds, and the runs' ids from the newest on. */
export async function journalWriters(
  db: Database,
  scope: string,
): Promise<{ seeds: ReadonlySet<number>; runIds: readonly number[]; hasTrials: boolean }> {
  const found = await query(
    db,
    z.object({ run_id: z.number().nullable(), seed: z.number() }),
    sql`SELECT id AS run_id, seed FROM runs WHERE journal_scope = ${scope}
        UNION ALL SELECT NULL, seed FROM (SELECT DISTINCT seed FROM trials WHERE journal_scope = ${scope})
        ORDER BY 1 DESC LIMIT 500`,
  );
  return {
    seeds: new Set(found.map(({ seed }) => seed)),
    runIds: found.flatMap(({ run_id: id }) => (id === null ? [] : [id])),
    hasTrials: found.some(({ run_id: id }) => id === null),
  };
}

const completionFactsRow = z
  .object({
    key: z.string(),
    row_index: z.number(),
    attribute_id: z.string(),
    prompt_hash: z.string(),
    model: z.string(),
    latency_ms: z.number(),
  })
  .transform((row): CompletionFacts => ({
    key: row.key,
    rowIndex: row.row_index,
    attributeId: row.attribute_id,
    promptHash: row.prompt_hash,
    model: row.model,
    latencyMs: row.latency_ms,
  }));

const completionRow = z
  .object({
    key: z.string(),
    row_index: z.number(),
    attribute_id: z.string(),
    step: z.string(),
    attempt: z.number(),
    text: z.string(),
    finish_reason: z.enum(['stop', 'length', 'content_filter', 'tool_calls', 'unknown']),
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    cost_usd: z.number(),
    latency_ms: z.number(),
    prompt_hash: z.string(),
    attempts: jsonColumn(z.array(z.object({ code: z.string(), message: z.string(), waitedMs: z.number() }))),
    model: z.string(),
    at: z.number(),
    tool_calls: jsonColumn(
      z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
    ).nullable(),
  })
  .transform((row): JournalEntry => ({
    key: row.key,
    rowIndex: row.row_index,
    attributeId: row.attribute_id,
    step: row.step,
    attempt: row.attempt,
    text: row.text,
    finishReason: row.finish_reason,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    costUsd: row.cost_usd,
    latencyMs: row.latency_ms,
    promptHash: row.prompt_hash,
    attempts: row.attempts,
    model: row.model,
    at: row.at,
    ...(row.tool_calls && { toolCalls: row.tool_calls }),
  }));
