/** An error as OpenAI's API words it, so that any client understands it. */
export type OpenAiError = {
  status: number;
  type: 'invalid_request_error' | 'rate_limit_error' | 'server_error';
  code: string;
  message: string;
  param?: string;
  retryAfterSeconds?: number;
};

/** The body of the error's response, and of its event when the stream has begun. */
export function openAiErrorBody({ type, code, message, param }: OpenAiError): string {
  return JSON.stringify({ error: { message, type, param: param ?? null, code } });
}

/** A request that must be changed before it is sent again. */
export function invalidRequest(message: string, param?: string, code = 'invalid_value'): OpenAiError {
  return {
    status: 400,
    type: 'invalid_request_error',
    code,
    message,
    ...(param === undefined ? {} : { param }),
  };
}
