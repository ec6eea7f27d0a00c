import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { routes } from './route-table';
import { testServer, type TestServer } from './testing/test-server';

// Databases on disk: a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

const recipes = '/v1/projects/1/recipes';

/** A server with one key of each scope. */
async function withKeys() {
  const api = await testServer();
  const admin = await makeKey(api, 'admin');
  const run = await makeKey(api, 'run', admin);
  const read = await makeKey(api, 'read', admin);
  return { ...api, keys: { admin, run, read } };
}

async function makeKey({ call }: TestServer, scope: string, by?: { key: string }) {
  const { status, body } = await call('POST', '/v1/keys', {
    body: { name: `For ${scope}`, scope },
    ...(by && { headers: { 'x-api-key': by.key } }),
  });
  expect([scope, status, body['scope']]).toEqual([scope, 201, scope]);
  return z.object({ id: z.number(), key: z.string() }).parse(body);
}

test('A97 a key may do what its scope allows, and is told what it lacks', async () => {
  const { call, keys } = await withKeys();
  const asks = [
    ['read', 'GET', recipes, undefined, 200],
    ['read', 'POST', `${recipes}:validate`, { yaml: 'a: 1' }, 200],
    ['run', 'POST', recipes, { yaml: 'a: 1' }, 201],
    ['admin', 'GET', '/v1/keys', undefined, 200],
    ['admin', 'POST', '/v1/projects', { name: 'Another' }, 201],
  ] as const;
  const order = ['read', 'run', 'admin'] as const;
  for (const [needed, method, path, body, good] of asks) {
    for (const scope of order) {
      const answer = await call(method, path, { body, headers: { 'x-api-key': keys[scope].key } });
      const expected = order.indexOf(scope) >= order.indexOf(needed) ? good : 403;
      expect([scope, method, path, answer.status]).toEqual([scope, method, path, expected]);
      if (expected === 403) {
        expect(answer.body['error']).toMatchObject({
          code: 'forbidden',
          message: `This needs a key of scope ${needed}; "For ${scope}" is of scope ${scope}. An admin makes keys under Settings.`,
        });
      }
    }
  }
});

test('A97 a session may do what its key may', async () => {
  const { ask, keys } = await withKeys();
  const session = await ask('POST', '/v1/session', { body: { key: keys.read.key } });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await ask('GET', recipes, { headers: { cookie } })).status).toBe(200);
  expect((await ask('POST', recipes, { headers: { cookie }, body: { yaml: 'a: 1' } })).status).toBe(403);
});

test('A97 what only looks needs read, what changes the server admin, everything else run', () => {
  const odd = routes.filter(({ scope, method }) => scope !== (method === 'GET' ? 'read' : 'run'));
  const named = (scope: string) =>
    odd.filter((one) => one.scope === scope).map(({ method, path }) => `${method} ${path}`);
  expect(named('open').toSorted()).toEqual([
    'DELETE /v1/session',
    'GET /api/health',
    'GET /v1/openapi.json',
    'POST /v1/session',
  ]);
  expect(named('signed')).toEqual(['GET /v1/projects/{project}/datasets/{id}:download']);
  // A push writes elsewhere with a key of the server.
  for (const path of named('admin'))
    expect(path).toMatch(/ \/v1\/(keys|providers|models|projects(\/\{project\})?$)|:push$/);
  for (const path of named('read')) {
    expect(path).toMatch(/ \S+:(validate|check|preview|import|export|estimate|read)$/);
  }
});

test('A97 the first key administers the server, and so does the last while others are left', async () => {
  const { call } = await testServer();
  const refused = await call('POST', '/v1/keys', { body: { scope: 'read' } });
  expect([refused.status, refused.body['error']?.['message']]).toEqual([
    400,
    'scope: the first key must be admin, else nobody could make others.',
  ]);
  const { keys, ask } = await withKeys();
  const headers = { 'x-api-key': keys.admin.key };
  const remove = async (id: number) => (await ask('DELETE', `/v1/keys/${id}`, { headers })).status;
  expect(await remove(keys.admin.id)).toBe(409);
  expect(await remove(keys.run.id)).toBe(200);
  expect(await remove(keys.read.id)).toBe(200);
  expect(await remove(99)).toBe(404);
  expect(await remove(keys.admin.id)).toBe(200);
});

