import { z } from 'zod';
import { errorBody } from '@/lib/api/error-codes';
import packageJson from '@/package.json' with { type: 'json' };
import { JsonText } from './answer';
import { route, type Route } from './route';

/** The route that describes a table of routes, made from the schemas that check it. */
export function openApiRoute(routes: readonly Route[]): Route {
  return route({
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This description.',
    scope: 'open',
    answer: z.looseObject({ openapi: z.string() }),
    handle: async () => new JsonText(JSON.stringify(openApiDocument(routes))),
  });
}

function openApiDocument(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const one of routes) (paths[one.path] ??= {})[one.method.toLowerCase()] = operation(one);
  return {
    openapi: '3.1.0',
    info: { title: 'Seedloom', version: packageJson.version },
    paths,
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation(one: Route) {
  const failure = { description: 'Why not.', content: json(schemaOf(errorBody, 'output')) };
  return {
    summary: one.summary,
    'x-scope': one.scope,
    ...(one.scope === 'open' ? {} : { security: [{}, { key: [] }, { bearer: [] }] }),
    parameters: [...pathParameters(one.path), ...(one.query ? queryParameters(one.query) : [])],
    ...(one.body ? { requestBody: { content: json(schemaOf(one.body, 'input')) } } : {}),
    responses: {
      [one.status]:
        one.answer === 'stream'
          ? { description: 'Server-sent events.', content: { 'text/event-stream': {} } }
          : { description: 'Done.', content: json(schemaOf(one.answer, 'output')) },
      default: failure,
    },
  };
}

function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'integer' },
  }));
}

function queryParameters(query: z.ZodType) {
  const { properties = {}, required = [] } = schemaOf(query, 'input');
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function json(schema: unknown) {
  return { 'application/json': { schema } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
