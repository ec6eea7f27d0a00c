import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeTransport, send } from './transport';

const connections = new Set<unknown>();
const server = createServer((_, response) => {
  response.end('{}');
}).on('connection', (socket) => connections.add(socket));
let url: URL;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`);
});

afterAll(async () => {
  await closeTransport();
  server.close();
});

test('no more connections are opened than calls are out at once, also when an answer leads to the next call', async () => {
  const { signal } = new AbortController();
  const callAgainAndAgain = async () => {
    for (let call = 0; call < 30; call += 1) {
      const reply = await send({ method: 'GET', url, headers: {}, timeoutMs: 5000, signal });
      expect(reply.ok).toBe(true);
    }
  };
  await Promise.all([callAgainAndAgain(), callAgainAndAgain(), callAgainAndAgain()]);
  expect(connections.size).toBeLessThanOrEqual(3);
});
