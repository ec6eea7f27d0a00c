/**
 * A broken promise that somebody outside must be told of by a code. `code` is the wire code in
 * kebab-case; one table maps it to a status. The message is for people and holds nothing internal.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly details?: unknown;

  constructor(code: string, message: string, details?: unknown, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
