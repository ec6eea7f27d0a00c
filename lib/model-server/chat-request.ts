import { z } from 'zod';
import type { GenerationRequest, TextFormat } from './generator';
import { invalidRequest, type OpenAiError } from './openai-error';

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(textPart), z.null()]),
});

const responseFormat = z.union([
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()) }),
  }),
]);

const tokenCount = z.int().min(1);
const penalty = z.number().min(-2).max(2);

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: tokenCount.nullish(),
  max_completion_tokens: tokenCount.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(0).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: penalty.nullish(),
  presence_penalty: penalty.nullish(),
  repetition_penalty: z.number().positive().max(2).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  logit_bias: z.record(z.string().regex(/^\d+$/), z.number().min(-100).max(100)).nullish(),
  seed: z.int().nullish(),
  n: z.literal(1).nullish(),
  response_format: responseFormat.nullish(),
  tools: z.array(z.unknown()).max(0).nullish(),
});

/** A chat request that was understood. */
export type ChatRequest = {
  model: string;
  stream: boolean;
  /** The last event of a stream holds the usage alone, as OpenAI does it when asked. */
  usageEvent: boolean;
  generation: GenerationRequest;
};

const parameterHints: Readonly<Record<string, string>> = {
  tools: 'the local model server runs no tools',
  n: 'one answer a request is all that is supported',
};

/** Reads the body of a chat request. Unknown parameters are ignored, as other servers do. */
export function readChatRequest(
  text: string,
): { ok: true; request: ChatRequest } | { ok: false; error: OpenAiError } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, error: invalidRequest('The body is not JSON.') };
  }
  const parsed = chatRequest.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = issue?.path.join('.') ?? '';
    const hint = parameterHints[String(issue?.path[0])] ?? issue?.message ?? 'is not valid';
    return { ok: false, error: invalidRequest(`${param === '' ? 'body' : param}: ${hint}`, param) };
  }
  const given = parsed.data;
  return {
    ok: true,
    request: {
      model: given.model,
      stream: given.stream ?? false,
      usageEvent: given.stream_options?.include_usage ?? false,
      generation: {
        messages: given.messages.map(({ role, content }) => ({
          role: role === 'developer' ? 'system' : role,
          content: typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join(''),
        })),
        format: formatOf(given.response_format),
        maxTokens: given.max_completion_tokens ?? given.max_tokens ?? null,
        temperature: given.temperature ?? 1,
        // Where a request is silent, what llama.cpp's own server does: a small model wanders off without it.
        topP: given.top_p ?? 0.95,
        topK: given.top_k ?? 40,
        minP: given.min_p ?? 0.05,
        frequencyPenalty: given.frequency_penalty ?? 0,
        presencePenalty: given.presence_penalty ?? 0,
        repetitionPenalty: given.repetition_penalty ?? 1,
        stop:
          typeof given.stop === 'string' ? [given.stop] : (given.stop ?? []).filter((stop) => stop !== ''),
        logitBias: given.logit_bias ?? {},
        seed: given.seed ?? null,
      },
    },
  };
}

function formatOf(format: z.infer<typeof responseFormat> | null | undefined): TextFormat {
  switch (format?.type) {
    case undefined:
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return { type: 'json' };
    case 'json_schema':
      return { type: 'json-schema', schema: format.json_schema.schema };
  }
}
