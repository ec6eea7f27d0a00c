import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from './database';
import { restorableMs } from './runs';
import { execute, query, sql, type Sql } from './sql';

/** At most this many rows go in one statement, so that nobody waits long for the write lock. */
const chunk = 5000;

/** A trial's texts are of no use after this, in milliseconds; its answers stay in the journal. */
const trialKeptMs = 60 * 60_000;

/**
 * Removes for good what was deleted longer ago than a delete can be undone, and trials that are over. Safe to
 * break off at any point and to run in several processes.
 */
export async function sweepDeleted(db: Database, nowMs: number): Promise<void> {
  // Twice the time, so that a restore in the last moment never meets the sweep.
  const before = nowMs - 2 * restorableMs;
  for (const { id } of await query(db, idRow, sql`SELECT id FROM runs WHERE deleted_at < ${before}`)) {
    await removeRun(db, id);
  }
  for (const { id } of await query(db, idRow, sql`SELECT id FROM recipes WHERE deleted_at < ${before}`)) {
    await removeRecipe(db, id);
  }
  await execute(db, sql`DELETE FROM providers WHERE deleted_at < ${before}`);
  const old = nowMs - trialKeptMs;
  await execute(
    db,
    sql`DELETE FROM secrets WHERE owner IN (SELECT 'trial:' || id FROM trials WHERE ended_at < ${old})`,
  );
  // What came of a draft stays, its key doesn't.
  await execute(
    db,
    sql`DELETE FROM secrets WHERE owner IN (SELECT 'draft:' || id FROM drafts WHERE ended_at < ${old})`,
  );
  await execute(db, sql`DELETE FROM jobs WHERE draft_id IN (SELECT id FROM drafts WHERE ended_at < ${old})`);
  await execute(db, sql`DELETE FROM jobs WHERE trial_id IN (SELECT id FROM trials WHERE ended_at < ${old})`);
  await execute(db, sql`DELETE FROM trials WHERE ended_at < ${old}`);
}

async function removeRun(db: Database, id: number): Promise<void> {
  await untilNoneLeft(
    db,
    () => sql`DELETE FROM rows WHERE rowid IN (SELECT rowid FROM rows WHERE run_id = ${id} LIMIT ${chunk})`,
  );
  await removeJournal(db, `run:${id}`);
  await execute(db, sql`DELETE FROM secrets WHERE owner = ${`run:${id}`}`);
  await execute(db, sql`DELETE FROM jobs WHERE run_id = ${id}`);
  await execute(db, sql`DELETE FROM runs WHERE id = ${id}`);
}

async function removeRecipe(db: Database, id: number): Promise<void> {
  const used = await query(
    db,
    idRow,
    sql`SELECT id FROM runs WHERE journal_scope = ${`recipe:${id}`} AND deleted_at IS NULL LIMIT 1`,
  );
  // Runs outlive their recipe, and what they paid for with them.
  if (used.length === 0) await removeJournal(db, `recipe:${id}`);
  await execute(db, sql`DELETE FROM secrets WHERE owner = ${`recipe:${id}`}`);
  await execute(db, sql`DELETE FROM recipes WHERE id = ${id}`);
}

async function removeJournal(db: Database, scope: string): Promise<void> {
  await untilNoneLeft(
    db,
    () =>
      sql`DELETE FROM completions WHERE rowid IN (
        SELECT rowid FROM completions WHERE scope = ${scope} LIMIT ${chunk})`,
  );
}

async function untilNoneLeft(db: Database, statement: () => Sql): Promise<void> {
  // The driver is synchronous: between two chunks everybody else has a turn.
  while ((await execute(db, statement())) > 0) await setImmediate();
}

const idRow = z.object({ id: z.number() });
