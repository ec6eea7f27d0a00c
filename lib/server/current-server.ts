import 'server-only';
import { readConfig } from '@/lib/runtime/config';
import { openContext } from '@/lib/runtime/context';
import { createLog } from '@/lib/runtime/log';
import { AppError } from '@/lib/util/app-error';
import { errorResponse } from './answer';
import { refusePage } from './guard-pages';
import { createRequestHandler, type RequestHandler } from './handle-request';
import { routes } from './route-table';
import { createServer, type Server } from './server';

type CurrentServer = { server: Server; handle: RequestHandler };

// Next loads this module more than once (pages, routes, start-up); the process has one server.
const holder: { current?: Promise<CurrentServer> } = ((globalThis as Record<symbol, unknown>)[
  Symbol.for('seedloom.server')
] ??= {});

/** Answers a request to the API, also when the server can't be made: then with 503 and the reason in the log. */
export async function handleApiRequest(request: Request): Promise<Response> {
  let server: CurrentServer;
  try {
    server = await current();
  } catch (error) {
    const log = createLog('web', readConfig());
    log.error({ err: error }, 'the database could not be opened');
    const message = 'The database could not be opened. The log says why.';
    return errorResponse(new AppError('unavailable', message), log);
  }
  return server.handle(request);
}

/** Answers a request that Next can't hand on: by the rules of pages, else by those of the API. */
export function answerInPlaceOfNext(request: Request): Promise<Response> {
  const refused = refusePage(request, readConfig().host);
  return refused === null ? handleApiRequest(request) : Promise.resolve(refused);
}

/** Ends all streams, for a process that is about to go. */
export async function closeCurrentServer(): Promise<void> {
  if (!holder.current) return;
  const { server } = await holder.current;
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
  const context = await openContext({ name: 'web', migrate: true });
  const server = await createServer(context);
  const isProduction = context.config.environment('NODE_ENV') === 'production';
  return {
    server,
    handle: createRequestHandler(server, routes, { validateAnswers: !isProduction }),
  };
}
