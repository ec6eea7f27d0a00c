import { onTestFinished } from 'vitest';
import { readConfig } from '@/lib/runtime/config';
import { openContext } from '@/lib/runtime/context';
import { migrateDatabase } from '@/lib/store/migrate';
import { migrationsDir, temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { createRequestHandler, type RequestHandler } from '../handle-request';
import { routes } from '../route-table';
import { createServer, type Server } from '../server';

export type TestServer = {
  server: Server;
  /** Answers a request as it is. */
  answer: RequestHandler;
  /** Asks the mounted table; the body goes as JSON. */
  ask: (method: string, path: string, options?: AskOptions) => Promise<Response>;
  /** Like `ask`, for the status and the parsed answer. */
  call: (method: string, path: string, options?: AskOptions) => Promise<Answer>;
  /** Moves the server's clock on. */
  passTime: (ms: number) => void;
};

type AskOptions = {
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  rawBody?: ArrayBuffer;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** An answer for a test to look into. */
type Answer = { status: number; body: Json };
export type Json = Record<string, unknown> & { [name: string]: Json };

/**
 * The API on a temporary database, or on that of another server. Answers that don't fit their schema are faults;
 * nothing runs jobs.
 */
export async function testServer(
  environment: Record<string, string> = {},
  dataDir: string = temporaryDirectory(),
): Promise<TestServer> {
  await migrateDatabase(dataDir, migrationsDir);
  const config = readConfig(
    { dataDir },
    { SEEDLOOM_LOG_LEVEL: 'silent', SEEDLOOM_MODEL_SERVER_URL: 'http://127.0.0.1:9', ...environment },
  );
  const context = await openContext({ name: 'test', config });
  let nowMs = 1_800_000_000_000;
  const server = await createServer(context, () => nowMs);
  const answer = createRequestHandler(server, routes, { validateAnswers: true });
  onTestFinished(async () => {
    await server.close();
    await context.db.close();
  });

  const ask: TestServer['ask'] = (method, path, { body, rawBody, headers, signal } = {}) =>
    answer(
      new Request(`http://localhost:3000${path}`, {
        method,
        headers: { host: 'localhost:3000', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(rawBody === undefined ? {} : { body: rawBody }),
        ...(signal ? { signal } : {}),
      }),
    );
  return {
    server,
    answer,
    ask,
    async call(method, path, options) {
      const response = await ask(method, path, options);
      return { status: response.status, body: (await response.json()) as Json };
    },
    passTime(ms) {
      nowMs += ms;
    },
  };
}

/** The value at a path in an answer. */
export function dig(body: Json, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    body,
  );
}
