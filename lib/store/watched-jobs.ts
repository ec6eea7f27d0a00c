import { z } from 'zod';
import type { Database } from './database';
import { isHeldBy, type ClaimedJob } from './jobs';
import { execute, queryOne, sql } from './sql';

/** What a person starts, watches and may call off; both tables have the same columns for that. */
const tables = { trials: sql`trials`, drafts: sql`drafts` } as const;

export type WatchedTable = keyof typeof tables;

/** Whether one is still wanted; null when it is gone. */
export async function readWanted(
  db: Database,
  table: WatchedTable,
  id: number,
): Promise<'running' | 'cancelled' | null> {
  const row = await queryOne(
    db,
    z.object({ wanted: z.enum(['running', 'cancelled']) }),
    sql`SELECT wanted FROM ${tables[table]} WHERE id = ${id}`,
  );
  return row?.wanted ?? null;
}

/** Nobody watches any more: one that has not begun ends at once, another when its worker sees it. */
export async function callOff(db: Database, table: WatchedTable, id: number, nowMs: number): Promise<void> {
  await execute(
    db,
    sql`UPDATE ${tables[table]} SET
          wanted = 'cancelled',
          ended_at = CASE status WHEN 'pending' THEN ${nowMs} ELSE ended_at END,
          status = CASE status WHEN 'pending' THEN 'cancelled' ELSE status END
        WHERE id = ${id} AND status IN ('pending', 'running')`,
  );
}

/** Takes up one whose job is held. False: there is nothing to do. */
export async function takeUp(
  db: Database,
  table: WatchedTable,
  id: number,
  job: ClaimedJob,
): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE ${tables[table]} SET status = 'running'
        WHERE id = ${id} AND status IN ('pending', 'running')
          AND EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})`,
  );
  return changed === 1;
}
