import { z } from 'zod';
import type { ChatMessage, ToolCall, ToolDefinition } from '@/lib/llm/message';
import type {
  CallModel,
  FinishReason,
  Generation,
  ModelAnswer,
  ModelCall,
  ModelFailure,
  Usage,
} from '@/lib/llm/model-call';
import { failureOfResponse } from '@/lib/llm/provider-failure';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { parseJson } from './parse-json';
import { createSseParser } from './sse-parser';
import { send, type TransportReply } from './transport';

/** An OpenAI-compatible endpoint, as far as calling it goes. */
export type OpenAiTarget = {
  /** With its version: `https://api.openai.com/v1`. */
  baseUrl: string;
  modelName: string;
  apiKey?: string;
  timeoutMs: number;
  /** OpenAI itself: newer parameter names, and the rules of its reasoning models. */
  isOpenAi: boolean;
  /** Sends what the model is known to refuse, too. */
  sendsAll?: boolean;
};

/** Calls `chat/completions`; as a stream when somebody reads along, else in one piece. */
export function createOpenAiCall(target: OpenAiTarget): CallModel {
  const url = new URL(`${target.baseUrl}/chat/completions`);
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (target.apiKey) headers['authorization'] = `Bearer ${target.apiKey}`;
  return async (call, { signal, onText, onHeaders }) => {
    const startMs = performance.now();
    const stream = onText ? new AnswerStream(onText) : undefined;
    const reply = await send({
      method: 'POST',
      url,
      headers,
      body: requestBody(target, call, stream !== undefined),
      timeoutMs: target.timeoutMs,
      signal,
      onPiece: stream && ((piece) => stream.feed(piece)),
    });
    if (!reply.ok) return reply;
    onHeaders?.(reply.headers);
    const answer = stream && reply.status < 300 ? stream.end(reply, call) : answerOf(reply, call);
    return answer.ok ? { ...answer, latencyMs: Math.round(performance.now() - startMs) } : answer;
  };
}

/** The body of a request: parameters at their default are left out, since many servers know only a few. */
export function requestBody(
  target: Pick<OpenAiTarget, 'modelName' | 'isOpenAi' | 'sendsAll'>,
  { messages, generation, seed, tools, shape = generation.shape }: ModelCall,
  stream: boolean,
): string {
  const sampling =
    isReasoningModel(target) && !target.sendsAll ? {} : { temperature: generation.temperature };
  return JSON.stringify({
    model: target.modelName,
    messages: messages.map(wireMessage),
    [target.isOpenAi ? 'max_completion_tokens' : 'max_tokens']: generation.maxNewTokens,
    ...sampling,
    top_p: generation.topP,
    seed: seed ?? undefined,
    frequency_penalty: generation.frequencyPenalty || undefined,
    presence_penalty: generation.presencePenalty || undefined,
    min_p: generation.minP || undefined,
    stop: generation.stopStrings?.length ? generation.stopStrings : undefined,
    logit_bias:
      generation.logitBias && Object.keys(generation.logitBias).length > 0 ? generation.logitBias : undefined,
    ...(tools && tools.length > 0 ? toolFields(tools, generation) : {}),
    response_format: shape && {
      type: 'json_schema',
      json_schema: { name: shape.name, schema: shape.schema, strict: isClosed(shape.schema) },
    },
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  });
}

function wireMessage({ role, content, toolCalls, toolCallId }: ChatMessage) {
  if (toolCalls !== undefined && toolCalls.length > 0) {
    return { role, content: content === '' ? null : content, tool_calls: toolCalls.map(wireToolCall) };
  }
  return toolCallId === undefined ? { role, content } : { role, tool_call_id: toolCallId, content };
}

function wireToolCall({ id, name, arguments: written }: ToolCall) {
  return { id, type: 'function', function: { name, arguments: written } };
}

