import 'server-only';
import { openContext } from '@/lib/runtime/context';
import { sweepDeleted } from '@/lib/store/sweep';
import { createRequestHandler, type RequestHandler } from './handle-request';
import { routes } from './route-table';
import { createServer, type Server } from './server';

type CurrentServer = { server: Server; handle: RequestHandler; sweeper: NodeJS.Timeout };

// Next loads this module more than once (pages, routes, start-up); the process has one server.
const holder: { current?: Promise<CurrentServer> } = ((globalThis as Record<symbol, unknown>)[
  Symbol.for('seedloom.server')
] ??= {});

const sweepMs = 10_000;

/** The server of this process, made at the first use. */
export async function currentServer(): Promise<Server> {
  return (await current()).server;
}

/** Answers a request to the API. */
export async function handleApiRequest(request: Request): Promise<Response> {
  return (await current()).handle(request);
}

/** Ends all streams, for a process that is about to go. */
export async function closeCurrentServer(): Promise<void> {
  if (!holder.current) return;
  const { server, sweeper } = await holder.current;
  clearInterval(sweeper);
  await server.close();
}

function current(): Promise<CurrentServer> {
  holder.current ??= open().catch((error: unknown) => {
    // A database that was not there yet may be there at the next request.
    delete holder.current;
    throw error;
  });
  return holder.current;
}

async function open(): Promise<CurrentServer> {
  const context = await openContext({ name: 'web' });
  const server = await createServer(context);
  const isProduction = context.config.environment('NODE_ENV') === 'production';
  const sweeper = setInterval(() => {
    sweepDeleted(context.db, server.now()).catch((error: unknown) => {
      context.log.error({ err: error }, 'deleted things could not be removed');
    });
  }, sweepMs);
  sweeper.unref();
  return {
    server,
    handle: createRequestHandler(server, routes, { validateAnswers: !isProduction }),
    sweeper,
  };
}
