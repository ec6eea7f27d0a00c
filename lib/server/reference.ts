import type { FieldReference, RouteReference } from '@/lib/api/route-reference';
import { routeExamples } from '@/lib/api/route-examples';
import { pathParameters, queryParameters, schemaOf } from './openapi';
import { refusalsByStatus, type Route } from './route';

/** What the reference page tells of a route, from the declaration that the API itself is made of. */
export function referenceOf(route: Route): RouteReference {
  const { method, path, summary, scope, query, status, streamed, answer } = route;
  return {
    method,
    path,
    summary,
    scope: scope === 'open' ? null : scope,
    fields: [
      ...pathParameters(path).map(({ name, schema }) => field(name, 'path', true, schema)),
      ...(query === null ? [] : queryParameters(query)).map(({ name, required, schema }) =>
        field(name, 'query', required, schema),
      ),
      ...bodyFields(route),
    ],
    status,
    mediaTypes: [...(streamed?.mediaTypes ?? []), ...(answer === null ? [] : ['application/json'])],
    refusals: refusalsByStatus(route),
    example: routeExamples[`${method} ${path}`] ?? null,
  };
}

function bodyFields({ body, takesFile }: Route): FieldReference[] {
  if (takesFile) return [{ name: 'file', place: 'body', isRequired: true, type: 'file' }];
  if (body === null) return [];
  // A body that is one of several has the fields of all; needed are those that each of them needs.
  const whole: Schema = schemaOf(body, 'input');
  const kinds = (whole.anyOf ?? [whole]).map(({ properties = {}, required = [] }) => ({
    properties,
    required,
  }));
  const all = new Map(kinds.flatMap(({ properties }) => Object.entries(properties)));
  return [...all].map(([name, schema]) =>
    field(
      name,
      'body',
      kinds.every(({ required }) => required.includes(name)),
      schema,
    ),
  );
}

function field(
  name: string,
  place: FieldReference['place'],
  isRequired: boolean,
  schema: unknown,
): FieldReference {
  return { name, place, isRequired, type: typeWords(schema) };
}

/** As much of a JSON Schema as the types of the API have. */
type Schema = {
  type?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  items?: unknown;
  format?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  default?: unknown;
  properties?: Record<string, unknown>;
  required?: readonly string[];
};

function typeWords(given: unknown): string {
  const schema = (typeof given === 'object' && given !== null ? given : {}) as Schema;
  const { default: standard } = schema;
  return `${kindWords(schema)}${standard === undefined ? '' : `, ${JSON.stringify(standard)} if left out`}`;
}

function kindWords({ type, const: only, enum: names, anyOf, items, format, ...rest }: Schema): string {
  if (only !== undefined) return JSON.stringify(only);
  if (names !== undefined) return names.map((name) => JSON.stringify(name)).join(' or ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(kindWords))].join(' or ');
  switch (type) {
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'whole number' : 'number'}${rangeWords(rest)}`;
    case 'string':
      return format === 'date' ? 'date' : 'text';
    case 'boolean':
      return 'true or false';
    case 'array':
      return `list of ${kindWords(items ?? {})}`;
    case 'object':
      return rest.properties === undefined
        ? 'object'
        : `object with ${Object.keys(rest.properties).join(', ')}`;
    case 'null':
      return 'null';
    default:
      return 'any JSON';
  }
}

/** Bounds that only say what the machine can hold are no news. */
function rangeWords({ minimum, maximum }: Pick<Schema, 'minimum' | 'maximum'>): string {
  const isTold = typeof maximum === 'number' && maximum < 2 ** 31 - 1;
  if (isTold) {
    const most = maximum.toLocaleString('en');
    return typeof minimum === 'number' ? `, ${minimum} to ${most}` : `, at most ${most}`;
  }
  return typeof minimum === 'number' && Math.abs(minimum) < 2 ** 31 ? `, at least ${minimum}` : '';
}
