import { createApiClient } from '@/lib/api/client';
import { AppError } from '@/lib/util/app-error';

/** The API of the server that this page came from. */
export const api = createApiClient({
  // Called late, so that a test may put its own fetch in place.
  fetch: (url, init) => fetch(url, init),
  baseUrl: '',
  projectId: 1,
});

/** Could the same request succeed a little later? */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'server-unreachable' || error.code === 'unavailable');
}

/** An error's message for a person; what isn't one of ours stays generic. */
export function messageOf(error: unknown): string {
  return error instanceof AppError
    ? error.message
    : 'Something in Seedloom broke. The log holds the details.';
}

/** The wire code of an error, or null for one that isn't ours. */
export function codeOf(error: unknown): string | null {
  return error instanceof AppError ? error.code : null;
}
