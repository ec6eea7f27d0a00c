import type { Endpoint } from '@/lib/llm/endpoint';
import type { CallModel } from '@/lib/llm/model-call';
import type { ModelPrice } from '@/lib/llm/price';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { Recipe } from '@/lib/recipe/schema';
import type { Context } from './context';

/** What the engine may do at once, and for how long it waits. */
export type ModelLimits = {
  maxConcurrency: number;
  requestsPerMinute?: number;
  /** For a whole call, from the first byte sent to the last one received. */
  timeoutMs: number;
  maxRetries: number;
  retryBackoffBaseMs: number;
  retryBackoffMaxMs: number;
};

export type ResolvedModel = {
  ok: true;
  endpoint: Endpoint;
  /** Whether a seed is sent along. */
  acceptsSeed: boolean;
  limits: ModelLimits;
  /** null: unknown. */
  price: ModelPrice | null;
  /** Whether the model is the one that comes with Seedloom, served on this machine. */
  local: boolean;
  /** The adapter, with the key in it. */
  createCall(): CallModel;
};

export type ModelRequest = {
  projectId: number;
  recipe: Recipe;
  /** The recipe's text, to mark the right lines. */
  text: string;
  /** See StartRunRequest.model. */
  modelOverride?: string;
  /** Keys that stood in the recipe's text, by their path: `inference_config.remote_params.api_key`. */
  secrets: ReadonlyMap<string, string>;
};

/** Finds endpoint, key, limits and price for a recipe. A key goes only to its own provider's origin. */
export async function resolveModel(
  context: Context,
  request: ModelRequest,
): Promise<ResolvedModel | { ok: false; diagnostics: Diagnostic[] }> {
  throw new Error(`not yet ${context.config.host} ${request.projectId}`);
}
