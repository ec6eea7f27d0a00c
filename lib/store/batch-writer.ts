import { Worker } from 'node:worker_threads';
import type { ThreadData, ThreadReply, ThreadRequest } from './batch-thread';

/** Writes from a thread of its own: the wait for the disk, which each commit takes, holds up nothing else. */
export type BatchWriter = {
  /**
   * Starts the thread and resolves when it is there, so that what is written next doesn't wait for its start. What
   * goes wrong in it is told by the first write.
   */
  getReady(): Promise<void>;
  /** Carries out the statement that writes; true = after it, the one that reads finds something. */
  write(values: { readonly write: readonly unknown[]; readonly read: readonly unknown[] }): Promise<boolean>;
  /** What is being written is finished first. */
  close(): Promise<void>;
};

/** What a thread is told at its start. */
export type BatchWriterOptions = ThreadData;

// Not a literal in the call: bundlers of pages would take the file for one of theirs.
const threadFile = './batch-thread.js';

/** Makes a writer; its thread is started by `getReady` or by the first write. */
export function createBatchWriter(options: BatchWriterOptions): BatchWriter {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let requests = 0;

  return {
    getReady: () =>
      ask({}).then(
        () => undefined,
        () => undefined,
      ),
    write: ({ write, read }) => ask({ write: [...write], read: [...read] }),
    async close() {
      await Promise.allSettled([...waiting.values()].map(({ written }) => written));
      const ending = thread;
      thread = null;
      await ending?.terminate();
    },
  };

  function ask(values: Omit<ThreadRequest, 'id'>): Promise<boolean> {
    thread ??= start();
    requests += 1;
    const request: ThreadRequest = { id: requests, ...values };
    const { promise, resolve, reject } = withResolvers<boolean>();
    waiting.set(request.id, { written: promise, resolve, reject });
    // A process may end when nothing is being written.
    thread.ref();
    thread.postMessage(request);
    return promise;
  }

  function start(): Worker {
    const started = new Worker(new URL(threadFile, import.meta.url), { workerData: options });
    started.on('message', (reply: ThreadReply) => take(started, reply));
    started.on('error', (error) => fail(started, error instanceof Error ? error : new Error(String(error))));
    started.on('exit', () => fail(started, new Error('The thread that writes batches has ended')));
    return started;
  }

  function take(from: Worker, reply: ThreadReply): void {
    const written = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) from.unref();
    if ('error' in reply)
      written?.reject(Object.assign(new Error(reply.error.message), { code: reply.error.code }));
    else written?.resolve(reply.found);
  }

  /** The next write starts another thread. */
  function fail(ended: Worker, error: Error): void {
    if (thread === ended) thread = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
}

type Waiting = {
  readonly written: Promise<boolean>;
  readonly resolve: (found: boolean) => void;
  readonly reject: (error: Error) => void;
};

/** `Promise.withResolvers`, which Node 20 doesn't have. */
function withResolvers<Result>() {
  let resolve!: (result: Result) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<Result>((...ends) => {
    [resolve, reject] = ends;
  });
  return { promise, resolve, reject };
}
