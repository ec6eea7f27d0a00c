import { z } from 'zod';
import type { ChatMessage } from '@/lib/llm/message';
import type { CallModel, FinishReason, ModelAnswer, ModelCall, ModelFailure } from '@/lib/llm/model-call';
import { failureOfResponse } from '@/lib/llm/provider-failure';
import { malformed } from './openai-call';
import { parseJson } from './parse-json';
import { createSseParser } from './sse-parser';
import { send } from './transport';

/** Anthropic's messages, as far as calling them goes. */
export type AnthropicTarget = {
  /** With its version: `https://api.anthropic.com/v1`. */
  baseUrl: string;
  modelName: string;
  apiKey?: string;
  timeoutMs: number;
  /** Sends what the model is known to refuse, too. */
  sendsAll?: boolean;
};

/** The version of the protocol that is spoken. */
export const anthropicVersion = '2023-06-01';

/** Calls `messages`; as a stream when somebody reads along, else in one piece. */
export function createAnthropicCall(target: AnthropicTarget): CallModel {
  const url = new URL(`${target.baseUrl}/messages`);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'anthropic-version': anthropicVersion,
  };
  if (target.apiKey) headers['x-api-key'] = target.apiKey;
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
    if (reply.status >= 300) return failureOfResponse(reply.status, reply.text, reply.headers);
    const answer = stream ? stream.end() : answerOf(reply.text);
    return answer.ok ? { ...answer, latencyMs: Math.round(performance.now() - startMs) } : answer;
  };
}

/** The body of a request. `top_p` is never sent: newer models refuse it beside a temperature. */
export function requestBody(
  { modelName, sendsAll = false }: Pick<AnthropicTarget, 'modelName' | 'sendsAll'>,
  call: ModelCall,
  stream: boolean,
): string {
  const { messages, generation, shape = generation.shape } = call;
  const conversation = conversationOf(messages);
  return JSON.stringify({
    model: modelName,
    max_tokens: generation.maxNewTokens,
    system: conversation.system,
    messages: conversation.turns,
    temperature: sendsAll || takesTemperature(modelName) ? generation.temperature : undefined,
    stop_sequences: generation.stopStrings?.length ? generation.stopStrings : undefined,
    ...toolFields(call),
    output_config:
      shape && (sendsAll || takesShape(modelName))
        ? { format: { type: 'json_schema', schema: shape.schema } }
        : undefined,
    stream: stream || undefined,
  });
}

/** A conversation in which tools were used needs them named even where none may be used any more. */
function toolFields({ messages, tools = [], generation: { toolChoice, parallelToolCalls } }: ModelCall) {
  const used = messages.flatMap((message) => message.toolCalls?.map(({ name }) => name) ?? []);
  if (tools.length === 0) {
    if (used.length === 0) return {};
    const named = [...new Set(used)].map((name) => ({ name, input_schema: { type: 'object' } }));
    return { tools: named, tool_choice: { type: 'none' } };
  }
  const oneAtATime = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {};
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      name,
      description,
      input_schema: parameters,
    })),
    tool_choice:
      toolChoice === undefined && parallelToolCalls !== false
        ? undefined
        : { ...choiceOf(toolChoice ?? 'auto'), ...(toolChoice === 'none' ? {} : oneAtATime) },
  };
}

function choiceOf(toolChoice: string) {
  if (toolChoice === 'auto' || toolChoice === 'none') return { type: toolChoice };
  return toolChoice === 'required' ? { type: 'any' } : { type: 'tool', name: toolChoice };
}

/** Opus from 4.7 and Sonnet from 5 on choose for themselves and refuse sampling parameters. */
function takesTemperature(modelName: string): boolean {
  const model = modelOf(modelName);
  return model === null || model.version < { opus: 4.07, sonnet: 5, haiku: Infinity }[model.family];
}

/** Models from 4.5 on can be held to a shape; earlier ones write freely, and what they write is looked at anyway. */
function takesShape(modelName: string): boolean {
  return (modelOf(modelName)?.version ?? 0) >= 4.05;
}

/** 4.5 is 4.05 here, so that 4.10 comes after it. */
function modelOf(modelName: string): { family: 'opus' | 'sonnet' | 'haiku'; version: number } | null {
  const match = /(opus|sonnet|haiku)-(\d{1,2})(?!\d)(?:-(\d{1,2})(?!\d))?/.exec(modelName);
  const family = (['opus', 'sonnet', 'haiku'] as const).find((name) => name === match?.[1]);
  if (match === null || family === undefined) return null;
  return { family, version: Number(match[2]) + Number(match[3] ?? 0) / 100 };
}

/**
 * System messages at the head become the system text; a later one speaks as the user, since the
 * protocol has no other place for it. Neighbours of one role are one turn.
 */
function conversationOf(messages: readonly ChatMessage[]): {
  system?: string;
  turns: Turn[];
} {
  const firstTurn = messages.findIndex((message) => message.role !== 'system');
  const head = firstTurn < 0 ? messages.length : firstTurn;
  const system = messages.slice(0, head).map((message) => message.content);
  const turns: Turn[] = [];
  for (const message of messages.slice(head)) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = contentOf(message);
    const last = turns.at(-1);
    if (last?.role === role) last.content = together(last.content, content);
    else turns.push({ role, content });
  }
  // The protocol wants at least one turn: a recipe with a system message alone asks with it.
  if (turns.length === 0) return { turns: [{ role: 'user', content: system.join('\n\n') }] };
  return { system: system.length > 0 ? system.join('\n\n') : undefined, turns };
}

