import type { Clock } from '@/lib/engine/clock';
import type { RateLimits } from '@/lib/engine/limits/rates';
import { createModelLimiter, type ModelLimiter, type ModelLimits } from '@/lib/engine/model-limiter';

/** The limiters of one process: one for each model at an origin, shared by all jobs that use it. */
export type ModelLimiters = {
  /** The limiter for a job, which keeps to the job's own limits as well; `release` when the job has ended. */
  acquire(modelKey: string, limits: ModelLimits): { limiter: ModelLimiter; release: () => void };
};

type Shared = { limiter: ModelLimiter; jobs: Set<ModelLimits> };

/**
 * Makes the collection. Jobs of one model may come with different limits: together they may have as
 * many calls at once as the one that allows most, each has no more than it allows itself, and the
 * lowest rate per minute counts for all, since the provider counts them together.
 */
export function createModelLimiters(clock: Clock): ModelLimiters {
  // Kept for good: what a limiter has learned of its endpoint serves the next job too.
  const models = new Map<string, Shared>();
  return {
    acquire(modelKey, limits) {
      const shared = models.get(modelKey) ?? {
        limiter: createModelLimiter(limits, clock),
        jobs: new Set<ModelLimits>(),
      };
      models.set(modelKey, shared);
      const own = { ...limits };
      shared.jobs.add(own);
      shared.limiter.setLimits(limitsOfAll(shared.jobs));
      return {
        limiter: capped(shared.limiter, limits.maxConcurrency),
        release() {
          shared.jobs.delete(own);
          if (shared.jobs.size > 0) shared.limiter.setLimits(limitsOfAll(shared.jobs));
        },
      };
    },
  };
}

function limitsOfAll(jobs: ReadonlySet<ModelLimits>): ModelLimits {
  const lowest = (rate: keyof RateLimits) => {
    const rates = [...jobs].flatMap((limits) => limits[rate] ?? []);
    return rates.length === 0 ? undefined : Math.min(...rates);
  };
  return {
    maxConcurrency: Math.max(...[...jobs].map((limits) => limits.maxConcurrency)),
    requestsPerMinute: lowest('requestsPerMinute'),
    inputTokensPerMinute: lowest('inputTokensPerMinute'),
    outputTokensPerMinute: lowest('outputTokensPerMinute'),
  };
}

/** A shared limiter as one job sees it: the job never has more than `mostCalls` in flight. */
function capped(shared: ModelLimiter, mostCalls: number): ModelLimiter {
  return {
    maxConcurrency: mostCalls,
    state: () => shared.state(),
    setLimits: (limits) => shared.setLimits(limits),
    join(lane) {
      let inFlight = 0;
      let isHeldBack = false;
      const handle = shared.join({
        urgent: lane.urgent,
        onWaiting: (waiting) => lane.onWaiting(waiting),
        startNext(ticket, admit) {
          isHeldBack = inFlight >= mostCalls;
          // Counted before it starts: a call may be over before `startNext` returns.
          if (isHeldBack) return false;
          inFlight += 1;
          const hasStarted = lane.startNext(ticket, admit);
          if (!hasStarted) inFlight -= 1;
          return hasStarted;
        },
      });
      return {
        offer: () => handle.offer(),
        leave: () => handle.leave(),
        settle(ticket, outcome) {
          inFlight -= 1;
          handle.settle(ticket, outcome);
          if (!isHeldBack) return;
          isHeldBack = false;
          handle.offer();
        },
      };
    },
  };
}
