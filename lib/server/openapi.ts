import { z } from 'zod';
import { environmentProviderId, greatestNumber } from '@/lib/api/common';
import { errorBody } from '@/lib/api/error-codes';
import packageJson from '@/package.json' with { type: 'json' };
import { JsonText } from './answer';
import { needsBody, refusalsByStatus, route, type Route } from './route';

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
      schemas: { Error: schemaOf(errorBody, 'output') },
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation(one: Route) {
  return {
    summary: one.summary,
    'x-scope': one.scope,
    ...(one.scope === 'open' ? {} : { security: [{}, { key: [] }, { bearer: [] }] }),
    parameters: [...pathParameters(one.path), ...(one.query ? queryParameters(one.query) : [])],
    ...requestBody(one),
    responses: { [one.status]: success(one), ...refusals(one) },
  };
}

function requestBody(one: Route) {
  if (one.takesFile) {
    const files = { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } };
    const schema = { type: 'object', properties: { file: files }, required: ['file'] };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (one.body === null) return {};
  const required = needsBody(one) || !one.body.safeParse({}).success;
  return { requestBody: { required, content: json(schemaOf(one.body, 'input')) } };
}

function success({ answer, streamed }: Route) {
  const asFile = {
    'content-disposition': { description: 'The name of the file.', schema: { type: 'string' } },
  };
  const streams: Record<string, object> = Object.fromEntries(
    (streamed?.mediaTypes ?? []).map((mediaType) => [mediaType, {}]),
  );
  return {
    description: streamed?.description ?? 'Done.',
    // An answer in JSON beside the file has no such header.
    ...(streamed?.isFile && answer === null ? { headers: asFile } : {}),
    content: { ...streams, ...(answer === null ? {} : json(schemaOf(answer, 'output'))) },
  };
}

/** Why a route refuses, by status: the codes that stand for it. */
function refusals(one: Route) {
  return Object.fromEntries(
    refusalsByStatus(one).map(({ status, codes }) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        ...(status === 429 ? { headers: retryAfter } : {}),
        content: json({ $ref: '#/components/schemas/Error' }),
      },
    ]),
  );
}

const retryAfter = {
  'retry-after': { description: 'Seconds to wait.', required: true, schema: { type: 'integer' } },
};

/** The places of a path. */
export function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    // Rows count from 0, all else from 1.
    const number = { type: 'integer', minimum: name === 'index' ? 0 : 1, maximum: greatestNumber };
    const environment = { type: 'string', pattern: `^${environmentProviderId}$` };
    const schema = name === 'provider' ? { anyOf: [number, environment] } : number;
    return { name, in: 'path', required: true, schema };
  });
}

/** What a query may hold. */
export function queryParameters(query: z.ZodType) {
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

/** JSON Schema of what goes in or comes out. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
