import { z } from 'zod';
import { engineFacts, type EngineName } from '@/lib/llm/engines';
import type { CallModel, Generation, ModelAnswer, ModelFailure, Usage } from '@/lib/llm/model-call';
import { failureOfResponse } from '@/lib/llm/provider-failure';
import { statedLimits, type StatedLimits } from '@/lib/llm/stated-limits';
import { testTokens } from '@/lib/llm/test-calls';
import { anthropicVersion } from './calls/anthropic-call';
import { createCall } from './calls/create-call';
import { malformed } from './calls/openai-call';
import { parseJson } from './calls/parse-json';
import { send } from './calls/transport';
import { hideFromLog, maskSecrets } from './log';

/** A provider as it is stored or typed in; nothing of it is kept. */
export type ProviderToTest = { engine: EngineName; baseUrl: string; apiKey?: string; timeoutMs?: number };

/** What is asked: the list of models, or with `model` one short call, and with `learns` two more. */
export type TestQuestion = { model?: string; learns?: boolean };

export type ProviderTest = {
  ok: boolean;
  latencyMs: number;
  /** Names of the models that the endpoint offers; empty when it was asked for an answer. */
  models: string[];
  /** What the model wrote, when one was asked. */
  answer?: { text: string } & Usage;
  learned?: Learned;
  /** What the endpoint says of the key's limits; null when it says nothing. */
  limits: StatedLimits | null;
  /** Of all calls together; null when none was answered. */
  usage: Usage | null;
  /** In the provider's own words. */
  error?: { code: string; message: string };
};

/** What a model takes, as far as the answers to the two calls tell; null where they don't. */
export type Learned = {
  jsonSchema: 'held' | 'ignored' | 'refused' | null;
  temperature: 'free' | 'fixed' | null;
};

const testTimeoutMs = 20_000;

/** Lists the provider's models, or with `model` makes a short call. Stores nothing, and its key is in no answer. */
export async function testProvider(
  provider: ProviderToTest,
  { model, learns = false }: TestQuestion = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ProviderTest> {
  if (provider.apiKey !== undefined) hideFromLog(provider.apiKey);
  const startMs = performance.now();
  const timeoutMs = Math.min(provider.timeoutMs ?? testTimeoutMs, testTimeoutMs);
  const asked = model ? new TestedModel(provider, model, timeoutMs, signal) : null;
  const result = asked ? await asked.ask() : await listModels(provider, timeoutMs, signal);
  const latencyMs = Math.round(performance.now() - startMs);
  const learned = result.ok && asked && learns ? await asked.learn() : undefined;
  const told = { latencyMs, limits: asked?.limits ?? null, usage: asked?.usage ?? null };
  if (!result.ok) {
    // Some providers repeat the key that they refuse.
    return {
      ...told,
      ok: false,
      models: [],
      error: { code: result.code, message: maskSecrets(result.message) },
    };
  }
  if ('models' in result) return { ...told, ok: true, models: result.models };
  const answer = { text: maskSecrets(result.text), ...result.usage };
  return { ...told, ok: true, models: [], answer, ...(learned && { learned }) };
}

/** One model of a provider, with what its answers told by the way. */
class TestedModel {
  limits: StatedLimits | null = null;
  usage: Usage | null = null;
  readonly #call: CallModel;
  readonly #callWithAll: CallModel;
  readonly #signal: AbortSignal;

  constructor(provider: ProviderToTest, modelName: string, timeoutMs: number, signal: AbortSignal) {
    const target = { ...provider, protocol: engineFacts(provider.engine).protocol, modelName, timeoutMs };
    this.#call = createCall(target);
    this.#callWithAll = createCall({ ...target, sendsAll: true });
    this.#signal = signal;
  }

  ask(): Promise<ModelAnswer | ModelFailure> {
    return this.#count(this.#call, 'Say "ok".', { maxNewTokens: testTokens.ask, temperature: 0 });
  }

  async learn(): Promise<Learned> {
    const [shaped, warm] = await Promise.all([
      this.#count(this.#callWithAll, 'Is water wet?', { ...long, temperature: 1, shape: yesOrNo }),
      this.#count(this.#callWithAll, 'Say "ok".', { ...long, temperature: 0.5 }),
    ]);
    return {
      jsonSchema: shaped.ok
        ? howShaped(shaped)
        : refuses(shaped, /schema|response_format|output_/i, 'refused'),
      temperature: warm.ok ? 'free' : refuses(warm, /temperature/i, 'fixed'),
    };
  }

  async #count(
    call: CallModel,
    content: string,
    generation: Pick<Generation, 'maxNewTokens' | 'temperature' | 'shape'>,
  ): Promise<ModelAnswer | ModelFailure> {
    const answer = await call(
      {
        messages: [{ role: 'user', content }],
        generation: { frequencyPenalty: 0, presencePenalty: 0, minP: 0, ...generation },
        seed: null,
      },
      { signal: this.#signal, onHeaders: (headers) => (this.limits ??= statedLimits(headers)) },
    );
    if (answer.ok) {
      this.usage = {
        promptTokens: (this.usage?.promptTokens ?? 0) + answer.usage.promptTokens,
        completionTokens: (this.usage?.completionTokens ?? 0) + answer.usage.completionTokens,
      };
    }
    return answer;
  }
}

const long = { maxNewTokens: testTokens.learn };

const yesOrNo = {
  name: 'answer',
  schema: {
    type: 'object',
    properties: { yes: { type: 'boolean' } },
    required: ['yes'],
    additionalProperties: false,
  },
};

/** An answer that was cut off tells nothing. */
function howShaped({ text, finishReason }: ModelAnswer): Learned['jsonSchema'] {
  if (z.strictObject({ yes: z.boolean() }).safeParse(parseJson(text)).success) return 'held';
  return finishReason === 'length' ? null : 'ignored';
}

/** A refusal tells something where it speaks of what was tried; any other failure doesn't. */
function refuses<Told>({ code, message }: ModelFailure, subject: RegExp, told: Told): Told | null {
  return code === 'request-refused' && subject.test(message) ? told : null;
}

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The names of an endpoint's models, as it lists them. */
export async function listModels(
  provider: ProviderToTest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<{ ok: true; models: string[] } | ModelFailure> {
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
