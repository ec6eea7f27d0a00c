import type { ProviderTest, WireApiKey, WireModel, WireProvider } from '@/lib/api/model-wire';
import { costUsd, listPrice, type ModelPrice } from '@/lib/llm/price';
import type { ProviderTest as TestedProvider } from '@/lib/runtime/test-provider';
import type { EnvironmentProvider } from '@/lib/runtime/keys/provider-address';
import type { ApiKeyRecord } from '@/lib/store/api-keys';
import type { ModelRecord } from '@/lib/store/models';
import type { ProviderRecord } from '@/lib/store/providers';
import { wireTime, wireTimeOrNull } from './time';

/** A stored provider; of its key only the ends go out. */
export function providerDto(provider: ProviderRecord): WireProvider {
  return {
    id: provider.id,
    name: provider.name,
    engine: provider.engine,
    base_url: provider.baseUrl,
    api_key: provider.keyHint,
    origin: 'stored',
    requests_per_minute: provider.requestsPerMinute,
    input_tokens_per_minute: provider.inputTokensPerMinute,
    output_tokens_per_minute: provider.outputTokensPerMinute,
    max_concurrency: provider.maxConcurrency,
    timeout_ms: provider.timeoutMs,
    last_test: provider.lastTest,
    key_refusal: provider.keyRefusal,
    created_at: wireTime(provider.createdAtMs),
  };
}

/** A provider of the environment: nothing is kept of it. */
export function environmentProviderDto({
  id,
  name,
  engine,
  baseUrl,
  apiKey,
}: EnvironmentProvider): WireProvider {
  return {
    id,
    name,
    engine,
    base_url: baseUrl,
    api_key: keyHint(apiKey),
    origin: 'environment',
    requests_per_minute: null,
    input_tokens_per_minute: null,
    output_tokens_per_minute: null,
    max_concurrency: null,
    timeout_ms: null,
    last_test: null,
    key_refusal: null,
    created_at: null,
  };
}

/** What may be shown of a key: enough to tell two apart, of a short one nothing. */
export function keyHint(key: string): string {
  return key.length < 12 ? '…' : `${key.slice(0, 3)}…${key.slice(-4)}`;
}

/** A model with the provider that offers it and the price that counts: a set one goes before the list's. */
export function modelDto(
  model: ModelRecord,
  providers: readonly ProviderRecord[],
  fromEnvironment: readonly EnvironmentProvider[],
): WireModel {
  const isOffering = ({ baseUrl }: { baseUrl: string }) => baseUrl === model.baseUrl;
  const stored = providers.find(isOffering);
  const provider = stored ?? fromEnvironment.find(isOffering);
  const listed = listPrice(model.engine, model.name);
  const price = model.price ?? listed;
  return {
    id: model.id,
    name: model.name,
    engine: model.engine,
    base_url: model.baseUrl,
    provider_id: provider?.id ?? null,
    provider_name: provider?.name ?? null,
    provider_origin: provider === undefined ? null : stored ? 'stored' : 'environment',
    input_usd_per_million: price?.inputUsdPerMillion ?? null,
    output_usd_per_million: price?.outputUsdPerMillion ?? null,
    price_source: model.price ? 'set' : listed ? 'list' : 'unknown',
    price_from: model.price ? model.price.from : (listed?.source ?? null),
    price_date: model.price ? model.price.date : (listed?.date ?? null),
  };
}

/** A key of this server; the key itself is known to nobody any more. */
export function apiKeyDto(key: ApiKeyRecord): WireApiKey {
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    scope: key.scope,
    created_at: wireTime(key.createdAtMs),
    last_used_at: wireTimeOrNull(key.lastUsedAtMs),
  };
}

/** What a test told, with what it cost at a price; null where that isn't known. */
export function testDto(tested: TestedProvider, price: ModelPrice | null): ProviderTest {
  const { ok, latencyMs, models, answer, learned, limits, usage, error } = tested;
  return {
    ok,
    latency_ms: latencyMs,
    models,
    ...(answer && {
      answer: {
        text: answer.text,
        prompt_tokens: answer.promptTokens,
        completion_tokens: answer.completionTokens,
      },
    }),
    ...(learned && {
      learned: { json_schema: learned.jsonSchema, temperature: learned.temperature },
    }),
    stated_limits: limits && {
      requests_per_minute: limits.requestsPerMinute,
      input_tokens_per_minute: limits.inputTokensPerMinute,
      output_tokens_per_minute: limits.outputTokensPerMinute,
    },
    cost_usd: usage === null ? 0 : price && costUsd(price, usage),
    ...(error && { error }),
  };
}
