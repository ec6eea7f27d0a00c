import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import type { MockOptions } from '@/bench/mock-options';
import { discoverEndpoints } from './discover';
import { testProvider } from './test-provider';

async function mock(options: Partial<MockOptions> = {}): Promise<string> {
  const endpoint = await startMockEndpoint(options);
  onTestFinished(() => endpoint.close());
  return endpoint.url;
}

test("an endpoint's models are listed, and how long it took", async () => {
  const baseUrl = await mock({ models: ['small', 'large'], apiKey: 'k' });
  const result = await testProvider({ engine: 'REMOTE', baseUrl, apiKey: 'k' });
  expect(result).toEqual({
    ok: true,
    latencyMs: expect.any(Number) as number,
    models: ['small', 'large'],
    limits: null,
    usage: null,
  });
});

test.each(['REMOTE', 'ANTHROPIC'] as const)(
  'one call to a model tells whether it answers (%s)',
  async (engine) => {
    const baseUrl = await mock({ models: ['small'] });
    expect(await testProvider({ engine, baseUrl }, { model: 'small' })).toMatchObject({
      ok: true,
      answer: {
        text: expect.stringMatching(/\S/) as string,
        promptTokens: expect.any(Number) as number,
        completionTokens: expect.any(Number) as number,
      },
    });
    expect(await testProvider({ engine, baseUrl }, { model: 'huge' })).toMatchObject({
      ok: false,
      error: { code: 'unknown-model' },
    });
  },
);

/** An endpoint that refuses what the newest models refuse, and says what the key may. */
async function strictEndpoint(answer: (body: Record<string, unknown>) => string | { refusal: string }) {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const given = answer(JSON.parse(body) as Record<string, unknown>);
      response.setHeader('x-ratelimit-limit-requests', '500');
      response.setHeader('x-ratelimit-limit-tokens', '200000');
      const isRefused = typeof given !== 'string';
      response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' }).end(
        JSON.stringify(
          isRefused
            ? { error: { message: given.refusal } }
            : {
                choices: [{ message: { content: given }, finish_reason: 'stop' }],
                usage: { prompt_tokens: 10, completion_tokens: 2 },
              },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/v1`;
}

test('A131 what a model takes is learned by two more calls, and what the key may from their heads', async () => {
  const baseUrl = await strictEndpoint(({ temperature, response_format: format }) =>
    temperature === undefined || temperature === 1
      ? format === undefined
        ? 'ok'
        : '{"yes":true}'
      : { refusal: "Unsupported value: 'temperature' does not support 0.5 with this model." },
  );
  const question = { model: 'gpt-5-nano', learns: true };
  expect(await testProvider({ engine: 'OPENAI', baseUrl }, question)).toMatchObject({
    ok: true,
    learned: { jsonSchema: 'held', temperature: 'fixed' },
    limits: { requestsPerMinute: 500, inputTokensPerMinute: 200_000, outputTokensPerMinute: 200_000 },
    usage: { promptTokens: 20, completionTokens: 4 },
  });
});

test('A131 a model that writes what it likes ignores a schema; one whose server refuses it says so', async () => {
  const free = await strictEndpoint(() => 'ok');
  const question = { model: 'small', learns: true };
  expect((await testProvider({ engine: 'REMOTE', baseUrl: free }, question)).learned).toEqual({
    jsonSchema: 'ignored',
    temperature: 'free',
  });
  const plain = await strictEndpoint(({ response_format: format }) =>
    format === undefined ? 'ok' : { refusal: 'response_format is not supported.' },
  );
  expect((await testProvider({ engine: 'REMOTE', baseUrl: plain }, question)).learned).toEqual({
    jsonSchema: 'refused',
    temperature: 'free',
  });
});

test('A130 a key is masked in the words of a provider that repeats it', async () => {
  const key = 'a-key-that-is-refused-0123';
  const baseUrl = await strictEndpoint(() => ({ refusal: `The key ${key} has no access.` }));
  const { error } = await testProvider({ engine: 'REMOTE', baseUrl, apiKey: key }, { model: 'small' });
  expect(error?.message).toBe('The key [secret] has no access.');
});

test('a wrong key and a dead address are told apart', async () => {
  const baseUrl = await mock({ apiKey: 'right' });
  expect(await testProvider({ engine: 'REMOTE', baseUrl, apiKey: 'wrong' })).toMatchObject({
    ok: false,
    error: { code: 'key-refused' },
  });
  expect(await testProvider({ engine: 'REMOTE', baseUrl: 'http://127.0.0.1:1/v1' })).toMatchObject({
    ok: false,
    error: { code: 'endpoint-down' },
  });
});

test('a server that takes the call and never answers is given up in time, and says how long it had', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  expect(await testProvider({ engine: 'REMOTE', baseUrl, timeoutMs: 300 })).toMatchObject({
    ok: false,
    error: { code: 'timeout', message: `127.0.0.1:${port} gave no whole answer within 0.3 s.` },
  });
});

test('what answers but is no model server is said to be none', async () => {
  const server = createServer((_, response) => response.end('<html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  expect(await testProvider({ engine: 'REMOTE', baseUrl: `http://127.0.0.1:${port}/v1` })).toMatchObject({
    ok: false,
    error: { code: 'malformed-answer' },
  });
});

test('endpoints on this machine are found with their models, silent places are passed over', async () => {
  const baseUrl = await mock({ models: ['small'] });
  const found = await discoverEndpoints([
    { name: 'Here', engine: 'REMOTE', baseUrl },
    { name: 'Not here', engine: 'REMOTE', baseUrl: 'http://127.0.0.1:1/v1' },
  ]);
  expect(found).toEqual([{ name: 'Here', engine: 'REMOTE', baseUrl, models: ['small'] }]);
});