type Content = string | Block[];
type Block =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: unknown }
  | { type: 'tool_result'; tool_use_id: string; content: string };
type Turn = { role: 'user' | 'assistant'; content: Content };

function contentOf({ content, toolCalls = [], toolCallId }: ChatMessage): Content {
  if (toolCallId !== undefined) return [{ type: 'tool_result', tool_use_id: toolCallId, content }];
  if (toolCalls.length === 0) return content;
  return [
    ...blocksOf(content),
    ...toolCalls.map(({ id, name, arguments: written }): Block => {
      const input = z.record(z.string(), z.unknown()).safeParse(parseJson(written));
      return { type: 'tool_use', id, name, input: input.data ?? {} };
    }),
  ];
}

function together(before: Content, after: Content): Content {
  if (typeof before === 'string' && typeof after === 'string') return `${before}\n\n${after}`;
  return [...blocksOf(before), ...blocksOf(after)];
}

function blocksOf(content: Content): Block[] {
  if (typeof content !== 'string') return content;
  return content === '' ? [] : [{ type: 'text', text: content }];
}

const tokens = z.number().nonnegative();

const messageSchema = z.object({
  content: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      id: z.string().optional(),
      name: z.string().optional(),
      input: z.unknown().optional(),
    }),
  ),
  stop_reason: z.string().nullish(),
  usage: z.object({ input_tokens: tokens, output_tokens: tokens }),
});

function answerOf(text: string): ModelAnswer | ModelFailure {
  const message = messageSchema.safeParse(parseJson(text));
  if (!message.success) return malformed('The answer is no whole message', text);
  const { content, stop_reason: stopReason, usage } = message.data;
  const toolCalls = content
    .filter(({ type }) => type === 'tool_use')
    .map(({ id = '', name = '', input }) => ({ id, name, arguments: JSON.stringify(input ?? {}) }));
  return {
    ok: true,
    ...(toolCalls.length > 0 && { toolCalls }),
    text: content.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''),
    finishReason: finishReasonOf(stopReason),
    usage: { promptTokens: usage.input_tokens, completionTokens: usage.output_tokens },
    latencyMs: 0,
  };
}

function finishReasonOf(reason: string | null | undefined): FinishReason {
  switch (reason ?? '') {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'max_tokens':
      return 'length';
    case 'tool_use':
      return 'tool_calls';
    case 'refusal':
      return 'content_filter';
    default:
      return 'unknown';
  }
}

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_start'),
    message: z.object({ usage: z.object({ input_tokens: tokens }) }),
  }),
  z.object({
    type: z.literal('content_block_start'),
    content_block: z.object({ type: z.string(), id: z.string().optional(), name: z.string().optional() }),
  }),
  z.object({
    type: z.literal('content_block_delta'),
    delta: z.object({
      type: z.string(),
      text: z.string().optional(),
      partial_json: z.string().optional(),
    }),
  }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: z.object({ output_tokens: tokens }).optional(),
  }),
  z.object({ type: z.literal('message_stop') }),
  z.object({ type: z.literal('error'), error: z.object({ type: z.string(), message: z.string() }) }),
]);

class AnswerStream {
  readonly #onText: (delta: string) => void;
  readonly #parser = createSseParser((data) => this.#take(data));
  #text = '';
  readonly #toolCalls: { id: string; name: string; arguments: string }[] = [];
  #stopReason: string | null | undefined;
  #promptTokens = 0;
  #completionTokens = 0;
  #hasEnded = false;
  #failure: ModelFailure | undefined;

  constructor(onText: (delta: string) => void) {
    this.#onText = onText;
  }

  feed(piece: string): void {
    this.#parser.feed(piece);
  }

  end(): ModelAnswer | ModelFailure {
    this.#parser.end();
    if (this.#failure) return this.#failure;
    if (!this.#hasEnded) return malformed('The stream ended early', this.#text);
    return {
      ok: true,
      text: this.#text,
      ...(this.#toolCalls.length > 0 && { toolCalls: this.#toolCalls }),
      finishReason: finishReasonOf(this.#stopReason),
      usage: { promptTokens: this.#promptTokens, completionTokens: this.#completionTokens },
      latencyMs: 0,
    };
  }

  #take(data: string): void {
    const parsed = eventSchema.safeParse(parseJson(data));
    if (!parsed.success) return; // pings, and events that came later than this code
    const event = parsed.data;
    switch (event.type) {
      case 'message_start':
        this.#promptTokens = event.message.usage.input_tokens;
        break;
      case 'content_block_start': {
        const { type, id = '', name = '' } = event.content_block;
        // Blocks come one after the other, so what follows belongs to the latest.
        if (type === 'tool_use') this.#toolCalls.push({ id, name, arguments: '' });
        break;
      }
      case 'content_block_delta':
        if (event.delta.type === 'input_json_delta') this.#addArguments(event.delta.partial_json ?? '');
        if (event.delta.type !== 'text_delta' || !event.delta.text) break;
        this.#text += event.delta.text;
        this.#onText(event.delta.text);
        break;
      case 'message_delta':
        this.#stopReason = event.delta.stop_reason;
        this.#completionTokens = event.usage?.output_tokens ?? this.#completionTokens;
        break;
      case 'message_stop':
        this.#hasEnded = true;
        break;
      case 'error':
        this.#failure = failureOfResponse(event.error.type === 'overloaded_error' ? 529 : 500, data, {});
        break;
    }
  }

  #addArguments(piece: string): void {
    const call = this.#toolCalls.at(-1);
    if (call !== undefined) call.arguments += piece;
  }
}
