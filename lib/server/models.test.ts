import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { readProvider, recordKeyRefusal } from '@/lib/store/providers';
import { rememberModels } from '@/lib/store/models';
import { sweepDeleted } from '@/lib/store/sweep';
import { beatWorker } from '@/lib/store/workers';
import { dig, testServer } from './testing/test-server';

const key = 'sk-abcdefghijklmnop-wxyz';

test('A40 a provider’s key is sealed, shown by its ends only, and forgotten with null', async () => {
  const { call, server } = await testServer();
  const created = await call('POST', '/v1/providers', {
    body: {
      name: 'Mine',
      engine: 'REMOTE',
      base_url: 'http://127.0.0.1:9/v1/chat/completions/',
      api_key: key,
      requests_per_minute: 60,
    },
  });
  expect(created).toMatchObject({
    status: 201,
    body: { id: 1, base_url: 'http://127.0.0.1:9/v1', api_key: 'sk-…wxyz', requests_per_minute: 60 },
  });
  const stored = await readProvider(server.context.db, 1);
  expect(JSON.stringify(stored)).not.toContain(key);
  expect(server.context.box.open(stored?.sealedKey ?? '')).toBe(key);

  const renamed = await call('PATCH', '/v1/providers/1', { body: { name: 'Ours', max_concurrency: 4 } });
  expect(renamed.body).toMatchObject({ name: 'Ours', max_concurrency: 4, api_key: 'sk-…wxyz' });
  const without = await call('PATCH', '/v1/providers/1', { body: { api_key: null } });
  expect(without.body).toMatchObject({ api_key: null });
  expect((await call('DELETE', '/v1/providers/1')).status).toBe(200);
  expect((await call('GET', '/v1/providers/1')).status).toBe(404);
});

test('A41 a stored key does not follow its provider to another address', async () => {
  const { call } = await testServer();
  await call('POST', '/v1/providers', {
    body: { name: 'Mine', engine: 'REMOTE', base_url: 'https://one.example/v1', api_key: key },
  });
  const moved = await call('PATCH', '/v1/providers/1', { body: { base_url: 'https://two.example/v1' } });
  expect(moved).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
  expect(
    (await call('PATCH', '/v1/providers/1', { body: { base_url: 'https://one.example/v2' } })).status,
  ).toBe(200);
  expect(
    (
      await call('PATCH', '/v1/providers/1', {
        body: { base_url: 'https://two.example/v1', api_key: 'new-key-of-two' },
      })
    ).status,
  ).toBe(200);
});

test('A42 a provider needs a known engine and an http address', async () => {
  const { call } = await testServer();
  const status = async (body: Record<string, unknown>) =>
    (await call('POST', '/v1/providers', { body: { name: 'x', ...body } })).status;
  expect(await status({ engine: 'NOBODY' })).toBe(400);
  expect(await status({ engine: 'REMOTE' })).toBe(400);
  expect(await status({ engine: 'BEDROCK' })).toBe(400);
  expect(await status({ engine: 'REMOTE', base_url: 'file:///etc/passwd' })).toBe(400);
  expect(await status({ engine: 'REMOTE', base_url: 'http://me:pw@example.org' })).toBe(400);
  for (const api_key of ['sk-ключ', 'sk-\nx', ' '])
    expect(await status({ engine: 'OPENAI', api_key })).toBe(400);
  expect(await status({ engine: 'OPENAI' })).toBe(201);
});

test('A135 a provider of Vertex has the address of the environment, or names what that lacks', async () => {
  const body = { name: 'Vertex', engine: 'GOOGLE_VERTEX', api_key: 'ya29.token' };
  const lacking = await (await testServer({ REGION: 'global' })).call('POST', '/v1/providers', { body });
  expect([lacking.status, lacking.body['error']?.['message']]).toEqual([
    400,
    'base_url: GOOGLE_VERTEX needs an address, for in the environment PROJECT_ID is not set.',
  ]);
  const { call } = await testServer({
    REGION: 'global',
    PROJECT_ID: 'p-1',
    GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.of-the-environment',
  });
  const base_url =
    'https://aiplatform.googleapis.com/v1beta1/projects/p-1/locations/global/endpoints/openapi';
  expect((await call('GET', '/v1/providers')).body['data']).toMatchObject([
    { id: 'environment-google_vertex', engine: 'GOOGLE_VERTEX', base_url, origin: 'environment' },
  ]);
  const stored = await call('POST', '/v1/providers', { body });
  expect([stored.status, stored.body['base_url']]).toEqual([201, base_url]);
});

