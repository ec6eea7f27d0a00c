import type * as NodeLlamaCpp from 'node-llama-cpp';
import type { ChatHistoryItem, Llama, LlamaChat, LlamaGrammar, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage } from '@/lib/llm/message';
import type { GenerationRequest, LoadedModel, LoadModel, NotGenerated, TextFormat } from './generator';
import { grammarSchemaOf } from './json-schema-grammar';

/** Prompts and answers of recipes are short; a larger context would only take memory. */
const largestContextTokens = 8192;
/** Tokens of a text that the penalties look back at. */
const penaltyWindowTokens = 256;

/** Loads models by llama.cpp on the processor with so many threads. */
export function createLlamaLoader(threads: number): LoadModel {
  let llama: Promise<Llama> | undefined;
  return async (path, onLoaded) => {
    const library = await import('node-llama-cpp');
    llama ??= library.getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      maxThreads: threads,
      logLevel: library.LlamaLogLevel.error,
    });
    const engine = await llama;
    const model = await engine.loadModel({ modelPath: path, onLoadProgress: onLoaded });
    const context = await model.createContext({
      sequences: 1,
      threads,
      contextSize: { max: Math.min(largestContextTokens, model.trainContextSize) },
    });
    const chat = new library.LlamaChat({ contextSequence: context.getSequence() });
    return loadedModel({ library, engine, model, chat, contextTokens: context.contextSize });
  };
}

type Parts = {
  library: typeof NodeLlamaCpp;
  engine: Llama;
  model: LlamaModel;
  chat: LlamaChat;
  contextTokens: number;
};

function loadedModel(parts: Parts): LoadedModel {
  const { library, model, chat, contextTokens } = parts;
  return {
    async generate(request, { signal, onText }) {
      const grammar = await grammarOf(parts, request.format);
      if (grammar !== null && 'ok' in grammar) return grammar;
      const history = historyOf(request.messages);
      const promptTokens = countPromptTokens(chat, history);
      // One token more than fits is what makes the library drop the oldest messages: never reach it.
      const roomTokens = contextTokens - promptTokens - 1;
      if (roomTokens < 1) return contextExceeded(promptTokens, contextTokens);

      // What the last prompt left in memory would be reused with other rounding, and with it another text.
      await chat.sequence.clearHistory();
      const before = chat.sequence.tokenMeter.getState();
      const bias = Object.entries(request.logitBias).reduce(
        (biases, [token, logit]) => biases.set(Number(token) as Token, { logit }),
        library.TokenBias.for(model),
      );
      const answer = await chat.generateResponse(history, {
        signal,
        onTextChunk: onText,
        maxTokens: Math.min(request.maxTokens ?? roomTokens, roomTokens),
        temperature: request.temperature,
        topP: request.topP,
        topK: request.topK,
        minP: request.minP,
        seed: seedOf(request.seed),
        repeatPenalty: penaltyOf(request),
        tokenBias: bias,
        customStopTriggers: [...request.stop],
        ...(grammar === null ? {} : { grammar }),
      });
      const used = chat.sequence.tokenMeter.diff(before);
      return {
        ok: true,
        text: answer.response,
        finishReason: answer.metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
        promptTokens,
        completionTokens: used.usedOutputTokens,
      };
    },
    async unload() {
      await model.dispose();
    },
  };
}

async function grammarOf(
  { engine, library }: Parts,
  format: TextFormat,
): Promise<LlamaGrammar | NotGenerated | null> {
  switch (format.type) {
    case 'text':
      return null;
    case 'json':
      return library.LlamaGrammar.getFor(engine, 'json');
    case 'json-schema': {
      const converted = grammarSchemaOf(format.schema);
      if (!converted.ok) return schemaUnsupported(`"${converted.keyword}" can't be kept by a grammar`);
      try {
        // The library checks the schema itself and throws when it isn't one.
        return await engine.createGrammarForJsonSchema(converted.schema as { type: 'object' });
      } catch (error) {
        return schemaUnsupported(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

function schemaUnsupported(words: string): NotGenerated {
  return {
    ok: false,
    code: 'schema-unsupported',
    message: `The local model server can't follow this JSON schema: ${words}.`,
  };
}

function contextExceeded(promptTokens: number, contextTokens: number): NotGenerated {
  return {
    ok: false,
    code: 'context-length-exceeded',
    message: `The messages are ${promptTokens} tokens long, but the model's context holds ${contextTokens}. Shorten the messages.`,
  };
}

function historyOf(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const history = messages.map(({ role, content }): ChatHistoryItem => {
    switch (role) {
      case 'system':
        return { type: 'system', text: content };
      case 'user':
      case 'tool':
        return { type: 'user', text: content };
      case 'assistant':
        return { type: 'model', response: [content] };
    }
  });
  return [...history, { type: 'model', response: [] }];
}

function countPromptTokens(chat: LlamaChat, chatHistory: ChatHistoryItem[]): number {
  return chat.chatWrapper
    .generateContextState({ chatHistory })
    .contextText.tokenize(chat.model.tokenizer, 'trimLeadingSpace').length;
}

function penaltyOf(request: GenerationRequest) {
  const { frequencyPenalty, presencePenalty, repetitionPenalty } = request;
  if (frequencyPenalty === 0 && presencePenalty === 0 && repetitionPenalty === 1) return false;
  return { lastTokens: penaltyWindowTokens, penalty: repetitionPenalty, frequencyPenalty, presencePenalty };
}

/** The library takes 32 bits; a larger seed keeps its lower ones. */
function seedOf(seed: number | null): number {
  return seed === null ? Math.floor(Math.random() * 2 ** 32) : Number(BigInt.asUintN(32, BigInt(seed)));
}
