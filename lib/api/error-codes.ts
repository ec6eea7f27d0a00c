import { z } from 'zod';

/** Every code an answer may carry in `error.code`, with its status. Codes of failed model calls are not among them. */
const errorStatuses = {
  'bad-request': 400,
  'unknown-field': 400,
  'malformed-json': 400,
  'unsupported-format': 400,
  'unsupported-option': 400,
  'endpoint-not-http': 400,
  'key-required': 401,
  'key-refused': 401,
  'foreign-host': 403,
  'foreign-origin': 403,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'stale-version': 409,
  'stale-draft': 409,
  'wrong-state': 409,
  'too-late': 409,
  'body-too-large': 413,
  'recipe-invalid': 422,
  'budget-invalid': 422,
  'hub-refused': 422,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

/** A code of the wire. */
export type ErrorCode = keyof typeof errorStatuses;

/** The status for a code; one that the table doesn't know is an internal error. */
export function statusOfCode(code: string): number {
  return isErrorCode(code) ? errorStatuses[code] : 500;
}

/** Tells whether a code is one that may leave the server with its message. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorStatuses, code);
}

/** The body of every answer that isn't a success. */
export const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
export type ErrorBody = z.infer<typeof errorBody>;
