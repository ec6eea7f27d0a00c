import type { LimitedBy } from '@/lib/run/progress';
import type { Clock } from './clock';

/** The limits of one model at one endpoint. */
export type ModelLimits = { readonly maxConcurrency: number; readonly requestsPerMinute?: number };

/** Why no call is made for a while, and when the next one will be tried (ms since the epoch). */
export type Waiting = {
  readonly reason: 'endpoint-down' | 'rate-limited';
  readonly message: string;
  readonly untilMs: number;
};

/** What a call came to, as far as the limits of its model care. */
export type CallOutcome =
  | { readonly type: 'answered' }
  /** The endpoint is there, but this call gave nothing. */
  | { readonly type: 'refused' }
  | { readonly type: 'rate-limited'; readonly afterMs: number; readonly message: string }
  | { readonly type: 'endpoint-down'; readonly message: string }
  /** Nothing was learned: no answer within the time, or cut off by us. */
  | { readonly type: 'lost' };

/** The side of one job: it is asked for its next call whenever there is room. */
export type Lane = {
  /** Served before the others: trials, which somebody is watching. */
  readonly urgent: boolean;
  /** Starts the most pressing call that is ready, and tells whether there was one. Settle it by its ticket. */
  startNext(ticket: number): boolean;
  onWaiting(waiting: Waiting | null): void;
};

/** What a job may tell the limiter. */
export type LaneHandle = {
  /** There may be something ready: ask me. */
  offer(): void;
  /** A started call is over. Exactly once for each ticket. */
  settle(ticket: number, outcome: CallOutcome): void;
  /** No more calls. Those in flight are still to be settled. */
  leave(): void;
};

/** Where a limiter stands now. */
export type LimiterState = {
  readonly inFlight: number;
  /** How many calls may be in flight at present; falls when the provider asks to slow down. */
  readonly allowed: number;
  /** What keeps the next call from starting; null = there is room. */
  readonly limitedBy: LimitedBy | null;
  readonly waiting: Waiting | null;
};

/** Decides when the calls of one model start, shared by all jobs that use it and fair between them. */
export type ModelLimiter = { join(lane: Lane): LaneHandle; state(): LimiterState };

/** Makes the one limiter of a model; keep it as long as any job uses the model. */
export function createModelLimiter(limits: ModelLimits, clock: Clock): ModelLimiter {
  throw new Error(`${limits.maxConcurrency} ${clock.now()}`);
}