test('A42 a rehearsal needs no address', async () => {
  const { call } = await testServer();
  const stored = await call('POST', '/v1/providers', { body: { name: 'Echo', engine: 'ECHO' } });
  expect([stored.status, stored.body['base_url']]).toEqual([201, 'echo:']);
  const changed = await call('PATCH', '/v1/providers/1', { body: { name: 'Rehearsal' } });
  expect([changed.status, changed.body['name']]).toEqual([200, 'Rehearsal']);
  const moved = await call('PATCH', '/v1/providers/1', {
    body: { engine: 'REMOTE', base_url: 'http://127.0.0.1:9/v1' },
  });
  expect([moved.status, moved.body['base_url']]).toEqual([200, 'http://127.0.0.1:9/v1']);
  const tested = await call('POST', '/v1/providers:test', { body: { engine: 'ECHO', model: 'any' } });
  expect(tested.body).toMatchObject({ ok: true, answer: { text: 'Say "ok".' } });
});

test('A43 the environment’s providers have an id of their own, by which they are looked at and tested', async () => {
  const mock = await startMockEndpoint({ models: ['m-1'], apiKey: key });
  onTestFinished(() => mock.close());
  const { call } = await testServer({ OPENAI_API_KEY: key, OPENAI_BASE_URL: mock.url });
  const id = 'environment-openai';
  const { body } = await call('GET', '/v1/providers');
  expect(body['data']).toMatchObject([{ id, engine: 'OPENAI', api_key: 'sk-…wxyz', origin: 'environment' }]);
  expect((await call('GET', `/v1/providers/${id}`)).body).toEqual(body['data']?.[0]);
  const listed = await call('POST', `/v1/providers/${id}:test`, { body: {} });
  expect(listed.body).toMatchObject({ ok: true, models: ['m-1'] });
  const models = await call('GET', '/v1/models');
  expect(models.body['data']).toMatchObject([
    { name: 'm-1', provider_id: id, provider_origin: 'environment' },
  ]);
});

test('A43 a provider of the environment is changed there alone; one that isn’t in it is not there', async () => {
  const { call } = await testServer({ OPENAI_API_KEY: key });
  for (const method of ['PATCH', 'DELETE']) {
    const options = method === 'PATCH' ? { body: { name: 'Mine' } } : {};
    expect(await call(method, '/v1/providers/environment-openai', options)).toMatchObject({
      status: 409,
      body: { error: { code: 'wrong-state' } },
    });
    expect(await call(method, '/v1/providers/environment-anthropic', options)).toMatchObject({ status: 404 });
  }
  for (const path of ['environment-anthropic', 'environment-', 'openai', 'environment-OPENAI'])
    expect((await call('GET', `/v1/providers/${path}`)).status).toBe(404);
});

test('A139 a model tells its provider, also one of the environment', async () => {
  const { call, server } = await testServer({ OPENAI_API_KEY: key });
  const { db } = server.context;
  await call('POST', '/v1/providers', {
    body: { name: 'Mine', engine: 'REMOTE', base_url: 'http://127.0.0.1:9/v1' },
  });
  const bases = ['https://api.openai.com/v1', 'http://127.0.0.1:9/v1', 'http://127.0.0.1:8/v1'];
  const known = bases.map((baseUrl) => ({ engine: 'REMOTE' as const, baseUrl, name: 'm' }));
  await rememberModels(db, known, server.now());
  const { body } = await call('GET', '/v1/models');
  const told = (body['data'] as unknown as Record<string, unknown>[]).map((one) => [
    one['base_url'],
    one['provider_id'],
    one['provider_name'],
    one['provider_origin'],
  ]);
  expect(told).toEqual(
    expect.arrayContaining([
      [bases[0], 'environment-openai', 'OpenAI', 'environment'],
      [bases[1], 1, 'Mine', 'stored'],
      [bases[2], null, null, null],
    ]),
  );
});

test('A44 a set price goes before the list’s, and can be taken back', async () => {
  const { call, server } = await testServer();
  const baseUrl = 'https://api.openai.com/v1';
  await rememberModels(
    server.context.db,
    [
      { engine: 'OPENAI', baseUrl, name: 'gpt-5-mini' },
      { engine: 'OPENAI', baseUrl, name: 'unknown-model' },
    ],
    1,
  );
  const listed = await call('GET', '/v1/models');
  expect(listed.body['data']).toMatchObject([
    { name: 'gpt-5-mini', price_source: 'list', output_usd_per_million: 2 },
    { name: 'unknown-model', price_source: 'unknown', input_usd_per_million: null },
  ]);
  const price = { input_usd_per_million: 1, output_usd_per_million: 3 };
  const id = (listed.body['data'] as unknown as { id: number }[])[0]?.id ?? 0;
  expect((await call('PATCH', `/v1/models/${id}`, { body: price })).body).toMatchObject({
    ...price,
    price_source: 'set',
  });
  const none = { input_usd_per_million: null, output_usd_per_million: null };
  expect((await call('PATCH', `/v1/models/${id}`, { body: none })).body).toMatchObject({
    price_source: 'list',
  });
  expect(
    (await call('PATCH', `/v1/models/${id}`, { body: { ...none, input_usd_per_million: 1 } })).status,
  ).toBe(400);
});

