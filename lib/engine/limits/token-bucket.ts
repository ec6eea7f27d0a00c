/** Spaces what is counted by the minute: `readyAt` tells when so much more may be taken. */
export type TokenBucket = {
  /** 0 when `amount` may be taken now, else the time (ms since the epoch) from which it may. */
  readyAt(nowMs: number, amount: number): number;
  /** Takes `amount`. Only after `readyAt` gave 0, or to add what was taken too little: the bucket may owe. */
  take(nowMs: number, amount: number): void;
  /** Gives back what was taken too much. */
  give(nowMs: number, amount: number): void;
};

/**
 * A bucket for a limit by the minute. It holds four fifths of a second's worth and at least one: providers count by the
 * second at the least, so their own bucket never runs dry, and the first calls need not wait. What is larger than the
 * bucket is taken when that is full, and owed: the next waits until the debt is paid.
 */
export function createTokenBucket(perMinute: number): TokenBucket {
  const size = Math.max(1, Math.floor((perMinute / 60) * 0.8));
  const perMs = perMinute / 60_000;
  let tokens = size;
  let filledAtMs: number | null = null;

  return {
    readyAt(nowMs, amount) {
      fill(nowMs);
      const needed = Math.min(amount, size);
      return tokens >= needed ? 0 : nowMs + Math.ceil((needed - tokens) / perMs);
    },
    take(nowMs, amount) {
      fill(nowMs);
      tokens -= amount;
    },
    give(nowMs, amount) {
      fill(nowMs);
      tokens = Math.min(size, tokens + amount);
    },
  };

  function fill(nowMs: number): void {
    if (filledAtMs !== null && nowMs > filledAtMs)
      tokens = Math.min(size, tokens + (nowMs - filledAtMs) * perMs);
    if (filledAtMs === null || nowMs > filledAtMs) filledAtMs = nowMs;
  }
}
