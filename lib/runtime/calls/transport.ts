import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
// The whole of undici (fetch, WebSocket, caches …) takes a tenth of a second to load; the pool alone does not.
import Pool from 'undici/lib/dispatcher/pool.js';
import type { FailureCode, ModelFailure } from '@/lib/llm/model-call';

/** One HTTP exchange with a provider. */
export type TransportRequest = {
  method: 'GET' | 'POST';
  /** Absolute; its origin is the only one that sees the headers. */
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For the whole call. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Gets the text of a good answer piece by piece; the reply's own text stays empty then. */
  onPiece?: (text: string) => void;
};

/** An answer with any status: what it means is the adapter's to say. */
export type TransportReply = {
  ok: true;
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
};

const connectTimeoutMs = 10_000;
const maxAnswerBytes = 16 * 1024 * 1024;

/** How exactly time-outs are kept. */
const sweepMs = 100;

/**
 * Sends a request over the one pool of its origin and waits for the whole answer. Never throws:
 * what goes wrong below HTTP comes back as a failure. Redirects are not followed, so that a key
 * reaches no other origin than the one it was meant for.
 */
export function send(request: TransportRequest): Promise<TransportReply | ModelFailure> {
  return new Promise((resolve) => {
    if (request.signal.aborted) {
      resolve(cancelled);
      return;
    }
    const exchange = new Exchange(request, resolve);
    watch(exchange);
    poolOf(request.url.origin).dispatch(
      {
        method: request.method,
        path: request.url.pathname + request.url.search,
        headers: request.headers,
        body: request.body ?? null,
      },
      exchange,
    );
  });
}

/** Closes all connections; the pools come back when they are needed again. */
export async function closeTransport(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.destroy()));
}

const pools = new Map<string, Pool>();

/** Connections are bounded by the limiters: there is one for each call that they let through. */
function poolOf(origin: string): Pool {
  let pool = pools.get(origin);
  if (pool === undefined) {
    pool = new Pool(origin, {
      connections: null,
      pipelining: 1,
      connect: { timeout: connectTimeoutMs },
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: maxAnswerBytes,
    });
    pools.set(origin, pool);
  }
  return pool;
}

const cancelled: ModelFailure = { ok: false, code: 'cancelled', message: 'The call was cancelled.' };

class Exchange implements Dispatcher.DispatchHandler {
  readonly deadlineMs: number;
  readonly #request: TransportRequest;
  readonly #resolve: (reply: TransportReply | ModelFailure) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #decoder: TextDecoder | undefined;
  #settled = false;

  constructor(request: TransportRequest, resolve: (reply: TransportReply | ModelFailure) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.deadlineMs = performance.now() + request.timeoutMs;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  /** Settles at once, whatever the connection is doing. */
  stop(failure: ModelFailure): void {
    this.#settle(failure);
    this.#controller?.abort(new Error(failure.code));
  }

  timeOut(): void {
    this.stop({
      ok: false,
      code: 'timeout',
      message: `${this.#request.url.host} gave no whole answer within ${this.#request.timeoutMs / 1000} s.`,
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('cancelled'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
    if (this.#request.onPiece && status < 300) this.#decoder = new TextDecoder();
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    if (this.#decoder === undefined) this.#chunks.push(chunk);
    else this.#request.onPiece?.(this.#decoder.decode(chunk, { stream: true }));
  }

  onResponseEnd(): void {
    if (this.#status >= 300 && this.#status < 400) {
      this.#settle(redirected(this.#request.url, this.#headers.location));
      return;
    }
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    const reply: TransportReply = {
      ok: true,
      status: this.#status,
      headers: this.#headers,
      text: body.toString('utf8'),
    };
    // A turn later undici has taken the connection back: the next call, which the answer makes room for, would
    // otherwise open another one, up to twice as many as calls may be out.
    queueMicrotask(() => setImmediate(() => this.#settle(reply)));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#settle(failureOfError(error, this.#request.url));
  }

  #settle(reply: TransportReply | ModelFailure): void {
    if (this.#settled) return;
    this.#settled = true;
    unwatch(this);
    this.#resolve(reply);
  }
}

function redirected(url: URL, location: string | undefined): ModelFailure {
  const where = location === undefined ? 'elsewhere' : `to ${location}`;
  return {
    ok: false,
    code: 'request-refused',
    message: `${url.href} redirects ${where}, and redirects are not followed. Name the right address as api_url.`,
  };
}

/**
 * The calls in flight by the signal that cuts them off. One listener a signal and one timer a
 * process stand for thousands of calls.
 */
const inFlight = new Map<AbortSignal, Set<Exchange>>();
let sweep: NodeJS.Timeout | undefined;

function watch(exchange: Exchange): void {
  const { signal } = exchange;
  const calls = inFlight.get(signal);
  if (calls) {
    calls.add(exchange);
    return;
  }
  inFlight.set(signal, new Set([exchange]));
  signal.addEventListener('abort', cutOff, { once: true });
  sweep ??= setInterval(endOverdue, sweepMs);
}

function unwatch(exchange: Exchange): void {
  const { signal } = exchange;
  const calls = inFlight.get(signal);
  if (!calls?.delete(exchange) || calls.size > 0) return;
  inFlight.delete(signal);
  signal.removeEventListener('abort', cutOff);
  if (inFlight.size > 0) return;
  clearInterval(sweep);
  sweep = undefined;
}

function cutOff(this: AbortSignal): void {
  for (const exchange of [...(inFlight.get(this) ?? [])]) exchange.stop(cancelled);
}

function endOverdue(): void {
  const nowMs = performance.now();
  for (const calls of [...inFlight.values()]) {
    for (const exchange of [...calls]) if (exchange.deadlineMs <= nowMs) exchange.timeOut();
  }
}

/** What an error of the connection means. Exported for its table of tests. */
export function failureOfError(error: Error, url: URL): ModelFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const failure = (failureCode: FailureCode, message: string): ModelFailure => ({
    ok: false,
    code: failureCode,
    message,
  });
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return failure('malformed-answer', `${url.host} sent an answer of more than 16 MB.`);
  }
  if (code.startsWith('HPE_')) {
    return failure(
      'malformed-answer',
      `${url.host} doesn't answer in HTTP. Check the address ${url.origin}.`,
    );
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return failure(
      'key-refused',
      `The key for ${url.host} holds a character that can not be sent. Enter it again.`,
    );
  }
  if (brokenConnectionCodes.has(code)) {
    const message = `${url.host} closed the connection before its answer was whole.`;
    return { ...failure('server-error', message), isOutage: true };
  }
  if (code === 'ECONNREFUSED')
    return failure('endpoint-down', `Nothing answers at ${url.host}: is the server running?`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return failure(
      'endpoint-down',
      `The name ${url.hostname} can not be found: check the address and the network.`,
    );
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return failure('endpoint-down', `${url.host} can not be reached within ${connectTimeoutMs / 1000} s.`);
  }
  return failure('endpoint-down', `${url.host} can not be reached: ${error.message || code || error.name}`);
}

const brokenConnectionCodes: ReadonlySet<string> = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RESPONSE',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ECONNRESET',
  'EPIPE',
]);
