import { z } from 'zod';
import type { Database } from './database';
import { execute, queryOne, sql } from './sql';

/** A process that claims jobs: the worker itself, or a command that drives its own run. */
export type WorkerKind = 'worker' | 'cli';

/** Says that a worker is alive; give it every `heartbeatMs`. */
export async function beatWorker(
  db: Database,
  worker: { id: string; kind: WorkerKind; pid: number; nowMs: number },
): Promise<void> {
  await execute(
    db,
    sql`INSERT INTO workers (id, kind, pid, started_at, heartbeat_at)
        VALUES (${worker.id}, ${worker.kind}, ${worker.pid}, ${worker.nowMs}, ${worker.nowMs})
        ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at`,
  );
}

/** Takes a worker that ends from the list, with all that have been silent for a day. */
export async function removeWorker(db: Database, id: string, nowMs: number): Promise<void> {
  await execute(db, sql`DELETE FROM workers WHERE id = ${id} OR heartbeat_at < ${nowMs - 24 * 60 * 60_000}`);
}

/** How long ago the liveliest worker gave a sign, in milliseconds; null when there is none. */
export async function workerHeartbeatAgeMs(db: Database, nowMs: number): Promise<number | null> {
  const row = await queryOne(
    db,
    z.object({ latest: z.number().nullable() }),
    sql`SELECT MAX(heartbeat_at) AS latest FROM workers WHERE kind = 'worker'`,
  );
  return row?.latest == null ? null : Math.max(0, nowMs - row.latest);
}

/** A worker that has been silent for longer than this is down, in milliseconds. */
export const workerDownAfterMs = 10_000;
