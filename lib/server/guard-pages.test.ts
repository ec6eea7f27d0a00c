import { expect, test } from 'vitest';
import { refusePage } from './guard-pages';

function ask(path: string, host: string, boundHost = '127.0.0.1', method = 'GET') {
  return refusePage(new Request(`http://localhost:3000${path}`, { method, headers: { host } }), boundHost);
}

test('A136 a page under a foreign name is refused in plain words, by the rule of the API', async () => {
  expect(ask('/', 'localhost:3000')).toBeNull();
  expect(ask('/datasets/1?tab=rows', '[::1]:3000')).toBeNull();
  expect(ask('/', '192.168.0.7:3000', '0.0.0.0')).toBeNull();
  const refused = ask('/recipes/1', 'evil.test:3000');
  expect([refused?.status, refused?.headers.get('content-type')]).toEqual([
    403,
    expect.stringContaining('text/plain'),
  ]);
  expect(await refused?.text()).toContain('does not answer as "evil.test:3000"');
});

test.each(['/v1/%zz', '/api/v1/runs/%ff', '/v1/a%'])(
  'A136 the path %s, which can not be decoded, is nothing of the API',
  async (path) => {
    const refused = ask(path, 'localhost:3000');
    expect(refused?.status).toBe(404);
    expect(await refused?.json()).toMatchObject({ error: { code: 'not-found' } });
  },
);

test('A136 a page at a path that can not be decoded is not there', async () => {
  const refused = ask('/recipes/%zz', 'localhost:3000');
  expect([refused?.status, await refused?.text()]).toEqual([404, expect.stringContaining('/recipes/%zz')]);
  expect(ask('/recipes/%E2%82%AC', 'localhost:3000')).toBeNull();
});

test('A155 pages are read, and nothing else', async () => {
  const refused = ask('/recipes/1', 'localhost:3000', '127.0.0.1', 'PUT');
  expect([refused?.status, refused?.headers.get('allow'), await refused?.text()]).toEqual([
    405,
    'GET, HEAD',
    '/recipes/1 takes GET, not PUT.\n',
  ]);
  expect(ask('/recipes/1', 'localhost:3000', '127.0.0.1', 'HEAD')).toBeNull();
  expect(ask('/v1/projects', 'localhost:3000', '127.0.0.1', 'PUT')).toBeNull();
});
