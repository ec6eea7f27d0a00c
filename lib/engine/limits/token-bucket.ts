/** Spaces calls evenly: `takeAt` tells when the next one may start. */
export type TokenBucket = {
  /** 0 when a call may start now, else the time (ms since the epoch) from which it may. */
  readyAt(nowMs: number): number;
  /** Takes the place of one call. Only after `readyAt` gave 0. */
  take(nowMs: number): void;
};

/**
 * A bucket for requests per minute. It holds four fifths of a second's worth and at least one: providers count by the
 * second at the least, so their own bucket never runs dry, and the first calls need not wait.
 */
export function createTokenBucket(requestsPerMinute: number): TokenBucket {
  const size = Math.max(1, Math.floor((requestsPerMinute / 60) * 0.8));
  const perMs = requestsPerMinute / 60_000;
  let tokens = size;
  let filledAtMs: number | null = null;

  return {
    readyAt(nowMs) {
      fill(nowMs);
      return tokens >= 1 ? 0 : nowMs + Math.ceil((1 - tokens) / perMs);
    },
    take(nowMs) {
      fill(nowMs);
      tokens -= 1;
    },
  };

  function fill(nowMs: number): void {
    if (filledAtMs !== null && nowMs > filledAtMs)
      tokens = Math.min(size, tokens + (nowMs - filledAtMs) * perMs);
    if (filledAtMs === null || nowMs > filledAtMs) filledAtMs = nowMs;
  }
}
