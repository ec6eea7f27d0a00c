import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { request as httpRequest } from 'undici';
import type { Generated, GenerationRequest, LoadedModel, NotGenerated } from './generator';
import { listModelFiles } from './model-files';
import { createModelHost } from './model-host';
import { createModelServer } from './model-server';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const hello = { model: 'local/smollm2-135m', messages: [{ role: 'user', content: 'hello' }] };

test('a chat request is answered in the shape of OpenAI, with usage', async () => {
  const { chat, requests } = await serve();
  const { status, body } = await chat({ ...hello, seed: 5, max_tokens: 7, stop: '.', temperature: 0.3 });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: 'chat.completion',
    model: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Once upon' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });
  expect(requests[0]).toMatchObject({ seed: 5, maxTokens: 7, stop: ['.'], temperature: 0.3 });
});

test('a stream brings the text piece by piece, the usage in the last piece, and its end', async () => {
  const { events } = await serve();
  const [opening, first, second, end, done] = await events({ ...hello, stream: true });
  expect(opening).toMatchObject({
    object: 'chat.completion.chunk',
    choices: [{ delta: { role: 'assistant' } }],
  });
  expect(first).toMatchObject({ choices: [{ delta: { content: 'Once' }, finish_reason: null }] });
  expect(second).toMatchObject({ choices: [{ delta: { content: ' upon' } }] });
  expect(end).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { total_tokens: 5 } });
  expect(done).toBe('[DONE]');
});

test('a stream that was asked for usage has it in an event of its own', async () => {
  const { events } = await serve();
  const pieces = await events({ ...hello, stream: true, stream_options: { include_usage: true } });
  expect(pieces.at(-3)).not.toHaveProperty('usage');
  expect(pieces.at(-2)).toMatchObject({ choices: [], usage: { total_tokens: 5 } });
});

test.each([
  [{ type: 'json_object' }, { type: 'json' }],
  [{ type: 'text' }, { type: 'text' }],
  [
    { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
    { type: 'json-schema', schema: { type: 'object' } },
  ],
])('response_format %j reaches the model', async (response_format, format) => {
  const { chat, requests } = await serve();
  await chat({ ...hello, response_format });
  expect(requests[0]?.format).toEqual(format);
});

test('messages may hold parts of text, and a developer is a system', async () => {
  const { chat, requests } = await serve();
  const content = [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ];
  await chat({ ...hello, messages: [{ role: 'developer', content }] });
  expect(requests[0]?.messages).toEqual([{ role: 'system', content: 'ab' }]);
});

test.each([
  ['HuggingFaceTB/SmolLM2-135M-Instruct', '/SmolLM2-135M-Instruct.Q4_1.gguf'],
  ['huggingfacetb/smollm2-135m-instruct', '/SmolLM2-135M-Instruct.Q4_1.gguf'],
  ['local/smollm2-135m', '/SmolLM2-135M-Instruct.Q4_1.gguf'],
  ['SmolLM2-135M-Instruct.Q4_1.gguf', '/SmolLM2-135M-Instruct.Q4_1.gguf'],
  ['my-model', '/my-model.gguf'],
  ['my-model.gguf', '/my-model.gguf'],
])('the name %s means %s', async (model, file) => {
  const { chat, loaded } = await serve();
  expect((await chat({ ...hello, model })).status).toBe(200);
  expect(loaded[0]?.endsWith(file)).toBe(true);
});

test('the models are listed, the small one first, downloads under way left out', async () => {
  const { get } = await serve(['a.gguf', 'SmolLM2-135M-Instruct.Q4_1.gguf', '.partial-1.gguf', 'notes.txt']);
  const { body } = await get('/v1/models');
  expect(body).toMatchObject({
    object: 'list',
    data: [{ id: 'HuggingFaceTB/SmolLM2-135M-Instruct' }, { id: 'a' }],
  });
});

test('an unknown model is refused with the names that there are', async () => {
  const { chat } = await serve();
  const { status, body } = await chat({ ...hello, model: 'gpt-9' });
  expect(status).toBe(404);
  expect(body).toMatchObject({ error: { code: 'model_not_found', type: 'invalid_request_error' } });
  expect(JSON.stringify(body)).toContain('It has: HuggingFaceTB/SmolLM2-135M-Instruct, my-model');
});

test.each([
  ['not json', /not JSON/],
  [JSON.stringify({ ...hello, temperature: 9 }), /^temperature: /],
  [JSON.stringify({ ...hello, messages: [] }), /^messages: /],
  [JSON.stringify({ ...hello, messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }), /^messages/],
  [JSON.stringify({ ...hello, tools: [{}] }), /runs no tools/],
  [JSON.stringify({ ...hello, n: 2 }), /one answer/],
])('the request %s is refused as invalid', async (text, message) => {
  const { send } = await serve();
  const { status, body } = await send(text);
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: { type: 'invalid_request_error', message: expect.stringMatching(message) as string },
  });
});

