import { expect, test } from 'vitest';
import { errorBody } from '@/lib/api/error-codes';
import { dig, testServer } from './testing/test-server';

const recipes = '/v1/projects/1/recipes';

test('A1 every path answers below /v1 and /api/v1, with a colon or %3A', async () => {
  const { call } = await testServer();
  for (const path of [
    '/v1/projects/1/recipes:validate',
    '/api/v1/projects/1/recipes:validate',
    '/v1/projects/1/recipes%3Avalidate',
    '/api/v1/projects/1/recipes%3avalidate',
  ]) {
    expect(await call('POST', path, { body: { yaml: '' } })).toMatchObject({ status: 200 });
  }
});

test('A2 what isn’t there is told in the shape of all errors', async () => {
  const { ask } = await testServer();
  const cases: [string, string, number, string][] = [
    ['GET', '/v1/nothing', 404, 'not-found'],
    ['GET', '/v1/projects/99/recipes', 404, 'not-found'],
    ['GET', `${recipes}/7`, 404, 'not-found'],
    ['GET', `${recipes}/abc`, 404, 'not-found'],
    ['POST', '/v1/projects/1/runs/7:dance', 404, 'not-found'],
    ['POST', '/v1/projects/1/runs/7:pause', 404, 'not-found'],
    ['GET', '/v1/projects/1/datasets/7/rows', 404, 'not-found'],
    ['DELETE', recipes, 405, 'method-not-allowed'],
  ];
  for (const [method, path, status, code] of cases) {
    const response = await ask(method, path);
    const body = errorBody.parse(await response.json());
    expect([method, path, response.status, body.error.code]).toEqual([method, path, status, code]);
  }
  expect((await ask('DELETE', recipes)).headers.get('allow')).toBe('GET, HEAD, POST');
});

test('A3 unknown fields are refused by name, in bodies and queries', async () => {
  const { call } = await testServer();
  const bodies: [string, string, unknown, string[]][] = [
    ['POST', recipes, { yaml: 'a', colour: 'red' }, ['colour']],
    ['POST', '/v1/projects/1/runs', { yaml: 'a', budget: { eur: 1 }, seeed: 1 }, ['budget.eur', 'seeed']],
    ['GET', `${recipes}?page=2`, undefined, ['page']],
    ['GET', '/api/health?x=1', undefined, ['x']],
    ['GET', '/api/health?=1', undefined, ['""']],
    ['POST', '/v1/projects/1/runs/1:pause', { now: true }, ['now']],
  ];
  for (const [method, path, body, names] of bodies) {
    const answer = await call(method, path, { body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'unknown-field' } } });
    expect((answer.body['error']?.['details'] as unknown as string[]).toSorted()).toEqual(names);
  }
});

test('A3 a wrong field is named with what it must be', async () => {
  const { call } = await testServer();
  const answer = await call('POST', '/v1/projects/1/runs', { body: { yaml: 'a', seed: 2 ** 53 } });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
  expect(String(dig(answer.body, 'error', 'message'))).toMatch(/^seed: /);
});

test.each([
  [{}, 'yaml: is missing'],
  [{ yaml: 5 }, 'yaml: must be text, but is 5'],
  [{ yaml: ['a'] }, 'yaml: must be text, but is a list'],
  [{ yaml: 'a', rows: '3' }, 'rows: must be a number, but is text'],
  [{ yaml: 'a', rows: 0 }, 'rows: must be at least 1, but is 0'],
  [{ yaml: 'a', rows: 1000 }, 'rows: must be at most 100, but is 1000'],
])('A3 what is wrong with a field is told in words: %j', async (body, words) => {
  const { call } = await testServer();
  const path = `/v1/projects/1/recipes:${'rows' in body ? 'preview' : 'validate'}`;
  const answer = await call('POST', path, { body });
  expect([answer.status, dig(answer.body, 'error', 'message')]).toEqual([400, `${words}.`]);
});

