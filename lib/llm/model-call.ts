import type { ChatMessage, JsonObject, ToolCall, ToolDefinition } from './message';
import type { ResponseHeaders } from './response-headers';

/** How a model is asked to write. Numbers are those of the recipe; what an engine doesn't take is left out by its adapter. */
export type Generation = {
  readonly maxNewTokens: number;
  readonly temperature: number;
  readonly topP?: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
  readonly minP: number;
  readonly stopStrings?: readonly string[];
  readonly seed?: number;
  readonly logitBias?: Readonly<Record<string, number>>;
  /** How freely a model that is offered tools uses them: `auto`, `none`, `required`, or the name of one. */
  readonly toolChoice?: string;
  /** False: one tool at a time. */
  readonly parallelToolCalls?: boolean;
  /** What every answer must look like that has no shape of its own. */
  readonly shape?: ResponseShape;
};

/** One question to a model. `seed` is what is sent; null sends none. */
export type ModelCall = {
  readonly messages: readonly ChatMessage[];
  readonly generation: Generation;
  readonly seed: number | null;
  /** What the answer must look like, for engines that can be held to it. */
  readonly shape?: ResponseShape;
  readonly tools?: readonly ToolDefinition[];
};

/** A JSON Schema that the answer must meet, with the name that providers ask for. */
export type ResponseShape = { readonly name: string; readonly schema: JsonObject };

/** Tokens of one call as the provider counted them. */
export type Usage = { readonly promptTokens: number; readonly completionTokens: number };

/** Why the model stopped writing. */
export type FinishReason = 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'unknown';

/** An answer that was paid for, whatever its text. */
export type ModelAnswer = {
  readonly ok: true;
  readonly text: string;
  /** Absent for none. */
  readonly toolCalls?: readonly ToolCall[];
  readonly finishReason: FinishReason;
  readonly usage: Usage;
  readonly latencyMs: number;
};

/** What can go wrong with a call, as far as it makes a difference for what is done next. */
export type FailureCode =
  | 'rate-limited'
  | 'server-error'
  | 'endpoint-down'
  | 'timeout'
  | 'malformed-answer'
  | 'key-refused'
  | 'forbidden'
  | 'unknown-model'
  | 'request-refused'
  | 'empty-answer'
  | 'content-filtered'
  | 'cancelled';

/** A call without an answer. `message` holds the provider's own words where it said any. */
export type ModelFailure = {
  readonly ok: false;
  readonly code: FailureCode;
  readonly message: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Of a `server-error`: nobody may be there to answer, rather than that this call can't be answered. */
  readonly isOutage?: boolean;
};

/**
 * Asks a model once: no retry, no limit, both belong to the engine. Never throws; an aborted signal gives the
 * failure `cancelled`. `onText` asks for a stream and gets the pieces of the text as they arrive.
 */
export type CallModel = (call: ModelCall, options: CallOptions) => Promise<ModelAnswer | ModelFailure>;

/**
 * What goes with one call. The signal is shared by many calls: take listeners off again. `onHeaders` gets what stands
 * in the head of the answer, where a provider tells its limits.
 */
export type CallOptions = {
  readonly signal: AbortSignal;
  readonly onText?: (delta: string) => void;
  readonly onHeaders?: (headers: ResponseHeaders) => void;
};
