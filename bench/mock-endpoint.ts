import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  anthropicEvents,
  anthropicMessage,
  chatCompletion,
  chatCompletionEvents,
  type MockQuestion,
  type MockToolCall,
  readQuestion,
  share,
  textFor,
} from './mock-answer';
import { defaultMockOptions, type MockOptions, mockOptionsSchema } from './mock-options';

/** What the mock has been asked since its start or last reset. */
export type MockStats = {
  readonly requests: number;
  readonly answered: number;
  /** Different questions that were answered. */
  readonly distinct: number;
  /** Answers to questions that had been answered before: what a client paid for twice. */
  readonly answeredAgain: number;
  readonly inFlight: number;
  readonly peakInFlight: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** ms since the epoch; 0 = no request yet. */
  readonly firstRequestAt: number;
  readonly lastRequestAt: number;
};

/** A request as it came, for tests that look at what was sent. */
export type MockRequest = { readonly path: string; readonly key: string; readonly body: string };

export type MockEndpoint = {
  /** The base URL, with `/v1`. */
  readonly url: string;
  stats(): MockStats;
  /** The newest requests, at most 200. */
  requests(): readonly MockRequest[];
  /** How many answers were given in the last so many ms, of the newest thousand. */
  answeredWithin(ms: number): number;
  reset(): void;
  configure(options: Partial<MockOptions>): void;
  close(): Promise<void>;
};

/**
 * Starts an endpoint that speaks OpenAI's and Anthropic's APIs, answers the same prompt with the same words, and
 * fails as it is told. The same seed makes the same calls fail at the same try.
 */
