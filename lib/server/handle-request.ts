import { readProject } from '@/lib/store/projects';
import { AppError } from '@/lib/util/app-error';
import { codeOf, errorResponse, jsonResponse, JsonText } from './answer';
import { createMatcher, routePath } from './match-route';
import { checkHost, checkOrigin } from './origin';
import { readBody, readQuery } from './read-request';
import { needsBody, refusalsOf, type Route } from './route';
import type { Server } from './server';
import { checkKey } from './session';

export type RequestHandler = (request: Request) => Promise<Response>;

/**
 * Mounts a table of routes. Every answer, also to what no route knows, has our shape; nothing is thrown.
 * With `validateAnswers` an answer that doesn't fit its schema is a fault, and so is a refusal that isn't declared.
 */
export function createRequestHandler(
  server: Server,
  routes: readonly Route[],
  options: { validateAnswers: boolean },
): RequestHandler {
  const match = createMatcher(routes);
  const { config, db, log } = server.context;

  return async (request) => {
    const headers: Record<string, string> = {};
    let asked: Route | null = null;
    try {
      const url = new URL(request.url);
      checkHost(request, config.host);
      const path = routePath(url.pathname);
      const found = match(request.method === 'HEAD' ? 'GET' : request.method, path);
      if (found.kind === 'unknown') {
        throw new AppError('not-found', `There is nothing at ${path}. The reference is at /docs/api.`);
      }
      if (found.kind === 'other-method') {
        headers['allow'] = found.allowed
          .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
          .join(', ');
        if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
        const allowed = found.allowed.join(' or ');
        throw new AppError('method-not-allowed', `${path} takes ${allowed}, not ${request.method}.`);
      }
      const { route, params } = found;
      asked = route;
      checkOrigin(request);
      if (route.scope !== 'open' && route.scope !== 'signed') await checkKey(server, request, route.scope);
      const { project } = params;
      if (typeof project === 'number' && !(await readProject(db, project))) {
        throw new AppError('not-found', `There is no project ${project}.`);
      }
      const query = readQuery(url, route.query);
      const body = route.body === null ? undefined : await readBody(request, route.body, limits(route));
      const answer = await route.run({ server, params, query, body, request });
      const response = answer instanceof Response ? answer : answerResponse(route, answer);
      return request.method === 'HEAD' ? await headOf(response) : response;
    } catch (error) {
      const isDeclared = asked === null || !options.validateAnswers || refusalsOf(asked).has(codeOf(error));
      return errorResponse(isDeclared ? error : undeclared(error), log, headers);
    }
  };

  function limits(route: Route) {
    return { maxBytes: config.maxBodyBytes, isNeeded: needsBody(route) };
  }

  function answerResponse(route: Route, answer: unknown): Response {
    const text = answer instanceof JsonText ? answer.text : JSON.stringify(answer);
    if (options.validateAnswers && route.answer !== null) {
      const result = route.answer.safeParse(JSON.parse(text));
      if (!result.success) {
        throw new Error(`${route.method} ${route.path} answered another shape`, { cause: result.error });
      }
    }
    return jsonResponse(text, route.status);
  }
}

/** The same answer without its body; a stream is let go of. */
async function headOf(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

function undeclared(error: unknown): Error {
  return new Error('a route refused with a code that it does not declare', { cause: error });
}
