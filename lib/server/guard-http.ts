import { subscribe } from 'node:diagnostics_channel';
import {
  type IncomingMessage,
  maxHeaderSize,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { statusOfCode, type ErrorBody } from '@/lib/api/error-codes';

/** Answers a request by the rules of the API. */
type Answer = (request: Request) => Promise<Response>;

/** The methods that Next hands on. Of TRACE it makes a fault of its own, since no `Request` can hold it; others get a 400 without a word. */
const handedOn: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Has `guardHttp` stand before every HTTP server of this process, from its first request on. Next makes the server
 * itself and gives it to nobody; Node tells of it with each request.
 */
export function guardNextServer(answer: Answer): void {
  const guarded = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { server } = message as { server: Server };
    if (guarded.has(server)) return;
    guarded.add(server);
    // Node asks for the listeners after it has told: this very request meets the guard.
    guardHttp(server, answer);
  });
}

/**
 * Stands before the listeners that a server has. What none of them could answer (another method, a place that is no
 * path) is answered by `answer`; a whole address in place of a path becomes its path. What isn't HTTP, and a tunnel
 * that is asked for, gets an error in the shape of the API's.
 */
export function guardHttp(server: Server, answer: Answer): void {
  const listeners = server.rawListeners('request');
  server.removeAllListeners('request');
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    message.url = pathOf(message.url ?? '/');
    if (!handedOn.has(message.method ?? '') || !message.url.startsWith('/')) {
      void sendAnswer(message, response, answer);
    } else {
      for (const listener of listeners) Reflect.apply(listener, server, [message, response]);
    }
  });
  server.on('connect', (message: IncomingMessage, socket: Duplex) => {
    sendRaw(
      socket,
      'method-not-allowed',
      `This server opens no tunnel to ${message.url ?? ''}.`,
      'GET, HEAD',
    );
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else sendRaw(socket, 'bad-request', problemOf(error));
  });
}

/** Clients that take the server for a proxy send a whole address, which means the same as its path. */
function pathOf(url: string): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

async function sendAnswer(message: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers, body } = await answer(requestOf(message));
  // What it may have in its body is not read.
  response.writeHead(status, { ...Object.fromEntries(headers), connection: 'close' });
  for await (const piece of body ?? []) response.write(piece);
  response.end();
}

/** The request, with the very method that it has. */
function requestOf({ method, url = '/', headers }: IncomingMessage): Request {
  const told = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !name.startsWith(':') ? [[name, value]] : [],
  );
  const request = new Request(new URL(url.replace(/^\/*/, '/'), 'http://localhost'), { headers: told });
  // Its constructor refuses some methods, and reads others as another.
  return Object.defineProperty(request, 'method', { value: method });
}

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return `The address and the headers are longer than ${maxHeaderSize / 1024} kB together, which is the most this server takes.`;
  }
  if (code === 'HPE_INVALID_METHOD') return 'The request begins with no method of HTTP.';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'The request did not come to its end in time.';
  return `The request is not HTTP that can be read: ${message}.`;
}

/** Says it on a connection for which there is no response, and ends it. */
function sendRaw(
  socket: Duplex,
  code: 'bad-request' | 'method-not-allowed',
  message: string,
  allow?: string,
): void {
  const body = JSON.stringify({ error: { code, message } } satisfies ErrorBody);
  const status = statusOfCode(code);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...(allow === undefined ? [] : [`allow: ${allow}`]),
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.on('error', () => undefined); // whoever asked is gone
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
