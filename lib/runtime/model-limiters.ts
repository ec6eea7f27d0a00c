import type { Clock } from '@/lib/engine/clock';
import { createModelLimiter, type ModelLimiter } from '@/lib/engine/model-limiter';
import type { ModelLimits } from './resolve-model';

/** The limiters of one process: one for each model at an origin, shared by all jobs that use it. */
export type ModelLimiters = {
  /** The limiter for a job; `release` when the job has ended. */
  acquire(modelKey: string, limits: ModelLimits): { limiter: ModelLimiter; release(): void };
};

type Shared = { limiter: ModelLimiter; users: number };

/**
 * Makes the collection. While a limiter is in use its limits stand: they are those of the job that
 * came first, and a job with others joins under them.
 */
export function createModelLimiters(clock: Clock): ModelLimiters {
  const limiters = new Map<string, Shared>();
  return {
    acquire(modelKey, limits) {
      const shared: Shared = limiters.get(modelKey) ?? {
        limiter: createModelLimiter(limits, clock),
        users: 0,
      };
      limiters.set(modelKey, shared);
      shared.users += 1;
      return {
        limiter: shared.limiter,
        release() {
          shared.users -= 1;
          if (shared.users === 0) limiters.delete(modelKey);
        },
      };
    },
  };
}
