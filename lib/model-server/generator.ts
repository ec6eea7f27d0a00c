import type { ChatMessage } from '@/lib/llm/message';

/** What a text must look like: free, any JSON object, or JSON of one schema. */
export type TextFormat = { type: 'text' } | { type: 'json' } | { type: 'json-schema'; schema: unknown };

/** One text to be generated. The same request with a seed gives the same text. */
export type GenerationRequest = {
  messages: readonly ChatMessage[];
  format: TextFormat;
  /** Null: as much as the context holds. */
  maxTokens: number | null;
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
  frequencyPenalty: number;
  presencePenalty: number;
  repetitionPenalty: number;
  stop: readonly string[];
  /** Added to the logits of tokens, by token id. */
  logitBias: Readonly<Record<string, number>>;
  /** Null: by chance. */
  seed: number | null;
};

/** A whole text with its price in tokens. */
export type Generated = {
  ok: true;
  text: string;
  finishReason: 'stop' | 'length';
  promptTokens: number;
  completionTokens: number;
};

/** Why there is no text; `message` is for the person who asked. */
export type NotGenerated = {
  ok: false;
  code: 'context-length-exceeded' | 'schema-unsupported' | 'model-broken';
  message: string;
};

/** A model in memory. It generates one text at a time: whoever owns it queues. */
export type LoadedModel = {
  /** Rejects with the signal's reason when aborted, soon and with the model usable. */
  generate(
    request: GenerationRequest,
    options: { signal: AbortSignal; onText: (delta: string) => void },
  ): Promise<Generated | NotGenerated>;
  /** Frees its memory. */
  unload(): Promise<void>;
};

/** Takes a model file into memory. Rejects when the file is spoiled or too large. */
export type LoadModel = (path: string, onLoaded: (share: number) => void) => Promise<LoadedModel>;
