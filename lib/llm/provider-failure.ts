import type { ModelFailure } from './model-call';

/** Headers as undici gives them: names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What an answer with a status other than 2xx means, in the provider's own words. */
export function failureOfResponse(status: number, bodyText: string, headers: ResponseHeaders): ModelFailure {
  throw new Error(`${status} ${bodyText} ${Object.keys(headers).length}`);
}
