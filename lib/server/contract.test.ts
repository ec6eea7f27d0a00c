import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { validator } from '@/lib/json-schema/validator';
import { routes } from './route-table';
import type { Route } from './route';
import { driveNext, echoRecipe } from './testing/drive';
import { fitting, type JsonSchema, odd, spoilt } from './testing/schema-arbitrary';
import { testServer, type TestServer } from './testing/test-server';

type Parameter = { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema };
type Content = Record<string, { schema?: JsonSchema }>;
type Operation = {
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content: Content; headers?: Record<string, { required?: boolean }> }>;
};
type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: { Error: JsonSchema } };
};

/** A request; `fits` when it is all as the description says. */
type Asked = { fits: boolean; isOddPath?: true; path: string; query: string; body?: string };

const requestsOfEach = 14;
/** They look for servers on this machine or anywhere, which a test has no business with, or wait for what does not come. */
const notAsked = new Set([
  'GET /v1/providers:discover',
  'POST /v1/providers:test',
  'POST /v1/models:get-local',
  'GET /v1/projects/{project}/events',
]);

test('A115 every answer to any request is one that the description has', { timeout: 30_000 }, async () => {
  // Nothing is pushed anywhere, whatever a token looks like.
  const api = await testServer({ HF_ENDPOINT: 'http://127.0.0.1:9' });
  const { body: run } = await api.call('POST', '/v1/projects/1/runs', { body: { yaml: echoRecipe } });
  expect(run).toMatchObject({ dataset_id: 1 });
  await driveNext(api.server);
  const { body: made } = await api.call('POST', '/v1/keys', { body: {} });
  const key = z.string().parse(made['key']);
  const document = (await (await api.ask('GET', '/v1/openapi.json')).json()) as Description;

  // What ends things comes last, so that they are there for the others.
  const asked = routes.filter(
    ({ method, path }) => !notAsked.has(`${method} ${path}`) && path in document.paths,
  );
  for (const route of asked.toSorted(
    (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
  )) {
    const operation = operationOf(document, route);
    await fc.assert(
      fc.asyncProperty(requests(route, operation), async (request) => {
        checkAnswer(await send(api, route, request, key), { document, operation, request });
      }),
      { numRuns: requestsOfEach, endOnFailure: true },
    );
  }
});

function operationOf({ paths }: Description, { method, path }: Route): Operation {
  const operation = paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not described`);
  return operation;
}

function requests(route: Route, { parameters, requestBody }: Operation): fc.Arbitrary<Asked> {
  const values = (place: Parameter['in']) => {
    const here = parameters.filter((one) => one.in === place);
    return fc.record(Object.fromEntries(here.map(({ name, schema }) => [name, fitting(schema)])), {
      requiredKeys: here.filter(({ required }) => required).map(({ name }) => name),
    });
  };
  const bodySchema = requestBody?.content['application/json']?.schema;
  const body = bodySchema === undefined ? fc.constant(undefined) : fitting(bodySchema);
  return fc.tuple(values('path'), values('query'), body).chain(([places, query, fittingBody]) => {
    const good = {
      fits: requestBody === undefined || bodySchema !== undefined,
      path: filled(route.path, { ...places, project: 1 }),
      query: queryText(query),
      ...(fittingBody !== undefined && { body: JSON.stringify(fittingBody) }),
    };
    const badPath = odd.map((value) => ({
      ...good,
      fits: false,
      isOddPath: true as const,
      path: filled(route.path, { ...places, id: value }),
    }));
    const badQuery = spoilt(query).map((bad) => ({ ...good, fits: false, query: queryText(bad) }));
    const twice = fc.constant({ ...good, fits: false, query: '?limit=1&limit=1' });
    if (good.body === undefined)
      return fc.oneof({ weight: 3, arbitrary: fc.constant(good) }, badPath, badQuery, twice);
    const badBody = spoilt(fittingBody).map((bad) => ({
      ...good,
      fits: false,
      body: JSON.stringify(bad),
    }));
    const noJson = fc
      .constantFrom(
        '',
        '{',
        '[',
        'null',
        '"a"',
        '{"a":1e999}',
        '{"name":"\\ud800"}',
        '['.repeat(9000),
        '\ufeff{}',
      )
      .map((text) => ({ ...good, fits: false, body: text }));
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant(good) },
      { weight: 4, arbitrary: badBody },
      badPath,
      badQuery,
      noJson,
    );
  });
}

function filled(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wellFormed(values[name])));
}

function queryText(values: unknown): string {
  const entries = typeof values === 'object' && values !== null ? Object.entries(values) : [];
  const text = new URLSearchParams(entries.map(([name, value]) => [name, wellFormed(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

/** As text that can stand in an address. */
function wellFormed(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\p{Cs}/gu, '?');
}

async function send({ ask }: TestServer, { method }: Route, { path, query, body }: Asked, key: string) {
  const gone = new AbortController();
  const headers = { 'x-api-key': key };
  const response = await ask(method, `${path}${query}`, {
    headers,
    signal: gone.signal,
    ...(body !== undefined && { body }),
  });
  if (response.headers.get('content-type')?.startsWith('application/json'))
    return { response, text: await response.text() };
  // Of what is streamed the beginning is enough: the status was settled before it.
  await response.body?.cancel();
  gone.abort();
  return { response, text: null };
}

function checkAnswer(
  { response, text }: { response: Response; text: string | null },
  { document, operation, request }: { document: Description; operation: Operation; request: Asked },
): void {
  const { status, headers } = response;
  const told = `${status} ${text?.slice(0, 300)}`;
  expect(status, told).toBeLessThan(500);
  // What such a request does is told by the state of things; that it can be read is not.
  if (request.fits)
    expect(['malformed-json', 'unknown-field'].filter((code) => told.includes(`"${code}"`))).toEqual([]);
  const described = operation.responses[status];
  // A path with another thing in the place of a number is none of this route.
  if (request.isOddPath && described === undefined) expect([404, 405], told).toContain(status);
  else expect(Object.keys(operation.responses), told).toContain(String(status));
  const mediaType = (headers.get('content-type') ?? '').replace(/;.*/, '');
  const content = described?.content[mediaType];
  if (described !== undefined) expect(Object.keys(described.content), told).toContain(mediaType);
  for (const [name, header] of Object.entries(described?.headers ?? {})) {
    if (header.required) expect(headers.has(name), name).toBe(true);
  }
  if (text === null) return;
  const schema = status < 300 ? (content?.schema ?? {}) : document.components.schemas.Error;
  const { Validator } = validator.get();
  const result = new Validator(schema, '2020-12').validate(JSON.parse(text));
  expect(result.errors, told).toEqual([]);
}
