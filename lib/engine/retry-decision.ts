import type { ModelFailure } from '@/lib/llm/model-call';
import { assertNever } from '@/lib/util/assert-never';

/** What is done after a call that failed. */
export type RetryDecision =
  | { readonly type: 'retry'; readonly afterMs: number }
  /** Asked to slow down: this call waits `afterMs`, the limiter is told. */
  | { readonly type: 'slow-down'; readonly afterMs: number }
  /** Try again as soon as the endpoint is back; no try is used up, and those that were count no more. */
  | { readonly type: 'await-endpoint' }
  | { readonly type: 'fail-row' }
  | { readonly type: 'fail-run' }
  /** Cut off by ourselves: leave it as it is. */
  | { readonly type: 'drop' };

/** What has happened to the call so far, and what may be tried. */
export type RetryState = {
  /** Failed tries of this call that count, this one not included. */
  readonly failedTries: number;
  /** How often this call was told to slow down, this time not included. */
  readonly slowDowns: number;
  /** Other calls were answered since this one first found the endpoint down: then it is this call's fault. */
  readonly othersAnswered: boolean;
  /** An endpoint that is down is waited for; else it may be tried as often as any failure, and then ends the run. */
  readonly waitsForEndpoint: boolean;
  /** How often this call has waited for an outage with its tries used up. */
  readonly outages: number;
  /** Nothing came before this row: what is refused here would be refused everywhere. */
  readonly firstRow: boolean;
  readonly maxRetries: number;
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  /** A counted draw in [0, 1): spreads the tries of many rows. */
  readonly jitter: number;
};

/** A row that was told this often to slow down fails; it has waited for minutes by then. */
export const maxSlowDowns = 60;

/**
 * So often a call waits for a server that answers only that it can't: for an hour, at a look every 30 seconds. Where it is
 * the call that breaks the server, and no other is left to tell, its row has to fail in the end.
 */
export const maxOutages = 120;

/** The most that is added to what a provider asked for, where it asks again and again for nothing (`Retry-After: 0`). */
const maxOwnWaitMs = 1000;

/** Decides what follows a failed call. A pure table: carrying it out is the engine's work. */
export function decideRetry(failure: ModelFailure, state: RetryState): RetryDecision {
  switch (failure.code) {
    case 'rate-limited':
      return state.slowDowns < maxSlowDowns
        ? { type: 'slow-down', afterMs: slowDownMs(failure.retryAfterMs, state) }
        : { type: 'fail-row' };
    case 'server-error': {
      const next = retryOrFail(
        state,
        Math.max(failure.retryAfterMs ?? 0, backoffMs(state.failedTries, state)),
      );
      if (next.type === 'retry' || failure.isOutage !== true || state.othersAnswered) return next;
      if (!state.waitsForEndpoint) return { type: 'fail-run' };
      return state.outages < maxOutages ? { type: 'await-endpoint' } : next;
    }
    case 'timeout':
      return retryOrFail(state, state.failedTries === 0 ? 0 : backoffMs(state.failedTries - 1, state));
    case 'malformed-answer':
    case 'empty-answer':
      return retryOrFail(state, state.failedTries === 0 ? 0 : backoffMs(state.failedTries - 1, state));
    case 'endpoint-down': {
      if (!state.othersAnswered && state.waitsForEndpoint) return { type: 'await-endpoint' };
      const next = retryOrFail(state, backoffMs(state.failedTries, state));
      return next.type === 'retry' || state.othersAnswered ? next : { type: 'fail-run' };
    }
    case 'key-refused':
    case 'forbidden':
    case 'unknown-model':
      return { type: 'fail-run' };
    case 'request-refused':
      return { type: state.firstRow ? 'fail-run' : 'fail-row' };
    case 'content-filtered':
      return { type: 'fail-row' };
    case 'cancelled':
      return { type: 'drop' };
    default:
      return assertNever(failure.code);
  }
}

function retryOrFail(state: RetryState, afterMs: number): RetryDecision {
  return state.failedTries < state.maxRetries ? { type: 'retry', afterMs } : { type: 'fail-row' };
}

/** The first time as told; a call that is refused again waits a while of its own, or its row would fail within a second. */
function slowDownMs(toldMs: number | undefined, state: RetryState): number {
  const ownMs = backoffMs(state.slowDowns, state);
  if (toldMs === undefined) return ownMs;
  return state.slowDowns === 0 ? toldMs : Math.max(toldMs, Math.min(maxOwnWaitMs, ownMs));
}

/** Doubles with each try up to the maximum; the jitter takes away up to a half, so that tries spread. */
function backoffMs(tries: number, { backoffBaseMs, backoffMaxMs, jitter }: RetryState): number {
  const fullMs = Math.min(backoffMaxMs, backoffBaseMs * 2 ** Math.min(tries, 30));
  return Math.round(fullMs * (1 - jitter / 2));
}

/** An empty answer was paid for; asking for it again more often than this only costs more. */
export const emptyAnswerRetries = 1;
