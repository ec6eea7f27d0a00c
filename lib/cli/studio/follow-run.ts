import { driveRun, type Drive } from '@/lib/runtime/drive-run';
import type { Context } from '@/lib/runtime/context';
import { dropDeadLeases, leaseOwnerName } from '@/lib/runtime/jobs/lease-owner';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { steadyClock, systemClock } from '@/lib/runtime/system-clock';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { hasEnded } from '@/lib/run/run-status';
import { claimJob } from '@/lib/store/jobs';
import type { Database } from '@/lib/store/database';
import { pauseRun } from '@/lib/store/run-state';
import { readRun, type RunRecord } from '@/lib/store/runs';
import { workerDownAfterMs, workerHeartbeatAgeMs } from '@/lib/store/workers';
import { AppError } from '@/lib/util/app-error';
import type { ProgressLine } from '../print/progress-line';
import { pauseOnInterrupt } from './pause-on-interrupt';

/** How often a run that another process drives is looked at. */
const lookEveryMs = 200;

/** A run that no worker has taken up after this is driven here, whatever the workers' heartbeats say. */
const patienceMs = 3000;

/** So long a driver that was cut off has to put its run to rest. */
const settleMs = 3000;

export type Followed = {
  context: Context;
  line: ProgressLine;
  /** Called before this process drives a run itself: whatever that needs beyond the database. */
  prepare: () => Promise<Context>;
};

/**
 * Sees a run to where nothing more happens: a living worker of the data directory drives it, else
 * this process does. Ctrl-C pauses it; a second one stops at once.
 */
export async function followRun({ context, line, prepare }: Followed, runId: number): Promise<RunRecord> {
  const { db } = context;
  const owner = leaseOwnerName();
  const wishes = watchWishes(db, context.log);
  const stop = new AbortController();
  const pause = async () => {
    await pauseRun(db, runId);
    wishes.poke();
  };
  const releaseKeys = pauseOnInterrupt({ line, stop, pause });
  let waitingSince = systemClock.now();
  let driving: Context | undefined;
  try {
    for (;;) {
      const run = await readRun(db, runId);
      if (run === null) throw new AppError('not-found', `Run ${runId} was deleted.`);
      if (hasEnded(run.status) || run.status === 'paused') return run;
      if (stop.signal.aborted) return await settled(run);
      line.show(run.progress, run.targetRows);
      if (run.status !== 'pending') waitingSince = Math.max(waitingSince, run.progress.updatedAt);
      const isIdle = systemClock.now() - waitingSince > patienceMs;
      if (isIdle || !(await hasWorker(db))) {
        await dropDeadLeases(context, owner);
        const job = await claimJob(db, { owner, nowMs: systemClock.now(), only: { runId } });
        if (job?.kind === 'run') {
          driving ??= await prepare();
          await driveRun(driveOf(driving, run), job);
          continue;
        }
      }
      await systemClock.sleep(lookEveryMs, stop.signal);
    }
  } finally {
    releaseKeys();
    wishes.stop();
  }

  /** A run whose driver here was cut off: nobody else would bring it from pausing to paused. */
  async function settled(run: RunRecord): Promise<RunRecord> {
    if (driving === undefined) return run;
    const job = await claimJob(db, { owner, nowMs: systemClock.now(), only: { runId } });
    if (job?.kind === 'run') {
      await driveRun(driveOf(driving, run, AbortSignal.timeout(settleMs)), job);
    }
    return (await readRun(db, runId)) ?? run;
  }

  function driveOf(own: Context, run: RunRecord, signal: AbortSignal = stop.signal): Drive {
    return {
      context: own,
      wishes,
      signal,
      isAwaited: true,
      limiters: createModelLimiters(steadyClock),
      onProgress: (_, progress) => line.show(progress, run.targetRows),
      onWaiting: (_, message) => message !== null && line.note(`Waiting: ${message}`),
    };
  }
}

/** Tells whether a worker of the data directory lives. */
export async function hasWorker(db: Database): Promise<boolean> {
  const ageMs = await workerHeartbeatAgeMs(db, systemClock.now());
  return ageMs !== null && ageMs < workerDownAfterMs;
}
