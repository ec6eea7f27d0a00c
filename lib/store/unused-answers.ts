import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from './database';
import { execute, query, queryOne, sql, type Sql } from './sql';

/** How many answers, and about how many bytes they take in the database. */
export type AnswerRoom = { readonly answers: number; readonly bytes: number };

/** Answers that are looked at in one statement: the driver is synchronous, and others want to write. */
const page = 2000;

/**
 * Answers of the journal that came before a time (ms since the epoch) and that nothing uses: no row of any run, no
 * earlier answer that a row can go back to. The journal of a run that isn't over is left alone, since it may ask for
 * any of them. With `remove` they are deleted for good. Safe to break off and to run in several processes.
 */
export async function sumUnusedAnswers(
  db: Database,
  { before, remove }: { before: number; remove: boolean },
): Promise<AnswerRoom> {
  let answers = 0;
  let bytes = 0;
  for (let scope = await scopeAfter(db, ''); scope !== null; scope = await scopeAfter(db, scope)) {
    let key = '';
    while (!(await isBusy(db, scope))) {
      const found = await readPage(db, { scope, after: key, before });
      if (found.last === null) break;
      const range = sql`scope = ${scope} AND key > ${key} AND key <= ${found.last}`;
      if (found.answers > 0) {
        answers += remove
          ? await execute(db, sql`DELETE FROM completions WHERE ${range} AND ${unused(scope, before)}`)
          : found.answers;
        bytes += found.bytes;
      }
      key = found.last;
      await setImmediate();
    }
  }
  return { answers, bytes };
}

/** The journals one after the other, by the index: there may be millions of answers in each. */
async function scopeAfter(db: Database, scope: string): Promise<string | null> {
  const next = await queryOne(
    db,
    z.object({ scope: z.string().nullable() }),
    sql`SELECT MIN(scope) AS scope FROM completions WHERE scope > ${scope}`,
  );
  return next?.scope ?? null;
}

async function isBusy(db: Database, scope: string): Promise<boolean> {
  return (await query(db, z.unknown(), sql`SELECT 1 AS busy WHERE ${busy(scope)}`)).length > 0;
}

/** How much of the next answers of a journal is unused, and the last key among them; null = there are none. */
async function readPage(
  db: Database,
  { scope, after, before }: { scope: string; after: string; before: number },
): Promise<AnswerRoom & { last: string | null }> {
  const found = await queryOne(
    db,
    pageRow,
    sql`SELECT MAX(key) AS last, COUNT(*) FILTER (WHERE is_unused) AS answers,
          SUM(bytes) FILTER (WHERE is_unused) AS bytes
        FROM (
          SELECT key, ${unused(scope, before)} AS is_unused,
            -- The columns of fixed size and the key's place in the index come to about 200 bytes.
            200 + octet_length(text) + octet_length(attempts) + COALESCE(octet_length(tool_calls), 0) AS bytes
          FROM completions WHERE scope = ${scope} AND key > ${after} ORDER BY key LIMIT ${page}
        )`,
  );
  return { last: found?.last ?? null, answers: found?.answers ?? 0, bytes: found?.bytes ?? 0 };
}

const pageRow = z.object({ last: z.string().nullable(), answers: z.number(), bytes: z.number().nullable() });

/** A question that all rows shared (row -1) is used as long as any run of the journal is there. */
function unused(scope: string, before: number): Sql {
  const runs = sql`(SELECT id FROM runs WHERE journal_scope = ${scope})`;
  return sql`(at < ${before} AND NOT ${busy(scope)} AND CASE
    WHEN row_index < 0 THEN NOT EXISTS ${runs}
    ELSE NOT EXISTS (
      SELECT 1 FROM rows
      WHERE rows.run_id IN ${runs} AND rows.idx = row_index AND instr(rows.answers, '"' || completions.key || '"') > 0
    ) AND NOT EXISTS (
      SELECT 1 FROM row_changes
      WHERE row_changes.run_id IN ${runs} AND row_changes.idx = row_index
        AND instr(row_changes.change, completions.key) > 0
    ) END)`;
}

function busy(scope: string): Sql {
  return sql`EXISTS (
    SELECT 1 FROM runs WHERE journal_scope = ${scope} AND status NOT IN ('completed', 'failed', 'cancelled')
  )`;
}

/** Whether they are to be cleared now: true for one process, at most once in `everyMs`. */
export async function claimClearing(db: Database, nowMs: number, everyMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`INSERT INTO settings (name, value) VALUES ('answers-cleared-at', ${String(nowMs)})
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        WHERE CAST(value AS INTEGER) <= ${nowMs - everyMs}`,
  );
  return changed === 1;
}
