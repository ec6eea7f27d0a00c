import type { FailedAttempts } from './failed-attempts';

/** Which key asked what is being answered, so that nothing goes on for a key that is revoked. */
export type Callers = {
  note(request: Request, keyId: number): void;
  /** The key is revoked: ends the streams that it holds open. */
  leave(keyId: number): void;
};

/** Makes the list of a server, whose open streams end with their keys. */
export function createCallers(
  streams: ReadonlyMap<() => void, Request>,
  attempts: Pick<FailedAttempts, 'forget'>,
): Callers {
  const keyIds = new WeakMap<Request, number>();
  return {
    note: (request, keyId) => void keyIds.set(request, keyId),
    leave(keyId) {
      attempts.forget();
      for (const [close, request] of [...streams]) if (keyIds.get(request) === keyId) close();
    },
  };
}
