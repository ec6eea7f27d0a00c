import type { EngineName } from './engines';

/** A model at an address: what makes two calls the same question to the same model. */
export type Endpoint = {
  readonly engine: EngineName;
  /** As `normalizeBaseUrl` leaves it. */
  readonly baseUrl: string;
  readonly modelName: string;
};

const callPaths = /(\/chat\/completions|\/completions|\/messages|\/models)$/;

/**
 * The base of an API's addresses from what people write as `api_url`: the full address of a call and trailing
 * slashes are cut off, so that each spelling of one endpoint shares its limits and its journal.
 */
export function normalizeBaseUrl(apiUrl: string): string {
  const trimmed = apiUrl.trim().replace(/\/+$/, '');
  return trimmed.replace(callPaths, '').replace(/\/+$/, '');
}
