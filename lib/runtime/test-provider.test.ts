import { createServer } from 'node:http';
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
  expect(result).toEqual({ ok: true, latencyMs: expect.any(Number) as number, models: ['small', 'large'] });
});

test.each(['REMOTE', 'ANTHROPIC'] as const)(
  'one call to a model tells whether it answers (%s)',
  async (engine) => {
    const baseUrl = await mock({ models: ['small'] });
    expect(await testProvider({ engine, baseUrl }, 'small')).toMatchObject({
      ok: true,
      answer: {
        text: expect.stringMatching(/\S/) as string,
        promptTokens: expect.any(Number) as number,
        completionTokens: expect.any(Number) as number,
      },
    });
    expect(await testProvider({ engine, baseUrl }, 'huge')).toMatchObject({
      ok: false,
      error: { code: 'unknown-model' },
    });
  },
);

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
