import type { Usage } from '@/lib/llm/model-call';
import type { LimitedBy } from '@/lib/run/limited-by';
import { createTokenBucket, type TokenBucket } from './token-bucket';

/** What a model may be asked in a minute, as far as somebody said so. */
export type RateLimits = {
  readonly requestsPerMinute?: number;
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
};

/** What keeps a call from starting, and the time (ms since the epoch) from which it may. */
export type RateBlock = { readonly by: LimitedBy; readonly untilMs: number };

/** Counts calls and tokens against their limits by the minute: at first by estimate, then by what was used. */
export type Rates = {
  /** Whether the weight of a call matters. */
  readonly countTokens: boolean;
  /** What keeps a call from starting, whatever its weight. */
  blockRequests(nowMs: number): RateBlock | null;
  /** What keeps a call of this weight from starting. */
  blockTokens(nowMs: number, weight: Usage): RateBlock | null;
  /** A call starts; null = its weight is not known. */
  take(nowMs: number, weight: Usage | null): void;
  /** A call is over: what it was held at, and what it used. */
  correct(nowMs: number, held: Usage, used: Usage): void;
  /** Other limits from now on. A limit that stays keeps its count: a new one would let a burst through. */
  change(limits: RateLimits): void;
};

/** Makes the rates of one model, with nothing counted yet. */
export function createRates(firstLimits: RateLimits): Rates {
  let limits = firstLimits;
  let requests = bucketOf(limits.requestsPerMinute);
  let input = bucketOf(limits.inputTokensPerMinute);
  let output = bucketOf(limits.outputTokensPerMinute);

  return {
    get countTokens() {
      return input !== null || output !== null;
    },
    blockRequests: (nowMs) => blockOf('requests-per-minute', requests, nowMs, 1),
    blockTokens(nowMs, { promptTokens, completionTokens }) {
      const byInput = blockOf('input-tokens-per-minute', input, nowMs, promptTokens);
      const byOutput = blockOf('output-tokens-per-minute', output, nowMs, completionTokens);
      if (byInput === null || byOutput === null) return byInput ?? byOutput;
      return byInput.untilMs >= byOutput.untilMs ? byInput : byOutput;
    },
    take(nowMs, weight) {
      requests?.take(nowMs, 1);
      if (weight === null) return;
      input?.take(nowMs, weight.promptTokens);
      output?.take(nowMs, weight.completionTokens);
    },
    correct(nowMs, held, used) {
      settle(input, nowMs, held.promptTokens - used.promptTokens);
      settle(output, nowMs, held.completionTokens - used.completionTokens);
    },
    change(newLimits) {
      const old = limits;
      limits = newLimits;
      if (old.requestsPerMinute !== limits.requestsPerMinute) requests = bucketOf(limits.requestsPerMinute);
      if (old.inputTokensPerMinute !== limits.inputTokensPerMinute)
        input = bucketOf(limits.inputTokensPerMinute);
      if (old.outputTokensPerMinute !== limits.outputTokensPerMinute)
        output = bucketOf(limits.outputTokensPerMinute);
    },
  };
}

function bucketOf(perMinute: number | undefined): TokenBucket | null {
  return perMinute === undefined ? null : createTokenBucket(perMinute);
}

function blockOf(by: LimitedBy, bucket: TokenBucket | null, nowMs: number, amount: number): RateBlock | null {
  const untilMs = bucket?.readyAt(nowMs, amount) ?? 0;
  return untilMs > 0 ? { by, untilMs } : null;
}

function settle(bucket: TokenBucket | null, nowMs: number, tooMuch: number): void {
  if (tooMuch > 0) bucket?.give(nowMs, tooMuch);
  else if (tooMuch < 0) bucket?.take(nowMs, -tooMuch);
}
