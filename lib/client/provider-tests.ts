import type { ProviderTest } from '@/lib/api/model-wire';
import type { EngineName } from '@/lib/llm/engines';
import { listPrice } from '@/lib/llm/price';
import { cheapestOf, mostTestUsd } from '@/lib/llm/test-calls';
import { api, messageOf } from './api';

/** A provider as it stands in a form: its key goes to the test and nowhere else. */
export type TypedProvider = { engine: EngineName; base_url: string; api_key?: string };

/** How far the test of a typed provider is. */
export type TypedTest =
  | { at: 'listing' }
  | { at: 'asking'; model: string; mostUsd: number }
  | { at: 'told'; model: string | null; result: ProviderTest };

/**
 * Tests a provider that isn't stored: lists its models, then asks the cheapest one whose price is known once. Many
 * give their list to anybody, so only an answer shows that the key is taken.
 */
export async function* testTyped(typed: TypedProvider, signal: AbortSignal): AsyncGenerator<TypedTest> {
  yield { at: 'listing' };
  const listed = await ask(typed, undefined, signal);
  const cheapest = cheapestOf(listed.models.map((name) => ({ name, price: listPrice(typed.engine, name) })));
  if (!listed.ok || cheapest === null) {
    yield { at: 'told', model: null, result: listed };
    return;
  }
  const { name: model, price } = cheapest;
  yield { at: 'asking', model, mostUsd: mostTestUsd(price, false) };
  yield { at: 'told', model, result: await ask(typed, model, signal) };
}

/** A server that can't be asked counts as a failed test. */
function ask(typed: TypedProvider, model: string | undefined, signal: AbortSignal): Promise<ProviderTest> {
  return api.providers.testTyped({ ...typed, model }, signal).catch((error: unknown): ProviderTest => ({
    ok: false,
    latency_ms: null,
    models: [],
    stated_limits: null,
    cost_usd: 0,
    error: { code: 'not-tested', message: messageOf(error) },
  }));
}
