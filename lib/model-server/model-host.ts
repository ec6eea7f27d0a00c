import type { Generated, GenerationRequest, LoadedModel, LoadModel, NotGenerated } from './generator';
import type { ModelFile } from './model-files';
import { createTurnQueue } from './turn-queue';

/** How the host of the model is doing, for health checks. */
export type HostState = {
  status: 'ok' | 'idle' | 'starting';
  /** Id of the model in memory, or the one being loaded. */
  model: string | null;
  /** Of the newest generations, prompts not counted; absent before the first. */
  tokensPerSecond?: number;
  waiting: number;
  /** Of the model that is being loaded, from 0 to 1. */
  loadedShare?: number;
  /** Why the newest load failed; absent after one that didn't. */
  failure?: LoadFailure;
};

type LoadFailure = { message: string; isOutOfMemory: boolean };

/** Generates with one model in memory at a time. */
export type ModelHost = {
  /** Null when too many wait already. Rejects with the signal's reason when aborted. */
  generate(
    file: ModelFile,
    request: GenerationRequest,
    options: { signal: AbortSignal; onText: (delta: string) => void },
  ): Promise<Generated | NotGenerated> | null;
  state(): HostState;
  /** Seconds after which a refused request may come again. */
  retryAfterSeconds(): number;
  /** Frees the model; to be called when nothing is being generated any more. */
  close(): Promise<void>;
};

type HostOptions = {
  load: LoadModel;
  /** How many requests may wait for their turn. */
  queueLimit: number;
  /** After so long without a request the memory is given back. */
  idleMs: number;
};

/** How much the newest generation counts in the average of the speed. */
const newestShare = 0.3;

/**
 * Loads the model at the first request for it and frees it when it idles. One text at a time: on a processor,
 * texts side by side take as long as one after the other, and their rounding would depend on the neighbours,
 * so that a seed would no longer give the same text.
 */
export function createModelHost({ load, queueLimit, idleMs }: HostOptions): ModelHost {
  const queue = createTurnQueue(queueLimit);
  let current: { id: string; path: string; modifiedAtSeconds: number; model: LoadedModel } | null = null;
  let loading: { id: string; share: number } | null = null;
  let failure: LoadFailure | undefined;
  let tokensPerSecond: number | undefined;
  let generationMs = 2000;
  let idleTimer: NodeJS.Timeout | undefined;

  async function modelOf(file: ModelFile): Promise<LoadedModel> {
    const isCurrent = current?.path === file.path && current.modifiedAtSeconds === file.modifiedAtSeconds;
    if (current !== null && isCurrent) return current.model;
    await unload();
    const started = { id: file.id, share: 0 };
    loading = started;
    try {
      const model = await load(file.path, (share) => (started.share = share));
      failure = undefined;
      current = { id: file.id, path: file.path, modifiedAtSeconds: file.modifiedAtSeconds, model };
      return model;
    } catch (error) {
      failure = { message: wordsOf(error), isOutOfMemory: isOutOfMemory(error) };
      throw error;
    } finally {
      loading = null;
    }
  }

  async function unload(): Promise<void> {
    clearTimeout(idleTimer);
    const model = current?.model;
    current = null;
    await model?.unload();
  }

  function unloadWhenIdle(): void {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => {
      const turn = queue.takeTurn(new AbortController().signal);
      // A turn, so that no request finds the model half gone.
      void turn?.then(async (end) => unload().finally(end));
    }, idleMs);
    idleTimer.unref();
  }

  async function generateInTurn(
    turn: Promise<() => void>,
    file: ModelFile,
    request: GenerationRequest,
    options: { signal: AbortSignal; onText: (delta: string) => void },
  ): Promise<Generated | NotGenerated> {
    const end = await turn;
    try {
      clearTimeout(idleTimer);
      options.signal.throwIfAborted();
      const model = await modelOf(file).catch((error: unknown) => error);
      if (!isModel(model)) return modelBroken(file, model);
      options.signal.throwIfAborted();
      const startedAt = performance.now();
      let firstTextAt = 0;
      const answer = await model.generate(request, {
        signal: options.signal,
        onText: (delta) => {
          firstTextAt ||= performance.now();
          options.onText(delta);
        },
      });
      if (answer.ok) measure(answer.completionTokens, firstTextAt, startedAt);
      return answer;
    } finally {
      unloadWhenIdle();
      end();
    }
  }

  function measure(tokens: number, firstTextAt: number, startedAt: number): void {
    const now = performance.now();
    generationMs += newestShare * (now - startedAt - generationMs);
    if (firstTextAt === 0 || tokens < 8) return;
    const newest = (tokens - 1) / ((now - firstTextAt) / 1000);
    tokensPerSecond = (tokensPerSecond ?? newest) + newestShare * (newest - (tokensPerSecond ?? newest));
  }

  return {
    generate(file, request, options) {
      const turn = queue.takeTurn(options.signal);
      return turn === null ? null : generateInTurn(turn, file, request, options);
    },
    state: () => ({
      status: loading !== null ? 'starting' : current === null ? 'idle' : 'ok',
      model: loading?.id ?? current?.id ?? null,
      ...(loading !== null && { loadedShare: loading.share }),
      ...(failure !== undefined && { failure }),
      ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
      waiting: queue.waiting,
    }),
    // Half the queue's time: by then there is room again, and those who wait don't come back all at once.
    retryAfterSeconds: () => Math.min(60, Math.max(1, Math.ceil((queue.waiting * generationMs) / 2000))),
    close: unload,
  };
}

function isModel(value: unknown): value is LoadedModel {
  return typeof value === 'object' && value !== null && 'generate' in value;
}

function modelBroken(file: ModelFile, error: unknown): NotGenerated {
  return {
    ok: false,
    code: 'model-broken',
    message: `The model file ${file.path} could not be loaded: ${wordsOf(error)}`,
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The library has a class for what it reckons, and words of llama.cpp for what the system refused. */
function isOutOfMemory(error: unknown): boolean {
  const name = error instanceof Error ? error.constructor.name : '';
  return name === 'InsufficientMemoryError' || /insufficient memory|out of memory/i.test(wordsOf(error));
}