function toolFields(tools: readonly ToolDefinition[], { toolChoice, parallelToolCalls }: Generation) {
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description, parameters },
    })),
    tool_choice:
      toolChoice === undefined || toolChoices.has(toolChoice)
        ? toolChoice
        : { type: 'function', function: { name: toolChoice } },
    parallel_tool_calls: parallelToolCalls,
  };
}

const toolChoices: ReadonlySet<string> = new Set(['auto', 'none', 'required']);

/** Providers hold an answer to the letter only where every object names all it has, and has all of it. */
function isClosed(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isClosed);
  if (typeof schema !== 'object' || schema === null) return true;
  const { properties, required, additionalProperties } = objectSchema.parse(schema);
  if (properties !== undefined) {
    if (additionalProperties !== false) return false;
    if (!Object.keys(properties).every((name) => required?.includes(name))) return false;
  }
  return Object.values(schema).every(isClosed);
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  required: z.array(z.string()).optional().catch(undefined),
  additionalProperties: z.unknown().optional(),
});

/** Models that refuse any temperature but 1. */
function isReasoningModel({ isOpenAi, modelName }: Pick<OpenAiTarget, 'modelName' | 'isOpenAi'>): boolean {
  return isOpenAi && /^(o1|o3|o4|gpt-5)/.test(modelName);
}

const usageSchema = z.object({
  prompt_tokens: z.number().nonnegative(),
  completion_tokens: z.number().nonnegative(),
});

/** Some servers give arguments as an object, and no id. */
const toolArguments = z
  .union([z.string(), z.record(z.string(), z.unknown()).transform((given) => JSON.stringify(given))])
  .nullish();

const toolCallSchema = z.object({
  id: z.string().nullish(),
  function: z.object({ name: z.string(), arguments: toolArguments }),
});

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: usageSchema.nullish().catch(null),
});

const toolCallPieceSchema = z.object({
  index: z.int().nonnegative().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: toolArguments }).nullish(),
});

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({ content: z.string().nullish(), tool_calls: z.array(toolCallPieceSchema).nullish() })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  usage: usageSchema.nullish().catch(null),
});

type Answer = Omit<ModelAnswer, 'latencyMs'> & { latencyMs: number };

function answerOf(reply: TransportReply, call: ModelCall): Answer | ModelFailure {
  if (reply.status >= 300) return failureOfResponse(reply.status, reply.text, reply.headers);
  const json = parseJson(reply.text);
  if (json === undefined) return malformed('The answer is no whole JSON', reply.text);
  const completion = completionSchema.safeParse(json);
  const choice = completion.data?.choices[0];
  if (completion.data === undefined || choice === undefined) return failureInAnswer(reply, json);
  return answer(call, {
    text: choice.message.content ?? '',
    toolCalls: (choice.message.tool_calls ?? []).map((wanted, at) => ({
      id: wanted.id ?? missingId(at),
      name: wanted.function.name,
      arguments: wanted.function.arguments ?? '',
    })),
    finishReason: choice.finish_reason,
    usage: completion.data.usage,
  });
}

function missingId(at: number): string {
  return `call_${at}`;
}

type Written = {
  text: string;
  toolCalls: readonly ToolCall[];
  finishReason: string | null | undefined;
  usage: WireUsage;
};

function answer(call: ModelCall, { text, toolCalls, finishReason, usage }: Written): Answer {
  return {
    ok: true,
    text,
    ...(toolCalls.length > 0 && { toolCalls }),
    finishReason: finishReasonOf(finishReason),
    usage: usage
      ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens }
      : estimate(call, text + toolCalls.map((wanted) => wanted.name + wanted.arguments).join('')),
    latencyMs: 0,
  };
}

type WireUsage = z.infer<typeof usageSchema> | null | undefined;

/** A server that doesn't count: by characters, so that budget and speed still mean something. */
function estimate(call: ModelCall, text: string): Usage {
  let promptTokens = 0;
  for (const message of call.messages) promptTokens += estimateTokens(message.content);
  return { promptTokens, completionTokens: estimateTokens(text) };
}

