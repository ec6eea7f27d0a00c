import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { readConfig } from '@/lib/runtime/config';
import { openContext, type Context } from '@/lib/runtime/context';
import { driveRun } from '@/lib/runtime/drive-run';
import { leaseOwnerName } from '@/lib/runtime/jobs/lease-owner';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { startRun } from '@/lib/runtime/start-run';
import { steadyClock, systemClock } from '@/lib/runtime/system-clock';
import { claimJob } from '@/lib/store/jobs';
import { countRows } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import { execute, sql } from '@/lib/store/sql';
import { startMockEndpoint } from './mock-endpoint';
import { print } from './table';
import { workloadRecipe } from './workload';

/** Rows that the run lacks: one in the middle, which a kill left open, and a few at its end. */
const lackingRows = 10;

/**
 * Measures how soon a long run that was killed is asking again: `npm run bench -- resume [--rows N]`. Its rows and answers
 * are written by two statements; then it is driven on as the worker does, in this process.
 */
export async function measureResume(rows: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'seedloom-resume-'));
  const endpoint = await startMockEndpoint();
  const context = await openContext({
    name: 'bench',
    config: readConfig({ dataDir, logLevel: 'warn' }),
    migrate: true,
  });
  try {
    const task = { name: 'resume', rows, latencyMs: 0, concurrency: 64, baseUrl: endpoint.url };
    const run = await startRun(context, { projectId: 1, source: { yaml: workloadRecipe(task) } });
    await writeState(context, run, rows);
    const { readyMs, wholeMs } = await driveOn(context, run.id);
    const { accepted } = await countRows(context.db, run.id);
    if (accepted !== rows) throw new Error(`${accepted} of ${rows} rows are accepted`);
    print(
      `A run of ${rows.toLocaleString('en')} rows that lacks ${lackingRows}: asks again after ${Math.round(readyMs)} ms, ` +
        `ends after ${Math.round(wholeMs)} ms, ${endpoint.stats().answered} answers were asked for.`,
    );
  } finally {
    await closeTransport();
    await context.db.close();
    await endpoint.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What a run has stored that was killed shortly before its end. Made-up keys: only what is lacking is looked up. */
async function writeState({ db }: Context, run: RunRecord, rows: number): Promise<void> {
  const open = Math.floor(rows / 2);
  const numbers = sql`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows - lackingRows})`;
  await execute(
    db,
    sql`${numbers}
        INSERT INTO rows (run_id, idx, status, cells, answers)
        SELECT ${run.id}, i, 'accepted',
          json_array('rivers', 'easy', 'Question ' || i, 'The answer to question ' || i || ' in two sentences.'), '[]'
        FROM n WHERE i <> ${open}`,
  );
  await execute(
    db,
    sql`${numbers}
        INSERT INTO completions (
          scope, key, row_index, attribute_id, step, attempt, text, finish_reason, prompt_tokens, completion_tokens,
          cost_usd, latency_ms, prompt_hash, attempts, model, at
        )
        SELECT ${run.journalScope}, printf('%016x%016x', i * 2654435761, part), i, 'answer', 'answer', 0,
          'The answer to question ' || i || ' in two sentences.', 'stop', 20, 12, 0, 100, '', '[]', 'mock-model', 0
        FROM n, (SELECT 0 AS part UNION ALL SELECT 1) WHERE i <> ${open}`,
  );
}

async function driveOn(context: Context, runId: number): Promise<{ readyMs: number; wholeMs: number }> {
  const startMs = performance.now();
  let readyMs = 0;
  const channel = 'undici:client:sendHeaders';
  const onCall = () => {
    readyMs = performance.now() - startMs;
    unsubscribe(channel, onCall);
  };
  subscribe(channel, onCall);
  const job = await claimJob(context.db, {
    owner: leaseOwnerName(),
    nowMs: systemClock.now(),
    only: { runId },
  });
  if (job?.kind !== 'run') throw new Error('The run could not be claimed.');
  const wishes = watchWishes(context.db, context.log);
  const { signal } = new AbortController();
  await driveRun({ context, limiters: createModelLimiters(steadyClock), wishes, signal }, job);
  wishes.stop();
  return { readyMs, wholeMs: performance.now() - startMs };
}
