import { RecipeInvalid } from '@/lib/runtime/recipe/check-recipe';
import { diagnosticDto } from './dto/diagnostic-dto';
import { randomUUID } from 'node:crypto';
import { isErrorCode, statusOfCode, type ErrorBody, type ErrorCode } from '@/lib/api/error-codes';
import type { Log } from '@/lib/runtime/log';
import { AppError } from '@/lib/util/app-error';
import { TooManyAttempts } from './failed-attempts';

/** A body that is JSON text already, such as rows whose cells are spliced in as they are stored. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON answer. Nothing of the API may be cached. */
export function jsonResponse(text: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

/**
 * The answer for something thrown. What isn't an AppError with a code of the wire is a fault of ours: it is
 * logged under an id, and only the id goes out.
 */
export function errorResponse(error: unknown, log: Log, headers: Record<string, string> = {}): Response {
  if (error instanceof TooManyAttempts) headers = { ...headers, 'retry-after': `${error.retryAfterSeconds}` };
  const code = codeOf(error);
  if (error instanceof AppError && code !== 'internal') {
    return jsonResponse(JSON.stringify(errorBodyOf(error)), statusOfCode(code), headers);
  }
  const id = randomUUID();
  log.error({ err: error, errorId: id }, 'a request failed');
  const message = `Something in Seedloom broke. The log has the details under ${id}.`;
  const body: ErrorBody = { error: { code: 'internal', message, details: { id } } };
  return jsonResponse(JSON.stringify(body), 500, headers);
}

/** The code that an answer to something thrown has. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError && isErrorCode(error.code) ? error.code : 'internal';
}

function errorBodyOf(error: AppError): ErrorBody {
  const { code, message } = error;
  const details = error instanceof RecipeInvalid ? error.diagnostics.map(diagnosticDto) : error.details;
  return { error: { code, message, ...(details === undefined ? {} : { details }) } };
}