function finishReasonOf(reason: string | null | undefined): FinishReason {
  switch (reason ?? '') {
    case 'stop':
      return 'stop';
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
      return 'content_filter';
    case 'tool_calls':
      return 'tool_calls';
    default:
      return 'unknown';
  }
}

/** Gateways answer 200 with an error inside; its words count, and its code where it has one. */
function failureInAnswer(reply: TransportReply, json: unknown): ModelFailure {
  const inside = z.object({ error: z.object({ code: z.unknown().optional() }) }).safeParse(json);
  if (!inside.success) return malformed('The answer has no choices[0].message', reply.text);
  const code = Number(inside.data.error.code);
  return failureOfResponse(code >= 400 && code < 600 ? code : 502, reply.text, reply.headers);
}

/** The failure for an answer that can't be used, with the beginning of what came. */
export function malformed(problem: string, text: string): ModelFailure {
  const start = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return {
    ok: false,
    code: 'malformed-answer',
    message: start === '' ? `${problem}.` : `${problem}: ${start}`,
  };
}

/** Puts the pieces of a streamed answer together. Servers that don't stream send their JSON in one piece. */
class AnswerStream {
  readonly #onText: (delta: string) => void;
  readonly #parser = createSseParser((data) => this.#take(data));
  #raw = '';
  #text = '';
  readonly #toolCalls: { id: string; name: string; arguments: string }[] = [];
  #finishReason: string | undefined;
  #usage: WireUsage;
  #isDone = false;
  #failure: string | undefined;

  constructor(onText: (delta: string) => void) {
    this.#onText = onText;
  }

  feed(piece: string): void {
    if (this.#raw.length < 65_536 || !this.#isStream()) this.#raw += piece;
    this.#parser.feed(piece);
  }

  end(reply: TransportReply, call: ModelCall): Answer | ModelFailure {
    this.#parser.end();
    const whole = { ...reply, text: this.#raw };
    if (this.#failure !== undefined) return failureInAnswer(whole, parseJson(this.#failure));
    if (!this.#isStream()) {
      const answered = answerOf(whole, call);
      if (answered.ok) this.#onText(answered.text);
      return answered;
    }
    if (!this.#isDone && this.#finishReason === undefined)
      return malformed('The stream ended early', this.#text);
    return answer(call, {
      text: this.#text,
      toolCalls: this.#toolCalls,
      finishReason: this.#finishReason,
      usage: this.#usage,
    });
  }

  #isStream(): boolean {
    return this.#isDone || /^\s*(data|event|id|:)/.test(this.#raw);
  }

  #take(data: string): void {
    if (data === '[DONE]') {
      this.#isDone = true;
      return;
    }
    const json = parseJson(data);
    const chunk = chunkSchema.safeParse(json);
    if (typeof json === 'object' && json !== null && 'error' in json && json.error) this.#failure = data;
    if (!chunk.success) return;
    const choice = chunk.data.choices?.[0];
    const delta = choice?.delta?.content;
    if (delta) {
      this.#text += delta;
      this.#onText(delta);
    }
    for (const piece of choice?.delta?.tool_calls ?? []) this.#addToolCall(piece);
    this.#finishReason = choice?.finish_reason ?? this.#finishReason;
    this.#usage = chunk.data.usage ?? this.#usage;
  }

  /** A tool call comes in pieces: its id and name once, its arguments bit by bit. */
  #addToolCall({ index, id, function: wanted }: z.infer<typeof toolCallPieceSchema>): void {
    // Without an index each piece is a whole call.
    const at = index ?? this.#toolCalls.length;
    if (at > this.#toolCalls.length) return;
    const call = (this.#toolCalls[at] ??= { id: missingId(at), name: '', arguments: '' });
    if (id) call.id = id;
    call.name += wanted?.name ?? '';
    call.arguments += wanted?.arguments ?? '';
  }
}
