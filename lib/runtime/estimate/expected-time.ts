import type { RateLimits } from '@/lib/engine/limits/rates';

/** How long a run is likely to take and what sets its speed; null seconds: nothing is known to reckon from. */
export type ExpectedTime = {
  seconds: number | null;
  limitedBy: SpeedLimit | null;
  /** The number of the limit that sets the speed. */
  limit: number | null;
};

export type SpeedLimit =
  | 'requests-per-minute'
  | 'input-tokens-per-minute'
  | 'output-tokens-per-minute'
  | 'concurrency';

export type Work = {
  calls: number;
  /** Tokens of all prompts, and of all answers. */
  promptTokens: number;
  completionTokens: number;
  /** How many calls of a row wait for each other. */
  callsInTurn: number;
  /** How long an answer takes, null while none is known. */
  latencyMs: number | null;
  maxConcurrency: number;
  rates: RateLimits;
};

/** The longest of what each limit asks for. The first minute's requests are spaced like all others. */
export function expectedTime(work: Work): ExpectedTime {
  const { calls, callsInTurn, maxConcurrency } = work;
  if (calls === 0) return { seconds: 0, limitedBy: null, limit: null };
  const latency = work.latencyMs === null ? null : work.latencyMs / 1000;
  const byCalls = latency === null ? null : Math.ceil(calls / maxConcurrency) * latency;
  const oneRow = latency === null ? 0 : callsInTurn * latency;
  const rate = slowestRate(work);
  if (rate !== null && rate.seconds >= (byCalls ?? 0)) {
    return { seconds: Math.max(rate.seconds, oneRow), limitedBy: rate.limitedBy, limit: rate.limit };
  }
  if (byCalls === null) return { seconds: null, limitedBy: 'concurrency', limit: maxConcurrency };
  return { seconds: Math.max(byCalls, oneRow), limitedBy: 'concurrency', limit: maxConcurrency };
}

/** The time of models that are asked side by side: that of the slowest, and which one it is. */
export function slowestOf(times: readonly ExpectedTime[]): ExpectedTime & { model: number } {
  const unknown = times.findIndex(({ seconds }) => seconds === null);
  const slowest = times.reduce(
    (most, { seconds }, at) => ((seconds ?? 0) > (times[most]?.seconds ?? 0) ? at : most),
    0,
  );
  const model = unknown === -1 ? slowest : unknown;
  return { ...(times[model] ?? { seconds: 0, limitedBy: null, limit: null }), model };
}

type Rate = { limitedBy: SpeedLimit; seconds: number; limit: number };

function slowestRate({ calls, promptTokens, completionTokens, rates }: Work): Rate | null {
  const rate = (limitedBy: SpeedLimit, amount: number, limit: number | undefined): Rate[] =>
    limit === undefined ? [] : [{ limitedBy, seconds: (amount / limit) * 60, limit }];
  return [
    ...rate('requests-per-minute', calls, rates.requestsPerMinute),
    ...rate('input-tokens-per-minute', promptTokens, rates.inputTokensPerMinute),
    ...rate('output-tokens-per-minute', completionTokens, rates.outputTokensPerMinute),
  ].reduce<Rate | null>(
    (slowest, one) => (slowest === null || one.seconds > slowest.seconds ? one : slowest),
    null,
  );
}
