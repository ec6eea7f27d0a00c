/** How long a run is likely to take and what sets its speed; null seconds: nothing is known to reckon from. */
export type ExpectedTime = {
  seconds: number | null;
  limitedBy: 'requests-per-minute' | 'concurrency' | null;
  /** The number of the limit that sets the speed. */
  limit: number | null;
};

export type Work = {
  calls: number;
  /** How many calls of a row wait for each other. */
  callsInTurn: number;
  /** How long an answer takes, null while none is known. */
  latencyMs: number | null;
  maxConcurrency: number;
  requestsPerMinute: number | undefined;
};

/** The longest of what each limit asks for. The first minute's requests are spaced like all others. */
export function expectedTime({
  calls,
  callsInTurn,
  latencyMs,
  maxConcurrency,
  requestsPerMinute,
}: Work): ExpectedTime {
  if (calls === 0) return { seconds: 0, limitedBy: null, limit: null };
  const latency = latencyMs === null ? null : latencyMs / 1000;
  const byRequests = requestsPerMinute === undefined ? null : (calls / requestsPerMinute) * 60;
  const byCalls = latency === null ? null : Math.ceil(calls / maxConcurrency) * latency;
  const oneRow = latency === null ? 0 : callsInTurn * latency;
  if (byRequests !== null && byRequests >= (byCalls ?? 0)) {
    return {
      seconds: Math.max(byRequests, oneRow),
      limitedBy: 'requests-per-minute',
      limit: requestsPerMinute ?? null,
    };
  }
  if (byCalls === null) return { seconds: null, limitedBy: 'concurrency', limit: maxConcurrency };
  return { seconds: Math.max(byCalls, oneRow), limitedBy: 'concurrency', limit: maxConcurrency };
}