test('a prompt that is too long is refused as OpenAI refuses it', async () => {
  const refusal = { ok: false, code: 'context-length-exceeded', message: 'too long' } as const;
  const { chat } = await serve(undefined, async () => refusal);
  const { status, body } = await chat(hello);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: { code: 'context_length_exceeded', message: 'too long' } });
});

test('a full queue answers 429 and when to come again', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { chat } = await serve(undefined, async () => held.then(() => answer));
  const served = [chat(hello), chat(hello), chat(hello)];
  const first = await Promise.race(served);
  expect(first.status).toBe(429);
  expect(first.body).toMatchObject({ error: { code: 'queue_full', type: 'rate_limit_error' } });
  expect(Number(first.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  release();
  const statuses = (await Promise.all(served)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 200, 429]);
});

test('a client that goes cancels its generation', async () => {
  let cancelled = (): void => undefined;
  const isCancelled = new Promise<void>((resolve) => (cancelled = resolve));
  const { url } = await serve(undefined, async (_, signal) => {
    client.abort();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    cancelled();
    throw new Error('cancelled');
  });
  const client = new AbortController();
  const body = JSON.stringify(hello);
  const sent = fetch(`${url}/v1/chat/completions`, { method: 'POST', body, signal: client.signal });
  await expect(sent).rejects.toThrow();
  await isCancelled;
});

test.each([
  [{ host: 'evil.example' }, 403],
  [{ host: 'localhost:99' }, 200],
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'http://localhost:3000' }, 200],
])('headers %j are answered with %i', async (headers, status) => {
  const { url } = await serve();
  const response = await httpRequest(`${url}/v1/models`, { headers });
  await response.body.dump();
  expect(response.statusCode).toBe(status);
});

test('health says what there is and how it is doing', async () => {
  const { get, chat } = await serve();
  expect((await get('/health')).body).toMatchObject({
    status: 'idle',
    model: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    threads: 3,
    cores: 4,
  });
  await chat({ ...hello, model: 'my-model' });
  expect((await get('/health')).body).toMatchObject({ status: 'ok', model: 'my-model', waiting: 0 });
});

test('without a model file health says absent, and a request says what to do', async () => {
  const { get, chat } = await serve([]);
  expect((await get('/health')).body).toMatchObject({ status: 'absent', model: null });
  expect(JSON.stringify((await chat(hello)).body)).toMatch(/has none yet.*GGUF file put into/);
});

test('what there is not answers 404', async () => {
  const { get } = await serve();
  const { status, body } = await get('/v1/embeddings');
  expect(status).toBe(404);
  expect(body).toMatchObject({ error: { code: 'not_found' } });
});

const answer: Generated = {
  ok: true,
  text: 'Once upon',
  finishReason: 'stop',
  promptTokens: 3,
  completionTokens: 2,
};

async function serve(
  files = ['SmolLM2-135M-Instruct.Q4_1.gguf', 'my-model.gguf'],
  generate?: (request: GenerationRequest, signal: AbortSignal) => Promise<Generated | NotGenerated>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'seedloom-models-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  for (const file of files) await writeFile(join(folder, file), 'GGUF');
  const requests: GenerationRequest[] = [];
  const loaded: string[] = [];
  const model: LoadedModel = {
    async generate(request, { signal, onText }) {
      requests.push(request);
      if (generate) return generate(request, signal);
      onText('Once');
      onText(' upon');
      return answer;
    },
    unload: async () => undefined,
  };
  const load = async (path: string) => {
    loaded.push(path);
    return model;
  };
  const listener = createModelServer({
    host: createModelHost({ load, queueLimit: 1, idleMs: 60_000 }),
    listModels: () => listModelFiles(folder),
    modelsFolder: folder,
    threads: 3,
    cores: 4,
    onError: (error) => {
      throw error;
    },
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function send(text: string) {
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: text });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as unknown,
    };
  }
  return {
    url,
    requests,
    loaded,
    send,
    chat: (body: object) => send(JSON.stringify(body)),
    get: async (path: string) => {
      const response = await fetch(url + path);
      return { status: response.status, body: (await response.json()) as unknown };
    },
    events: async (body: object): Promise<unknown[]> => {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const events = (await response.text()).trim().split('\n\n');
      return events.map((event) => {
        const data = event.replace('data: ', '');
        return data === '[DONE]' ? data : (JSON.parse(data) as unknown);
      });
    },
  };
}
