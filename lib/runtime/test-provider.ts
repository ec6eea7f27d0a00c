import { z } from 'zod';
import { engineFacts, type EngineName } from '@/lib/llm/engines';
import type { ModelFailure } from '@/lib/llm/model-call';
import { failureOfResponse } from '@/lib/llm/provider-failure';
import { anthropicVersion } from './calls/anthropic-call';
import { createCall } from './calls/create-call';
import { malformed } from './calls/openai-call';
import { parseJson } from './calls/parse-json';
import { send } from './calls/transport';

/** A provider as it is stored or typed in; nothing of it is kept. */
export type ProviderToTest = { engine: EngineName; baseUrl: string; apiKey?: string; timeoutMs?: number };

export type ProviderTest = {
  ok: boolean;
  latencyMs: number;
  /** Names of the models that the endpoint offers; empty when it was asked for an answer. */
  models: string[];
  /** What the model wrote, when one was asked. */
  answer?: { text: string; promptTokens: number; completionTokens: number };
  /** In the provider's own words. */
  error?: { code: string; message: string };
};

const testTimeoutMs = 20_000;

/** Lists the provider's models, or with `model` makes one short call. Stores nothing. */
export async function testProvider(
  provider: ProviderToTest,
  model?: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<ProviderTest> {
  const startMs = performance.now();
  const timeoutMs = Math.min(provider.timeoutMs ?? testTimeoutMs, testTimeoutMs);
  const result = model
    ? await askOnce(provider, model, timeoutMs, signal)
    : await listModels(provider, timeoutMs, signal);
  const latencyMs = Math.round(performance.now() - startMs);
  if (!result.ok)
    return { ok: false, latencyMs, models: [], error: { code: result.code, message: result.message } };
  const { models, answer } = result;
  return { ok: true, latencyMs, models, ...(answer && { answer }) };
}

type Listed = { ok: true; models: string[]; answer?: ProviderTest['answer'] };

async function askOnce(
  provider: ProviderToTest,
  modelName: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Listed | ModelFailure> {
  const call = createCall({
    ...provider,
    protocol: engineFacts(provider.engine).protocol,
    modelName,
    timeoutMs,
  });
  const answer = await call(
    {
      messages: [{ role: 'user', content: 'Say "ok".' }],
      // Reasoning models refuse a limit that leaves no room to think.
      generation: { maxNewTokens: 64, temperature: 0, frequencyPenalty: 0, presencePenalty: 0, minP: 0 },
      seed: null,
    },
    { signal },
  );
  return answer.ok ? { ok: true, models: [], answer: { text: answer.text, ...answer.usage } } : answer;
}

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The names of an endpoint's models, as it lists them. */
export async function listModels(
  provider: ProviderToTest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Listed | ModelFailure> {
  const { protocol } = engineFacts(provider.engine);
  if (protocol === 'echo') return { ok: true, models: ['echo'] };
  const headers: Record<string, string> = { accept: 'application/json' };
  if (provider.apiKey && protocol === 'anthropic') headers['x-api-key'] = provider.apiKey;
  else if (provider.apiKey) headers['authorization'] = `Bearer ${provider.apiKey}`;
  if (protocol === 'anthropic') headers['anthropic-version'] = anthropicVersion;
  const url = new URL(`${provider.baseUrl}/models${protocol === 'anthropic' ? '?limit=1000' : ''}`);
  const reply = await send({ method: 'GET', url, headers, timeoutMs, signal });
  if (!reply.ok) return reply;
  if (reply.status >= 300) return failureOfResponse(reply.status, reply.text, reply.headers);
  const list = modelList.safeParse(parseJson(reply.text));
  if (!list.success) return malformed('The endpoint lists no models', reply.text);
  return { ok: true, models: list.data.data.map((model) => model.id) };
}