export async function startMockEndpoint(
  options: Partial<MockOptions> & { readonly port?: number; readonly host?: string } = {},
): Promise<MockEndpoint> {
  const { port = 0, host = '127.0.0.1', ...behaviour } = options;
  const mock = createMock({ ...defaultMockOptions, ...behaviour });
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true }, mock.serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1024 }, resolve);
  });
  return {
    url: `http://${host}:${portOf(server)}/v1`,
    stats: mock.stats,
    requests: mock.requests,
    answeredWithin: mock.answeredWithin,
    reset: mock.reset,
    configure: mock.configure,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Tries = { asked: number; answered: number };

type Count = Record<string, number>;

function createMock(initial: MockOptions) {
  let options = initial;
  let tries = new Map<string, Tries>();
  let statuses: Count = {};
  let faults: Count = {};
  let recent: MockRequest[] = [];
  let answeredAt: number[] = [];
  let numbers = {
    requests: 0,
    answered: 0,
    answeredAgain: 0,
    distinct: 0,
    peakInFlight: 0,
    firstRequestAt: 0,
    lastRequestAt: 0,
  };
  let inFlight = 0;
  let bucket = { tokens: Number.POSITIVE_INFINITY, filledAt: 0 };
  let held: (() => void)[] = [];

  return { serve, stats, requests: () => recent, answeredWithin, reset, configure };

  function stats(): MockStats {
    return { ...numbers, inFlight, statuses, faults };
  }

  function answeredWithin(ms: number): number {
    const sinceMs = performance.now() - ms;
    return answeredAt.filter((at) => at >= sinceMs).length;
  }

  function reset(): void {
    tries = new Map();
    statuses = {};
    faults = {};
    recent = [];
    answeredAt = [];
    numbers = {
      requests: 0,
      answered: 0,
      answeredAgain: 0,
      distinct: 0,
      peakInFlight: 0,
      firstRequestAt: 0,
      lastRequestAt: 0,
    };
    bucket = { tokens: Number.POSITIVE_INFINITY, filledAt: 0 };
  }

  function configure(changes: Partial<MockOptions>): void {
    options = { ...options, ...changes };
    const waiting = held;
    held = [];
    for (const act of waiting) act();
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => route(path, body, request, response));
  }

  function route(path: string, body: string, request: IncomingMessage, response: ServerResponse): void {
    if (path === '/__stats') return send(response, 200, JSON.stringify(stats()));
    if (path === '/__requests') return send(response, 200, JSON.stringify(recent));
    if (path === '/__reset') {
      reset();
      return send(response, 200, '{}');
    }
    if (path === '/__config') {
      const changes = readOptions(body, options);
      if (changes === null) return refuse(response, 400, 'No options of the mock.', 'bad_config');
      configure(changes);
      return send(response, 200, JSON.stringify(options));
    }
    if (options.down) return void request.socket.destroy();
    const key = keyOf(request);
    const api = path.endsWith('/chat/completions') ? 'chat' : path.endsWith('/messages') ? 'messages' : null;
    if (options.apiKey !== '' && key !== options.apiKey) {
      return refuse(response, 401, 'Incorrect API key provided.', 'invalid_api_key');
    }
    if (path.endsWith('/models')) return send(response, 200, modelList(options.models));
    if (api === null) return refuse(response, 404, `Nothing answers at ${path}`, 'not_found');
    return ask(api, { path, key, body }, response);
  }

  function ask(api: 'chat' | 'messages', request: MockRequest, response: ServerResponse): void {
    const now = Date.now();
    numbers.requests += 1;
    numbers.lastRequestAt = now;
    if (numbers.firstRequestAt === 0) numbers.firstRequestAt = now;
    inFlight += 1;
    if (inFlight > numbers.peakInFlight) numbers.peakInFlight = inFlight;
    response.once('close', () => {
      inFlight -= 1;
    });
    recent.push(request);
    if (recent.length > 400) recent = recent.slice(-200);

    const question = readQuestion(request.body);
    if (question === null)
      return refuse(response, 400, 'Could not parse the JSON body of your request.', 'bad_request');
    if (options.models.length > 0 && !options.models.includes(question.model)) {
      return refuse(response, 404, `The model \`${question.model}\` does not exist.`, 'model_not_found');
    }
    const waitSeconds = takeToken(now);
    if (waitSeconds > 0) return slowDown(response, waitSeconds);
    const tried = tries.get(question.identity) ?? { asked: 0, answered: 0 };
    if (tried.asked === 0) tries.set(question.identity, tried);
    tried.asked += 1;
    const chance = share(`${tried.asked}/${question.identity}`, options.seed);
    const fault = faultFor(chance);
    if (fault !== null) faults[fault] = (faults[fault] ?? 0) + 1;
    const script = options.script.find(
      ({ contains, toolCalls }) =>
        question.prompt.includes(contains) && (toolCalls === undefined || question.offersTools),
    );
    const delayMs =
      options.latencyMs +
      options.jitterMs * share(question.identity, options.seed + 1) +
      (script?.delayMs ?? 0);
    const act = () => {
      if (fault === 'hang' || response.destroyed) return;
      if (options.holdAfter > 0 && numbers.answered >= options.holdAfter) return void held.push(act);
      if (fault === 'reset') return void response.socket?.destroy();
      if (fault === '429') return slowDown(response, options.retryAfterSeconds);
      if (fault === '500')
        return refuse(
          response,
          500,
          'The server had an error while processing your request.',
          'server_error',
        );
      if (fault === 'schema') return send(response, 200, '{"id":"mock","object":"chat.completion"}');
      if (script?.status !== undefined && script.status >= 400) {
        return refuse(response, script.status, script.message ?? 'Refused by the script.', 'script');
      }
      const toolCalls = script?.toolCalls ?? [];
      const text =
        fault === 'blank'
          ? ''
          : (script?.answer ??
            (toolCalls.length > 0
              ? ''
              : options.mode === 'echo'
                ? question.lastMessage
                : textFor(question, options.words)));
      if (options.statedRpm > 0) response.setHeader('x-ratelimit-limit-requests', options.statedRpm);
      if (fault !== 'cut') countAnswer(tried);
      answer(api, response, {
        question,
        text,
        finishReason: script?.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
        toolCalls,
        cut: fault === 'cut',
      });
    };
    if (delayMs > 0) setTimeout(act, delayMs);
    else act();
  }

  function countAnswer(tried: Tries): void {
    if (tried.answered > 0) numbers.answeredAgain += 1;
    else numbers.distinct += 1;
    tried.answered += 1;
    numbers.answered += 1;
    answeredAt.push(performance.now());
    if (answeredAt.length > 2000) answeredAt = answeredAt.slice(-1000);
  }

  /** Seconds until there is room in the bucket, 0 when a token was taken. */
  function takeToken(now: number): number {
    if (options.rpm <= 0) return 0;
    const size = options.bucket > 0 ? options.bucket : Math.max(1, options.rpm / 60);
    bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.filledAt) * options.rpm) / 60_000);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return ((1 - bucket.tokens) * 60) / options.rpm;
    bucket.tokens -= 1;
    return 0;
  }

  function faultFor(chance: number): string | null {
    let sum = 0;
    for (const [name, rate] of [
      ['429', options.fault429],
      ['500', options.fault500],
      ['hang', options.faultHang],
      ['cut', options.faultCut],
      ['schema', options.faultSchema],
      ['reset', options.faultReset],
      ['blank', options.faultBlank],
    ] as const) {
      sum += rate;
      if (chance < sum) return name;
    }
    return null;
  }

  function slowDown(response: ServerResponse, seconds: number): void {
    response.setHeader('retry-after', String(Math.ceil(seconds)));
    refuse(response, 429, 'Rate limit reached for requests.', 'rate_limit_exceeded');
  }

  function refuse(response: ServerResponse, status: number, message: string, code: string): void {
    send(response, status, JSON.stringify({ error: { message, type: code, code, param: null } }));
  }

  function send(response: ServerResponse, status: number, body: string): void {
    statuses[status] = (statuses[status] ?? 0) + 1;
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  }

  function answer(
    api: 'chat' | 'messages',
    response: ServerResponse,
    {
      question,
      text,
      finishReason,
      toolCalls,
      cut,
    }: {
      question: MockQuestion;
      text: string;
      finishReason: string;
      toolCalls: readonly MockToolCall[];
      cut: boolean;
    },
  ): void {
    if (question.stream) {
      const events = (api === 'chat' ? chatCompletionEvents : anthropicEvents)(
        question,
        text,
        finishReason,
        toolCalls,
      );
      statuses[200] = (statuses[200] ?? 0) + 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of cut ? events.slice(0, events.length / 2) : events) response.write(event);
      if (cut) response.destroy();
      else response.end();
      return;
    }
    const body = (api === 'chat' ? chatCompletion : anthropicMessage)(
      question,
      text,
      finishReason,
      toolCalls,
    );
    send(response, 200, cut ? body.slice(0, body.length / 2) : body);
  }
}

