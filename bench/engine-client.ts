import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@/lib/runtime/config';
import { openContext } from '@/lib/runtime/context';
import { driveRun } from '@/lib/runtime/drive-run';
import { leaseOwnerName } from '@/lib/runtime/jobs/lease-owner';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { startRun } from '@/lib/runtime/start-run';
import { steadyClock, systemClock } from '@/lib/runtime/system-clock';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { claimJob } from '@/lib/store/jobs';
import { countRows } from '@/lib/store/rows';
import { createMeter } from './meter';
import { readTask } from './read-task';
import { workloadRecipe } from './workload';

/** A run as the worker drives it, with its real database in a directory of its own. */
const task = readTask();
const dataDir = await mkdtemp(join(tmpdir(), 'seedloom-bench-'));
try {
  const config = readConfig({ dataDir, logLevel: 'warn' });
  const context = await openContext({ name: 'bench', config, migrate: true });
  const run = await startRun(context, { projectId: 1, source: { yaml: workloadRecipe(task) } });
  const job = await claimJob(context.db, {
    owner: leaseOwnerName(),
    nowMs: systemClock.now(),
    only: { runId: run.id },
  });
  if (job?.kind !== 'run') throw new Error('The run could not be claimed.');
  const wishes = watchWishes(context.db, context.log);
  const meter = createMeter();
  await driveRun(
    {
      context,
      limiters: createModelLimiters(steadyClock),
      wishes,
      signal: new AbortController().signal,
    },
    job,
  );
  const { accepted } = await countRows(context.db, run.id);
  process.stdout.write(JSON.stringify(meter.end(accepted)));
  wishes.stop();
  await closeTransport();
  await context.db.close();
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
