import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Context } from '@/lib/runtime/context';
import { driveTrial } from '@/lib/runtime/drive-trial';
import { dropDeadLeases, leaseOwnerName } from '@/lib/runtime/jobs/lease-owner';
import { createModelLimiters } from '@/lib/runtime/jobs/model-limiters';
import { watchWishes } from '@/lib/runtime/jobs/watch-wishes';
import { systemClock } from '@/lib/runtime/system-clock';
import { claimJob } from '@/lib/store/jobs';
import { cancelTrial, readTrial } from '@/lib/store/trials';
import { hasWorker } from './follow-run';
import type { LocalModel } from './local-model';

/** How often a trial that a worker has is looked at. */
const lookEveryMs = 200;

/** A trial that no worker has taken up after this is made here. */
const patienceMs = 3000;

/** What makes the trials of a command where no worker lives. */
export type TrialHands = {
  /** Sees to it that a trial is made, by a worker or here. */
  take(trialId: number): void;
  /** Gives back what isn't finished and waits for that. Throws what kept a trial from being made. */
  close(): Promise<void>;
};

export function createTrialHands(context: Context, localModel: LocalModel): TrialHands {
  const { db, log } = context;
  const owner = leaseOwnerName();
  const stop = new AbortController();
  const working = new Map<number, Promise<void>>();

  async function work(trialId: number): Promise<void> {
    const wishes = watchWishes(db, log);
    const sinceMs = systemClock.now();
    try {
      while (!stop.signal.aborted) {
        const trial = await readTrial(db, trialId);
        if (trial === null || (trial.status !== 'pending' && trial.status !== 'running')) return;
        const isLate = trial.status === 'pending' && systemClock.now() - sinceMs > patienceMs;
        if (isLate || !(await hasWorker(db))) {
          const own = await localModel.prepare(readRecipe(trial.yaml).recipe);
          await dropDeadLeases(context, owner);
          const job = await claimJob(db, { owner, nowMs: systemClock.now(), only: { trialId } });
          if (job?.kind === 'trial') {
            const limiters = createModelLimiters(systemClock);
            await driveTrial({ context: own, wishes, limiters, signal: stop.signal }, job);
            continue;
          }
        }
        await systemClock.sleep(lookEveryMs, stop.signal);
      }
    } catch (error) {
      // Whoever watches the trial must not wait for it.
      await cancelTrial(db, trialId, systemClock.now());
      throw error;
    } finally {
      wishes.stop();
    }
  }

  return {
    take(trialId) {
      if (working.has(trialId)) return;
      const done = work(trialId);
      done.catch(() => undefined); // told by close
      working.set(trialId, done);
    },
    async close() {
      stop.abort();
      await Promise.all(working.values());
    },
  };
}