function readOptions(body: string, current: MockOptions): MockOptions | null {
  try {
    const changes: unknown = JSON.parse(body);
    return mockOptionsSchema.safeParse({ ...current, ...Object(changes) }).data ?? null;
  } catch {
    return null;
  }
}

function keyOf(request: IncomingMessage): string {
  const key = request.headers['x-api-key'];
  return typeof key === 'string' ? key : (request.headers.authorization ?? '').replace(/^Bearer\s+/i, '');
}

function modelList(models: readonly string[]): string {
  const ids = models.length > 0 ? models : ['mock-model'];
  return JSON.stringify({
    object: 'list',
    data: ids.map((id) => ({ id, object: 'model', owned_by: 'mock' })),
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8089' },
      host: { type: 'string', default: '127.0.0.1' },
      latency: { type: 'string', default: '0' },
      jitter: { type: 'string', default: '0' },
      words: { type: 'string', default: '32' },
      rpm: { type: 'string', default: '0' },
      bucket: { type: 'string', default: '0' },
      'fault-429': { type: 'string', default: '0' },
      'fault-500': { type: 'string', default: '0' },
      'fault-hang': { type: 'string', default: '0' },
      'fault-cut': { type: 'string', default: '0' },
      'fault-schema': { type: 'string', default: '0' },
      'fault-reset': { type: 'string', default: '0' },
      'fault-blank': { type: 'string', default: '0' },
      'retry-after': { type: 'string', default: '1' },
      'api-key': { type: 'string', default: '' },
      model: { type: 'string', multiple: true, default: [] },
      echo: { type: 'boolean', default: false },
      seed: { type: 'string', default: '0' },
    },
  });
  const endpoint = await startMockEndpoint({
    port: Number(values.port),
    host: values.host,
    latencyMs: Number(values.latency),
    jitterMs: Number(values.jitter),
    words: Number(values.words),
    rpm: Number(values.rpm),
    bucket: Number(values.bucket),
    fault429: Number(values['fault-429']),
    fault500: Number(values['fault-500']),
    faultHang: Number(values['fault-hang']),
    faultCut: Number(values['fault-cut']),
    faultSchema: Number(values['fault-schema']),
    faultReset: Number(values['fault-reset']),
    faultBlank: Number(values['fault-blank']),
    retryAfterSeconds: Number(values['retry-after']),
    apiKey: values['api-key'],
    models: values.model,
    mode: values.echo ? 'echo' : 'words',
    seed: Number(values.seed),
  });
  process.stdout.write(`mock endpoint on ${endpoint.url}\n`);
  const stop = () => void endpoint.close().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) await main();
