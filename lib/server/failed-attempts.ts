import { sha256Hex } from '@/lib/util/hash';
import { AppError } from '@/lib/util/app-error';

/** How many wrong keys are looked at within a minute: from one address, and from all together. */
const mostFromOne = 10;
const mostFromAll = 100;
const windowMs = 60_000;

/** A key that worked goes on working while others guess from its address; so long it is remembered. */
const provenMs = 24 * 60 * 60_000;

/** Keeps whoever guesses keys from guessing many. */
export type FailedAttempts = {
  /**
   * Throws TooManyAttempts when too many keys from this address (or from everywhere) were wrong in the last
   * minute: this one isn't looked at then, be it right or wrong. A key that worked before is always let through.
   */
  check(request: Request, key: string): void;
  failed(request: Request): void;
  worked(key: string): void;
  /** A revoked key has no more right to be looked at than a guess. */
  forget(): void;
};

export class TooManyAttempts extends AppError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('too-many-requests', `Too many wrong keys. Try again in ${retryAfterSeconds} seconds.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Counts the wrong keys of one web process. Of keys only hashes are held. */
export function createFailedAttempts(now: () => number): FailedAttempts {
  let failures: { address: string; at: number }[] = [];
  const proven = new Map<string, number>();
  return {
    check(request, key) {
      failures = failures.filter(({ at }) => at > now() - windowMs);
      const address = addressOf(request);
      const own = failures.filter((failure) => failure.address === address);
      const limiting =
        own.length >= mostFromOne ? own : failures.length >= mostFromAll ? failures : undefined;
      if (limiting === undefined || (proven.get(sha256Hex(key)) ?? 0) > now() - provenMs) return;
      const oldest = limiting[0]?.at ?? now();
      throw new TooManyAttempts(Math.max(1, Math.ceil((oldest + windowMs - now()) / 1000)));
    },
    failed(request) {
      failures.push({ address: addressOf(request), at: now() });
    },
    worked(key) {
      proven.set(sha256Hex(key), now());
    },
    forget() {
      proven.clear();
    },
  };
}

/**
 * Who asks, as the server (or a proxy before it) says. A client may write there what it likes, which is why all
 * addresses together have a limit too.
 */
function addressOf(request: Request): string {
  return request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '';
}