test.each([
  ['runs', {}, 'needs recipe_id or yaml'],
  ['runs', { recipe_id: 1, yaml: 'a' }, 'yaml: goes without recipe_id'],
  ['runs', { yaml: 'a', recipe_version: 1 }, 'recipe_version: goes with recipe_id, not with yaml'],
  ['runs:estimate', { yaml: 'a', recipe_version: 1 }, 'recipe_version: goes with recipe_id, not with yaml'],
  ['runs', { yaml: 'a', recipe_id: 'x' }, 'recipe_id: goes without yaml'],
  ['runs', { recipe_version: 1 }, 'recipe_id: is missing'],
  ['recipes', { yaml: 'a', recipe_config: {} }, 'recipe_config: goes without yaml'],
  ['recipes', { name: 'a' }, 'needs yaml or recipe_config'],
  ['recipes', { name: ' ', yaml: 'a' }, 'name: must have at least 1 character, but has 0'],
])('A3 of two ways to say it one is taken: %s %j', async (path, body, words) => {
  const { call } = await testServer();
  const answer = await call('POST', `/v1/projects/1/${path}`, { body });
  expect([answer.status, answer.body['error']?.['code'], answer.body['error']?.['message']]).toEqual([
    400,
    'bad-request',
    `${words}.`,
  ]);
});

test('A4 a body that is packed is refused by what it is packed with', async () => {
  const { call } = await testServer();
  const headers = { 'content-encoding': 'gzip' };
  const answer = await call('POST', recipes, { body: { yaml: 'a' }, headers });
  expect([answer.status, answer.body['error']?.['message']]).toEqual([
    400,
    expect.stringMatching(/^content-encoding: .* gzip/),
  ]);
});

test('A4 a body that is not JSON, or too large, is refused', async () => {
  const { call } = await testServer({ SEEDLOOM_MAX_BODY_MB: '0.001' });
  expect(await call('POST', recipes, { body: '{"yaml":' })).toMatchObject({
    status: 400,
    body: { error: { code: 'malformed-json' } },
  });
  const large = JSON.stringify({ yaml: 'x'.repeat(2000) });
  expect(await call('POST', recipes, { body: large })).toMatchObject({
    status: 413,
    body: { error: { code: 'body-too-large' } },
  });
});

test('A4 a text of millions of escapes is read, and lists that are nested too deep are refused', async () => {
  const { call } = await testServer();
  const long = '\n'.repeat(5_000_000);
  expect(await call('POST', '/v1/projects/1/recipes:validate', { body: { yaml: long } })).toMatchObject({
    status: 200,
  });
  const deep = `{"yaml": "[\\"{", "more": ${'['.repeat(3000)}${']'.repeat(3000)}}`;
  expect(await call('POST', '/v1/projects/1/recipes:validate', { body: deep })).toMatchObject({
    status: 400,
    body: { error: { code: 'malformed-json' } },
  });
});

test('A4 a body that is too large is never read to its end', async () => {
  const { server } = await testServer({ SEEDLOOM_MAX_BODY_MB: '0.001' });
  const { createRequestHandler } = await import('./handle-request');
  const { routes } = await import('./route-table');
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(512).fill(32));
    },
  });
  const request = new Request(`http://localhost${recipes}`, {
    method: 'POST',
    headers: { host: 'localhost' },
    body: endless,
    duplex: 'half',
  } as RequestInit);
  const response = await createRequestHandler(server, routes, { validateAnswers: true })(request);
  expect(response.status).toBe(413);
  expect(pulled).toBeLessThan(10);
});

test('A5 a foreign Host is refused, the names of this machine are not', async () => {
  const { ask } = await testServer();
  const status = async (host: string) => (await ask('GET', '/v1/projects', { headers: { host } })).status;
  for (const host of ['localhost', 'localhost:3000', '127.0.0.1:81', '[::1]:3000', 'LOCALHOST']) {
    expect([host, await status(host)]).toEqual([host, 200]);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:3000',
    '',
    'a@localhost',
  ]) {
    expect([host, await status(host)]).toEqual([host, 403]);
  }
});

