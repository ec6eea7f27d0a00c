import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readChatRequest, type ChatRequest } from './chat-request';
import { closingEvents, completionBody, openingEvent, textEvent, type AnswerHead } from './chat-response';
import type { Generated, NotGenerated } from './generator';
import { findModelFile, type ModelFile } from './model-files';
import type { ModelHost } from './model-host';
import { invalidRequest, openAiErrorBody, type OpenAiError } from './openai-error';

type ServerOptions = {
  host: ModelHost;
  /** The model files that there are now. */
  listModels: () => Promise<ModelFile[]>;
  modelsFolder: string;
  threads: number;
  cores: number;
  /** What goes wrong without being anybody's request's fault. */
  onError: (error: unknown) => void;
};

/** Prompts are text: more than this is a mistake. */
const largestBodyBytes = 8 * 1024 * 1024;
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Answers OpenAI's chat protocol for the programs of this machine. */
export function createModelServer(options: ServerOptions): RequestListener {
  return (request, response) => {
    route(options, request, response).catch((error: unknown) => {
      options.onError(error);
      sendError(response, {
        status: 500,
        type: 'server_error',
        code: 'internal_error',
        message: 'The model server failed. Its log says why.',
      });
    });
  };
}

async function route(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host, origin } = request.headers;
  // A web page elsewhere must not use this machine's model, nor reach it under a name of its own.
  const isForeign = !loopbackHost.test(host ?? '') || (origin !== undefined && !isLoopbackOrigin(origin));
  if (isForeign) {
    return sendError(response, {
      status: 403,
      type: 'invalid_request_error',
      code: 'foreign_host',
      message: 'This server answers the programs of its own machine only.',
    });
  }
  const path = (request.url ?? '/').split('?')[0];
  switch (`${request.method ?? ''} ${path ?? ''}`) {
    case 'GET /health':
      return sendJson(response, 200, JSON.stringify(await healthOf(options)));
    case 'GET /v1/models':
      return sendJson(response, 200, modelsBody(await options.listModels()));
    case 'POST /v1/chat/completions':
      return chat(options, request, response);
    default:
      return sendError(response, {
        status: 404,
        type: 'invalid_request_error',
        code: 'not_found',
        message: `There is no ${request.method ?? ''} ${path ?? ''}. There are POST /v1/chat/completions, GET /v1/models and GET /health.`,
      });
  }
}

async function healthOf({ host, listModels, threads, cores }: ServerOptions): Promise<object> {
  const state = host.state();
  const files = await listModels();
  const file = files.find(({ id }) => id === state.model) ?? files[0];
  return {
    status: files.length === 0 && state.model === null ? 'absent' : state.status,
    model: state.model ?? file?.id ?? null,
    size_bytes: file?.sizeBytes ?? null,
    models: files.map((file) => file.id),
    ...(state.tokensPerSecond === undefined
      ? {}
      : { tokens_per_second: Math.round(state.tokensPerSecond * 10) / 10 }),
    waiting: state.waiting,
    threads,
    cores,
    ...(state.loadedShare !== undefined && { loaded_share: state.loadedShare }),
    ...(state.failure && {
      failure: { out_of_memory: state.failure.isOutOfMemory, message: state.failure.message },
    }),
    memory_bytes: process.memoryUsage.rss(),
  };
}

function modelsBody(files: readonly ModelFile[]): string {
  const data = files.map(({ id, modifiedAtSeconds }) => ({
    id,
    object: 'model',
    created: modifiedAtSeconds,
    owned_by: 'local',
  }));
  return JSON.stringify({ object: 'list', data });
}

async function chat(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === null) {
    const message = `The body is larger than ${largestBodyBytes} bytes.`;
    return sendError(response, { ...invalidRequest(message), status: 413 });
  }
  const read = readChatRequest(body);
  if (!read.ok) return sendError(response, read.error);
  const files = await options.listModels();
  const file = findModelFile(files, read.request.model);
  if (file === undefined) return sendError(response, unknownModel(read.request.model, files, options));

  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableEnded) gone.abort(new Error('The client has gone.'));
  });
  const head: AnswerHead = {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    createdAtSeconds: Math.floor(Date.now() / 1000),
    model: file.id,
  };
  const generation = options.host.generate(file, read.request.generation, {
    signal: gone.signal,
    onText: (delta) => {
      if (!read.request.stream) return;
      if (!response.headersSent) beginStream(response, head);
      response.write(textEvent(head, delta));
    },
  });
  if (generation === null) {
    return sendError(response, {
      status: 429,
      type: 'rate_limit_error',
      code: 'queue_full',
      message: 'Too many requests are waiting for the local model.',
      retryAfterSeconds: options.host.retryAfterSeconds(),
    });
  }
  try {
    finish(response, head, read.request, await generation);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

function finish(
  response: ServerResponse,
  head: AnswerHead,
  request: ChatRequest,
  answer: Generated | NotGenerated,
): void {
  if (!answer.ok) return sendError(response, errorOf(answer));
  if (!request.stream) return sendJson(response, 200, completionBody(head, answer));
  if (!response.headersSent) beginStream(response, head);
  response.end(closingEvents(head, answer, request.usageEvent));
}

function beginStream(response: ServerResponse, head: AnswerHead): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.write(openingEvent(head));
}

function errorOf({ code, message }: NotGenerated): OpenAiError {
  switch (code) {
    case 'context-length-exceeded':
      return invalidRequest(message, 'messages', 'context_length_exceeded');
    case 'schema-unsupported':
      return invalidRequest(message, 'response_format', 'unsupported_schema');
    case 'model-broken':
      return { status: 500, type: 'server_error', code: 'model_broken', message };
  }
}

function unknownModel(
  name: string,
  files: readonly ModelFile[],
  { modelsFolder }: ServerOptions,
): OpenAiError {
  const has = files.length === 0 ? 'It has none yet.' : `It has: ${files.map((file) => file.id).join(', ')}.`;
  return {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    param: 'model',
    message: `The local model server has no model '${name}'. ${has} A GGUF file put into ${modelsFolder} is served under its name.`,
  };
}

/** Null when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to its end all the same: a client that is still sending doesn't see an answer.
    if (bytes <= largestBodyBytes) chunks.push(chunk);
  }
  return bytes > largestBodyBytes ? null : Buffer.concat(chunks).toString('utf8');
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && loopbackHost.test(new URL(origin).host);
}

function sendJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

function sendError(response: ServerResponse, error: OpenAiError): void {
  if (response.headersSent) {
    response.end(`data: ${openAiErrorBody(error)}\n\n`);
    return;
  }
  if (error.retryAfterSeconds !== undefined) response.setHeader('retry-after', error.retryAfterSeconds);
  sendJson(response, error.status, openAiErrorBody(error));
}