test('A65 a deleted provider is gone at once, comes back with its key within ten seconds, and then no more', async () => {
  const { call, passTime, server } = await testServer();
  await call('POST', '/v1/providers', {
    body: { name: 'Mine', engine: 'OPENAI', api_key: key, requests_per_minute: 60 },
  });
  const { body: before } = await call('GET', '/v1/providers/1');
  expect(await call('DELETE', '/v1/providers/1')).toMatchObject({
    status: 200,
    body: { id: 1, restorable_until: '2027-01-15T08:00:10.000Z' },
  });
  expect((await call('GET', '/v1/providers')).body).toMatchObject({ data: [] });
  expect((await call('PATCH', '/v1/providers/1', { body: { name: 'Ours' } })).status).toBe(404);
  expect((await call('DELETE', '/v1/providers/1')).status).toBe(404);
  expect((await call('POST', '/v1/providers/1:test')).status).toBe(404);
  passTime(10_000);
  expect((await call('POST', '/v1/providers/1:restore')).body).toEqual(before);
  // Pressed twice it is no fault.
  expect((await call('POST', '/v1/providers/1:restore')).body).toEqual(before);

  await call('DELETE', '/v1/providers/1');
  passTime(10_001);
  expect(await call('POST', '/v1/providers/1:restore')).toMatchObject({
    status: 409,
    body: { error: { code: 'too-late' } },
  });
  await sweepDeleted(server.context.db, server.now() + 10_000);
  const left = await server.context.db.prisma.provider.count();
  expect(left, 'the sealed key is forgotten').toBe(0);
});

test('A66 a price says where it stands and of which day it is', async () => {
  const { call, server } = await testServer();
  const baseUrl = 'https://api.openai.com/v1';
  await rememberModels(server.context.db, [{ engine: 'OPENAI', baseUrl, name: 'gpt-5-mini' }], 1);
  const model = async () => dig((await call('GET', '/v1/models')).body, 'data', 0);
  expect(await model()).toMatchObject({
    price_source: 'list',
    price_from: 'OpenAI price list',
    price_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
  });
  const set = (more: object) =>
    call('PATCH', '/v1/models/1', {
      body: { input_usd_per_million: 1, output_usd_per_million: 2, ...more },
    });
  await set({});
  expect(await model()).toMatchObject({
    price_source: 'set',
    price_from: null,
    price_date: '2027-01-15',
  });
  await set({ price_from: ' our contract ', price_date: '2026-11-02' });
  expect(await model()).toMatchObject({ price_from: 'our contract', price_date: '2026-11-02' });
  expect((await set({ price_date: '2026-02-30' })).status).toBe(400);
  expect((await set({ price_from: 'x'.repeat(201) })).status).toBe(400);
  await set({ input_usd_per_million: null, output_usd_per_million: null });
  expect(await model()).toMatchObject({ price_source: 'list', price_from: 'OpenAI price list' });
});

test('A45 a provider that doesn’t answer is told as a failed test, not as a fault', async () => {
  const { call } = await testServer();
  await call('POST', '/v1/providers', {
    body: { name: 'Gone', engine: 'REMOTE', base_url: 'http://127.0.0.1:9/v1' },
  });
  expect(await call('POST', '/v1/providers/1:test')).toMatchObject({
    status: 200,
    body: { ok: false, models: [], error: { code: 'endpoint-down' } },
  });
});

test('A130 a provider is tested before it is stored, and nothing of it is kept', async () => {
  const endpoint = await startMockEndpoint({ apiKey: key, models: ['gpt-5-nano'] });
  onTestFinished(() => endpoint.close());
  const { call, server } = await testServer();
  const ask = (body: object) =>
    call('POST', '/v1/providers:test', {
      body: { engine: 'OPENAI', base_url: endpoint.url, ...body },
    });
  expect(await ask({ api_key: 'another-key-0123456789' })).toMatchObject({
    status: 200,
    body: { ok: false, error: { code: 'key-refused' } },
  });
  expect((await ask({ api_key: key })).body).toMatchObject({
    ok: true,
    models: ['gpt-5-nano'],
    cost_usd: 0,
  });
  const asked = (await ask({ api_key: key, model: 'gpt-5-nano' })).body;
  expect(asked).toMatchObject({ ok: true, cost_usd: expect.any(Number) as number });
  expect(JSON.stringify(asked)).not.toContain(key);
  expect((await ask({ base_url: 'ftp://elsewhere' })).status).toBe(400);
  expect((await call('GET', '/v1/providers')).body).toMatchObject({ data: [] });
  expect(await server.context.db.prisma.model.count()).toBe(0);
});