test('A5 a change that a foreign page asks for is refused, reading is the browser’s matter', async () => {
  const { ask } = await testServer();
  const status = async (method: string, origin: string) =>
    (
      await ask(method, recipes, {
        headers: { origin },
        ...(method === 'POST' ? { body: { yaml: 'a' } } : {}),
      })
    ).status;
  expect(await status('POST', 'http://localhost:3000')).toBe(201);
  for (const origin of ['http://evil.example', 'http://localhost:4000', 'null', 'garbage']) {
    expect([origin, await status('POST', origin)]).toEqual([origin, 403]);
  }
  expect(await status('GET', 'http://evil.example')).toBe(200);
});

test('A6 in open mode any key is ignored', async () => {
  const { ask } = await testServer();
  expect((await ask('GET', recipes, { headers: { 'x-api-key': '123' } })).status).toBe(200);
});

test('A6 once a key exists every request needs a valid key or session', async () => {
  const { ask, call } = await testServer();
  const created = await ask('POST', '/v1/keys', { body: { name: 'Mine' } });
  expect(created.status).toBe(201);
  const { key } = (await created.json()) as { key: string };
  const cookie = created.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  const session = cookie.split(';')[0] ?? '';

  const status = async (headers: Record<string, string>) => (await ask('GET', recipes, { headers })).status;
  expect(await status({})).toBe(401);
  expect(await status({ 'x-api-key': '123' })).toBe(401);
  expect(await status({ cookie: 'seedloom_session=1.zzzzzzzz.AAAA' })).toBe(401);
  expect(await status({ 'x-api-key': key })).toBe(200);
  expect(await status({ authorization: `Bearer ${key}` })).toBe(200);
  expect(await status({ cookie: session })).toBe(200);
  expect((await ask('GET', '/api/health')).status).toBe(200);

  expect((await call('POST', '/v1/session', { body: { key: 'wrong' } })).status).toBe(401);
  expect((await call('POST', '/v1/session', { body: { key } })).body).toEqual({ ok: true });

  const listed = await call('GET', '/v1/keys', { headers: { cookie: session } });
  expect(JSON.stringify(listed.body)).not.toContain(key);
  // A revoked key takes its sessions with it; without any key the server is open again.
  expect((await ask('DELETE', '/v1/keys/1', { headers: { 'x-api-key': key } })).status).toBe(200);
  expect(await status({})).toBe(200);
});

test('A6 a server that others can reach needs a key even when none was made', async () => {
  const { ask } = await testServer({ SEEDLOOM_HOST: '0.0.0.0' });
  expect((await ask('GET', recipes, { headers: { host: '192.168.1.5:3000' } })).status).toBe(401);
  expect((await ask('GET', recipes, { headers: { host: 'evil.example' } })).status).toBe(403);
});

test('A7 a fault of ours gives an id and nothing else', async () => {
  const { server } = await testServer();
  const { createRequestHandler } = await import('./handle-request');
  const { route } = await import('./route');
  const { empty } = await import('@/lib/api/common');
  const broken = route({
    method: 'GET',
    path: '/v1/broken',
    summary: 'Breaks.',
    answer: empty,
    handle: () => Promise.reject(new Error('secret of the database')),
  });
  const logged: unknown[] = [];
  server.context.log.error = (...line: unknown[]) => logged.push(line);
  const request = new Request('http://localhost/v1/broken', { headers: { host: 'localhost' } });
  const response = await createRequestHandler(server, [broken], { validateAnswers: true })(request);
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).not.toContain('secret');
  const id = errorBody.parse(JSON.parse(text)).error.details as { id: string };
  expect(JSON.stringify(logged)).toContain(id.id);
});
