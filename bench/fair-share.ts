import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { readConfig } from '@/lib/runtime/config';
import { openContext } from '@/lib/runtime/context';
import { driveRun } from '@/lib/runtime/drive-run';
import { leaseOwnerName } from '@/lib/runtime/jobs/lease-owner';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { startRun } from '@/lib/runtime/start-run';
import { steadyClock, systemClock } from '@/lib/runtime/system-clock';
import { claimJob } from '@/lib/store/jobs';
import type { RunJob } from '@/lib/store/run-state';
import { startMockEndpoint } from './mock-endpoint';
import { print } from './table';
import { workloadRecipe } from './workload';

const runs = 100;
const latencyMs = 100;
const concurrency = 64;

/**
 * Drives a hundred runs of one model at once, as a worker does, and prints how alike they get on (E155):
 * `npm run bench -- fair [--rows N]`, N rows a run.
 */
export async function measureFairShare(rows: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'seedloom-fair-'));
  const endpoint = await startMockEndpoint({ latencyMs });
  const context = await openContext({
    name: 'bench',
    config: readConfig({ dataDir, logLevel: 'warn' }),
    migrate: true,
  });
  const wishes = watchWishes(context.db, context.log);
  const calls = new Map<number, number>();
  // From when all have begun until the first one ends, as E155 says.
  let begun: ReadonlyMap<number, number> | null = null;
  let firstEnd: ReadonlyMap<number, number> | null = null;
  try {
    const jobs: RunJob[] = [];
    const task = { name: 'fair', rows, latencyMs, concurrency, baseUrl: endpoint.url };
    for (let run = 0; run < runs; run += 1) {
      // A seed of its own for each: none finds its answers in the journal of another.
      const yaml = workloadRecipe(task).replace('seed: 1', `seed: ${run}`);
      const { id } = await startRun(context, { projectId: 1, source: { yaml } });
      const nowMs = systemClock.now();
      const job = await claimJob(context.db, { owner: leaseOwnerName(), nowMs, only: { runId: id } });
      if (job?.kind === 'run') jobs.push(job);
    }
    const drive = {
      context,
      limiters: createModelLimiters(steadyClock),
      wishes,
      signal: new AbortController().signal,
      onProgress(runId: number, progress: { calls: number }) {
        calls.set(runId, progress.calls);
        if (begun === null && calls.size === runs && [...calls.values()].every((count) => count > 0))
          begun = new Map(calls);
        if (firstEnd === null && progress.calls === 2 * rows) firstEnd = new Map(calls);
      },
    };
    const startMs = performance.now();
    await Promise.all(jobs.map((job) => driveRun(drive, job)));
    const seconds = (performance.now() - startMs) / 1000;
    const leastSeconds = (2 * rows * runs * latencyMs) / concurrency / 1000;
    print(
      `${runs} runs of ${rows} rows: ${spread(begun, firstEnd)}, all done after ${seconds.toFixed(1)} s ` +
        `(${leastSeconds.toFixed(1)} s is the least), ${endpoint.stats().answeredAgain} answers paid again.`,
    );
  } finally {
    wishes.stop();
    await closeTransport();
    await context.db.close();
    await endpoint.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function spread(from: ReadonlyMap<number, number> | null, to: ReadonlyMap<number, number> | null): string {
  if (from === null || to === null) return 'one ended before all had begun';
  const made = [...to].map(([run, count]) => count - (from.get(run) ?? 0));
  const most = Math.max(...made);
  const least = Math.min(...made);
  return `${least} to ${most} calls each until the first ended (${(most / least).toFixed(2)})`;
}
