import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { guardHttp } from '../guard-http';
import { driveNext } from './drive';
import type { TestServer } from './test-server';

/** Puts the API of a test on a port of this machine, and returns its address. */
export async function listen(api: TestServer): Promise<string> {
  // Addresses as long as the studio reads them.
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) => {
    void (async () => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const told = Object.entries(request.headers).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && passedOn.test(entry[0]),
      );
      const answer = await api.ask(request.method ?? 'GET', request.url ?? '/', {
        headers: Object.fromEntries(told),
        ...(pieces.length > 0 &&
          request.method !== 'GET' && { rawBody: new Uint8Array(Buffer.concat(pieces)).buffer }),
        signal: gone.signal,
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      for await (const piece of answer.body ?? []) response.write(piece);
      response.end();
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  guardHttp(server, api.answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Headers that the API reads. */
const passedOn = /^(?:x-.*|accept|host|authorization|content-type)$/;

/** Drives what is asked for, as a worker does, until some work has ended. */
export async function withWorker<Result>(api: TestServer, work: Promise<Result>): Promise<Result> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  const drive = async () => {
    while (!isDone) {
      await driveNext(api.server).catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
    }
  };
  const [result] = await Promise.all([done, drive()]);
  return result;
}