test('A98 who sends many wrong keys is refused for a minute, right or wrong; keys that worked go on', async () => {
  const { ask, call, keys, passTime } = await withKeys();
  const from = (address: string, key: string) => ({ 'x-forwarded-for': address, 'x-api-key': key });
  const status = async (address: string, key: string) =>
    (await ask('GET', recipes, { headers: from(address, key) })).status;
  expect(await status('10.0.0.1', keys.run.key)).toBe(200);
  for (let guess = 0; guess < 10; guess += 1) expect(await status('10.0.0.1', `sl-${guess}`)).toBe(401);
  const answer = await ask('GET', recipes, { headers: from('10.0.0.1', 'sl-more') });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBe(60);
  // A right guess isn't looked at either.
  expect(await status('10.0.0.1', keys.read.key)).toBe(429);
  const session = await call('POST', '/v1/session', {
    body: { key: keys.read.key },
    headers: { 'x-forwarded-for': '10.0.0.1' },
  });
  expect(session.status).toBe(429);
  expect(await status('10.0.0.1', keys.run.key)).toBe(200);
  expect(await status('10.0.0.2', keys.read.key)).toBe(200);
  passTime(60_001);
  expect(await status('10.0.0.1', 'sl-more')).toBe(401);
});

test('A98 many addresses together have a limit too', async () => {
  const { ask, keys } = await withKeys();
  const status = async (address: string, key: string) =>
    (await ask('GET', recipes, { headers: { 'x-forwarded-for': address, 'x-api-key': key } })).status;
  for (let guess = 0; guess < 100; guess += 1) expect(await status(`10.0.0.${guess}`, 'sl-guess')).toBe(401);
  expect(await status('10.0.1.1', keys.read.key)).toBe(429);
  // It has made other keys before.
  expect(await status('10.0.1.1', keys.admin.key)).toBe(200);
});

test('A99 the last use of a key is shown, also by a session', async () => {
  const { ask, call, keys, server, passTime } = await withKeys();
  const lastUse = async () => {
    const { body } = await call('GET', '/v1/keys', { headers: { 'x-api-key': keys.admin.key } });
    const listed = body['data'] as unknown as { id: number; last_used_at: string | null }[];
    return listed.find(({ id }) => id === keys.read.id)?.last_used_at ?? null;
  };
  expect(await lastUse()).toBeNull();
  await ask('GET', recipes, { headers: { 'x-api-key': keys.read.key } });
  expect(await lastUse()).toBe(new Date(server.now()).toISOString());
  const session = await ask('POST', '/v1/session', { body: { key: keys.read.key } });
  passTime(120_000);
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  await ask('GET', recipes, { headers: { cookie } });
  expect(await lastUse()).toBe(new Date(server.now()).toISOString());
});

test('A99 a revoked key is refused at once, its sessions too, and the streams that it holds open end', async () => {
  const { ask, keys } = await withKeys();
  const session = await ask('POST', '/v1/session', { body: { key: keys.read.key } });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const open = async (headers: Record<string, string>) =>
    (await ask('GET', '/v1/projects/1/events', { headers })).body?.getReader();
  const own = await open({ 'x-api-key': keys.read.key });
  const ofSession = await open({ cookie });
  const other = await open({ 'x-api-key': keys.run.key });
  await ask('DELETE', `/v1/keys/${keys.read.id}`, { headers: { 'x-api-key': keys.admin.key } });
  for (const stream of [own, ofSession]) expect(await readToEnd(stream)).toBe(true);
  expect((await ask('GET', recipes, { headers: { 'x-api-key': keys.read.key } })).status).toBe(401);
  expect((await ask('GET', recipes, { headers: { cookie } })).status).toBe(401);
  await other?.cancel();
});

async function readToEnd(stream: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<boolean> {
  for (;;) if ((await stream?.read())?.done !== false) return stream !== undefined;
}

test('A140 a key is revoked by an id in the path or in the query; without one the way is named', async () => {
  const { call, keys } = await withKeys();
  const headers = { 'x-api-key': keys.admin.key };
  const none = await call('DELETE', '/v1/keys', { headers });
  expect([none.status, none.body['error']?.['message']]).toEqual([
    400,
    expect.stringContaining('DELETE /v1/keys/3'),
  ]);
  const revoked = await call('DELETE', `/v1/keys?id=${keys.read.id}`, { headers });
  expect([revoked.status, revoked.body]).toEqual([200, { id: keys.read.id }]);
  expect((await call('DELETE', `/v1/keys?id=${keys.read.id}`, { headers })).status).toBe(404);
  expect((await call('GET', recipes, { headers: { 'x-api-key': keys.read.key } })).status).toBe(401);
});