test('A132 the last test of a provider is kept with it, and forgotten with its key or address', async () => {
  const endpoint = await startMockEndpoint({ apiKey: key, models: ['small'] });
  onTestFinished(() => endpoint.close());
  const { call, server } = await testServer();
  await call('POST', '/v1/providers', {
    body: { name: 'Mine', engine: 'REMOTE', base_url: endpoint.url, api_key: 'a-wrong-key-0123456789' },
  });
  const read = async () => (await call('GET', '/v1/providers/1')).body;
  expect(await read()).toMatchObject({ last_test: null, key_refusal: null });
  await call('POST', '/v1/providers/1:test');
  expect(await read()).toMatchObject({
    last_test: { ok: false, at: '2027-01-15T08:00:00.000Z', model: null, error: { code: 'key-refused' } },
  });
  await call('PATCH', '/v1/providers/1', { body: { api_key: key } });
  expect(await read()).toMatchObject({ last_test: null });

  const refusal = { at: '2027-01-15T08:00:00.000Z', run_id: 1, run_name: 'Old', message: 'no' };
  const sealedKey = (await readProvider(server.context.db, 1))?.sealedKey ?? null;
  await recordKeyRefusal(server.context.db, { providerId: 1, sealedKey: 'an earlier one' }, refusal);
  expect(await read()).toMatchObject({ key_refusal: null });
  await recordKeyRefusal(server.context.db, { providerId: 1, sealedKey }, refusal);
  await call('POST', '/v1/providers/1:test');
  expect(await read(), 'a list may be given to anybody').toMatchObject({
    last_test: { ok: true, model_count: 1 },
    key_refusal: refusal,
  });
  await call('POST', '/v1/providers/1:test', { body: { model: 'small' } });
  expect(await read()).toMatchObject({ last_test: { ok: true, model: 'small' }, key_refusal: null });
  const moved = { base_url: 'http://127.0.0.1:9/v1', api_key: key };
  expect((await call('PATCH', '/v1/providers/1', { body: moved })).body).toMatchObject({ last_test: null });
});

test('A133 the local model is told with its figures, and why it could not be loaded', async () => {
  let health: object = { status: 'absent', model: null, models: [], threads: 3, cores: 4 };
  const modelServer = createServer((_, response) => response.end(JSON.stringify(health)));
  await new Promise<void>((resolve) => modelServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void modelServer.close());
  const address = modelServer.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const { call } = await testServer({ SEEDLOOM_MODEL_SERVER_URL: `http://127.0.0.1:${port}` });
  const read = async () => (await call('GET', '/v1/models:local')).body;
  expect(await read()).toMatchObject({
    status: 'absent',
    threads: 3,
    cores: 4,
    tokens_per_second: null,
    download: { status: 'none' },
  });
  health = { status: 'idle', model: 'x', failure: { out_of_memory: true, message: 'too large' } };
  expect(await read()).toMatchObject({ status: 'out-of-memory', model: 'x', problem: 'too large' });
  const away = await testServer({ SEEDLOOM_MODEL_SERVER_URL: 'http://models.invalid:1' });
  expect((await away.call('GET', '/v1/models:local')).body).toMatchObject({ status: 'away' });
  expect((await away.call('POST', '/v1/models:get-local')).status).toBe(400);
});

test('A46 health tells of worker and model server', async () => {
  const { call, server, passTime } = await testServer();
  expect((await call('GET', '/api/health')).body).toMatchObject({
    status: 'ok',
    database: { kind: 'sqlite' },
    worker: { status: 'down', heartbeat_age_ms: null },
    model_server: { status: 'absent', model: null },
  });
  await beatWorker(server.context.db, { id: 'w', kind: 'worker', pid: 1, nowMs: server.now() });
  passTime(2000);
  expect((await call('GET', '/api/health')).body['worker']).toEqual({ status: 'ok', heartbeat_age_ms: 2000 });
  passTime(20_000);
  expect((await call('GET', '/api/health')).body['worker']).toMatchObject({ status: 'down' });
});
