import { z } from 'zod';
import type { LimitedBy } from '@/lib/run/limited-by';
import { emptyHistory, type HistoryMark, type HistoryPoint, type RunHistory } from '@/lib/run/history';
import type { Database } from './database';
import { isHeldBy } from './jobs';
import type { RunJob } from './run-state';
import { limitedBySchema } from './run-progress-schema';
import { execute, jsonColumn, queryOne, sql } from './sql';

/** The course of a run so far; empty for one that never started. */
export async function readRunHistory(db: Database, runId: number): Promise<RunHistory> {
  const row = await queryOne(
    db,
    z.object({ history: jsonColumn(historySchema) }),
    sql`SELECT history FROM run_histories WHERE run_id = ${runId}`,
  );
  return row?.history ?? emptyHistory;
}

/** Writes the course of a run, unless somebody else drives it now. */
export async function writeRunHistory(db: Database, job: RunJob, history: RunHistory): Promise<void> {
  const { intervalMs, points, marks } = history;
  const text = JSON.stringify({ intervalMs, points: points.map(pointValues), marks });
  await execute(
    db,
    sql`INSERT INTO run_histories (run_id, history)
        SELECT ${job.runId}, ${text} WHERE EXISTS (SELECT 1 FROM jobs WHERE ${isHeldBy(job)})
        ON CONFLICT (run_id) DO UPDATE SET history = excluded.history`,
  );
}

const count = z.number();

/** Points are stored as arrays: 240 of them are written with each new one. */
const pointSchema = z
  .tuple([count, count, count, count, count, count, count, count, count, count, count, limitedBySchema])
  .transform(
    ([
      atMs,
      generated,
      accepted,
      rejected,
      failed,
      promptTokens,
      completionTokens,
      costUsd,
      rowsPerSecond,
      callsPerSecond,
      concurrency,
      limitedBy,
    ]): HistoryPoint => ({
      atMs,
      generated,
      accepted,
      rejected,
      failed,
      promptTokens,
      completionTokens,
      costUsd,
      rowsPerSecond,
      callsPerSecond,
      concurrency,
      limitedBy,
    }),
  );

function pointValues(point: HistoryPoint): (number | LimitedBy | null)[] {
  return [
    point.atMs,
    point.generated,
    point.accepted,
    point.rejected,
    point.failed,
    point.promptTokens,
    point.completionTokens,
    point.costUsd,
    point.rowsPerSecond,
    point.callsPerSecond,
    point.concurrency,
    point.limitedBy,
  ];
}

const markSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), atMs: count }),
  z.object({ type: z.literal('go-on'), atMs: count, row: count, stoppedMs: count }),
  z.object({
    type: z.literal('pause'),
    atMs: count,
    reason: z.enum(['user', 'budget', 'shutdown', 'disk']),
  }),
  z.object({ type: z.literal('end'), atMs: count, status: z.enum(['completed', 'failed', 'cancelled']) }),
]) satisfies z.ZodType<HistoryMark>;

const historySchema = z.object({
  intervalMs: count,
  points: z.array(pointSchema),
  marks: z.array(markSchema),
}) satisfies z.ZodType<RunHistory>;
