import { clearAnswersDaily } from '@/lib/runtime/clear-answers';
import { driveByKind } from '@/lib/runtime/drive-job';
import type { Drive } from '@/lib/runtime/drive-run';
import type { Context } from '@/lib/runtime/context';
import { dropDeadLeases, leaseOwnerName } from '@/lib/runtime/jobs/lease-owner';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { steadyClock, systemClock } from '@/lib/runtime/system-clock';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { storageProblem } from '@/lib/store/database';
import { claimJob, heartbeatMs, type ClaimedJob } from '@/lib/store/jobs';
import { sweepSnapshots } from '@/lib/runtime/sources/sweep-snapshots';
import { sweepDeleted } from '@/lib/store/sweep';
import { beatWorker, removeWorker } from '@/lib/store/workers';

/** How many runs and trials one worker drives at once. */
const mostJobs = 100;

/** How often jobs are looked for when nothing has changed: leases run out without a sign. */
const lookEveryMs = 1000;

const sweepEveryMs = 60_000;
const sweepFilesEveryMs = 60 * 60_000;
/** How often is looked whether a day is over. */
const clearEveryMs = 60 * 60_000;

/**
 * Claims jobs and drives them until the signal stops it hard; then gives back what it holds.
 * Resolves when all is given back.
 */
export async function workLoop(context: Context, signal: AbortSignal): Promise<void> {
  const { db, log } = context;
  const owner = leaseOwnerName();
  const wishes = watchWishes(db, log);
  const drive: Drive = { context, wishes, signal, limiters: createModelLimiters(steadyClock) };
  const bell = createBell(signal);
  const stopListening = wishes.listen(bell.ring);
  const stopBeating = every(heartbeatMs, log, 'the heartbeat could not be written', () =>
    beatWorker(db, { id: owner, kind: 'worker', pid: process.pid, nowMs: systemClock.now() }),
  );
  const stopSweeping = every(sweepEveryMs, log, 'deleted things could not be swept', () =>
    sweepDeleted(db, systemClock.now()),
  );
  const stopSweepingFiles = every(sweepFilesEveryMs, log, 'old readings of sources could not be swept', () =>
    sweepSnapshots(context, systemClock.now()),
  );
  const stopClearing = every(clearEveryMs, log, 'answers that nothing uses could not be cleared', () =>
    clearAnswersDaily(context, systemClock.now()),
  );
  const jobs = new Set<Promise<void>>();
  try {
    while (!signal.aborted) {
      if (jobs.size < mostJobs && (await claimNext())) continue;
      await bell.wait(lookEveryMs);
    }
    await Promise.all(jobs);
  } finally {
    stopListening();
    wishes.stop();
    await stopBeating();
    await stopSweeping();
    await stopSweepingFiles();
    await stopClearing();
    await removeWorker(db, owner, systemClock.now());
  }

  async function claimNext(): Promise<boolean> {
    try {
      await dropDeadLeases(context, owner);
      const job = await claimJob(db, { owner, nowMs: systemClock.now() });
      if (job === null) return false;
      const done = driveJob(drive, job).finally(() => {
        jobs.delete(done);
        bell.ring();
      });
      jobs.add(done);
      return true;
    } catch (error) {
      if (storageProblem(error) === null) throw error;
      log.warn({ err: error }, 'jobs could not be looked for');
      return false;
    }
  }
}

async function driveJob(drive: Drive, job: ClaimedJob): Promise<void> {
  const { log } = drive.context;
  log.info({ job }, 'a job begins');
  const end = await driveByKind(drive, job);
  log.info({ job: job.id, end }, 'a job is over');
}

/** Something to sleep on: until it rings, the time is up or the signal stops all. */
function createBell(signal: AbortSignal): { ring: () => void; wait: (mostMs: number) => Promise<void> } {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    hasRung = true;
    wake?.();
  };
  signal.addEventListener('abort', ring);
  return {
    ring,
    async wait(mostMs) {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, mostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      hasRung = false;
      wake = undefined;
    },
  };
}

/** Does something at once and then again and again; the returned function stops it and waits for what is under way. */
function every(
  periodMs: number,
  log: Context['log'],
  complaint: string,
  act: () => Promise<unknown>,
): () => Promise<void> {
  let acting: Promise<unknown> | undefined;
  const tick = () => {
    acting ??= act()
      .catch((error: unknown) => log.warn({ err: error }, complaint))
      .finally(() => (acting = undefined));
  };
  tick();
  const timer = setInterval(tick, periodMs);
  return async () => {
    clearInterval(timer);
    await acting;
  };
}
