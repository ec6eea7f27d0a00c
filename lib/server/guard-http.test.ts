import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { errorBody } from '@/lib/api/error-codes';
import { guardHttp, guardNextServer } from './guard-http';
import { testServer } from './testing/test-server';

/** A server of the API that stands before one which tells the path that it was asked for. */
async function guardedServer() {
  const { answer } = await testServer();
  return served((server) => guardHttp(server, answer));
}

/** Sends a request as it is written, and reads the answer. */
async function served(guard: (server: Server) => void) {
  const server = createServer((request, response) => response.end(`next: ${request.url ?? ''}`));
  guard(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return async (head: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(head);
    const [, status, headers = '', body = ''] =
      /^HTTP\/1\.1 (\d+) [^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(await text(socket)) ?? [];
    const allow = /^allow: (.*)$/im.exec(headers)?.[1];
    return { status: Number(status), allow, body: body.replace(/^[\da-f]+\r\n|\r\n0\r\n\r\n$/g, '') };
  };
}

const rest = ' HTTP/1.1\r\nhost: localhost:3000\r\nconnection: close\r\n\r\n';

test('A155 methods that Next can’t hand on are refused as the API refuses others', async () => {
  const ask = await guardedServer();
  for (const method of ['TRACE', 'PROPFIND', 'SEARCH', 'PURGE']) {
    const { status, allow, body } = await ask(`${method} /v1/projects/1/runs${rest}`);
    expect([method, status, allow]).toEqual([method, 405, 'GET, HEAD, POST']);
    const { error } = errorBody.parse(JSON.parse(body));
    expect([error.code, error.message]).toEqual([
      'method-not-allowed',
      `/v1/projects/1/runs takes GET or POST, not ${method}.`,
    ]);
  }
  expect((await ask(`TRACE /v1/nothing${rest}`)).status).toBe(404);
  expect((await ask(`TRACE /v1/projects/1/runs${rest.replace('localhost', 'evil.test')}`)).status).toBe(403);
});

test('A155 what the server’s own listeners can answer is left to them', async () => {
  const ask = await guardedServer();
  expect(await ask(`GET /recipes?x=1${rest}`)).toMatchObject({ status: 200, body: 'next: /recipes?x=1' });
  // As a client sends it that takes the server for its proxy.
  const whole = await ask(`GET http://localhost:3000/v1/projects?limit=2${rest}`);
  expect(whole.body).toBe('next: /v1/projects?limit=2');
});

test('A155 a tunnel, a place that is no path, and what isn’t HTTP get an error in our shape', async () => {
  const ask = await guardedServer();
  const cases: [string, number, string, RegExp][] = [
    [`CONNECT example.org:443${rest}`, 405, 'method-not-allowed', /no tunnel to example\.org:443/],
    [`GET *${rest}`, 404, 'not-found', /nothing at \/\*/],
    [`DANCE /v1/projects${rest}`, 400, 'bad-request', /no method of HTTP/],
    ['hello\r\n\r\n', 400, 'bad-request', /\.$/],
    [`GET /${'a'.repeat(300 * 1024)}${rest}`, 400, 'bad-request', /longer than \d+ kB/],
  ];
  for (const [head, status, code, message] of cases) {
    const answer = await ask(head);
    const { error } = errorBody.parse(JSON.parse(answer.body));
    expect([head.slice(0, 20), answer.status, error.code]).toEqual([head.slice(0, 20), status, code]);
    expect(error.message).toMatch(message);
  }
});

test('A155 a server that somebody else makes is guarded from its first request on', async () => {
  guardNextServer(async ({ method }) => Response.json({ method }, { status: 405 }));
  const ask = await served(() => undefined);
  expect(await ask(`TRACE /${rest}`)).toMatchObject({ status: 405, body: '{"method":"TRACE"}' });
  expect(await ask(`GET /${rest}`)).toMatchObject({ status: 200, body: 'next: /' });
});
