import type { z } from 'zod';
import { empty } from '@/lib/api/common';
import { statusOfCode, type ErrorCode } from '@/lib/api/error-codes';
import type { KeyScope } from '@/lib/api/key-scope';
import type { ProviderId } from '@/lib/api/model-wire';
import type { JsonText } from './answer';
import type { Server } from './server';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a key needs to ask a route; `open` needs no key, `signed` takes a signature of its own instead. */
export type RouteScope = KeyScope | 'open' | 'signed';

/** Bytes that a handler sends itself, in place of JSON or besides it. */
export type Streamed = {
  /** One sentence for the reference. */
  readonly description: string;
  readonly mediaTypes: readonly string[];
  /** With a name under which a browser keeps it. */
  readonly isFile: boolean;
};

/** Server-sent events. */
export const eventStream: Streamed = {
  description: 'Server-sent events.',
  mediaTypes: ['text/event-stream'],
  isFile: false,
};

/** What a handler gets: everything parsed and allowed. */
type RouteInput<Params, Query, Body> = {
  readonly server: Server;
  /** What stands in the path. */
  readonly params: { readonly [Name in Params & string]: Name extends 'provider' ? ProviderId : number };
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
};

/**
 * One route of the API. The path is as the contract writes it, placeholders are whole numbers, but for `provider`, which
 * may also be the id of one that the environment gives. Requests are
 * checked by the schemas; answers too, while developing and in tests.
 */
export type RouteDeclaration<
  Path extends string,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> = {
  readonly method: Method;
  readonly path: Path;
  /** One sentence for the reference. */
  readonly summary: string;
  /** What isn't said: `read` for a GET, `run` for all else. */
  readonly scope?: RouteScope;
  readonly query?: Query;
  readonly body?: Body;
  /** The handler reads the body itself, as a stream. */
  readonly takesFile?: boolean;
  /** The JSON of an answer; null where there is none. */
  readonly answer: Answer | null;
  readonly streamed?: Streamed;
  readonly status?: 200 | 201 | 202;
  /** Why it may be refused, besides what every route of its kind refuses: see `refusalsOf`. */
  readonly refuses?: readonly ErrorCode[];
  readonly handle: (
    input: RouteInput<ParamNames<Path>, z.output<Query>, z.output<Body>>,
  ) => Promise<z.input<Answer> | JsonText | Response>;
};

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** What stands in the places of a path. */
export type PathValues = Readonly<Record<string, number | string>>;

/** A declared route as the table holds it. */
export type Route = {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly scope: RouteScope;
  readonly query: z.ZodType | null;
  readonly body: z.ZodType | null;
  readonly takesFile: boolean;
  readonly answer: z.ZodType | null;
  readonly streamed: Streamed | null;
  readonly status: 200 | 201 | 202;
  readonly refuses: readonly ErrorCode[];
  readonly run: (
    input: Omit<RouteInput<never, unknown, unknown>, 'params'> & { readonly params: PathValues },
  ) => Promise<unknown>;
};

/** Declares a route. */
export function route<
  const Path extends string,
  Answer extends z.ZodType,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(declaration: RouteDeclaration<Path, Query, Body, Answer>): Route {
  return {
    method: declaration.method,
    path: declaration.path,
    summary: declaration.summary,
    scope: declaration.scope ?? (declaration.method === 'GET' ? 'read' : 'run'),
    query: declaration.query ?? null,
    // What takes no body takes no unknown field either.
    body:
      declaration.body ??
      (declaration.method === 'GET' || declaration.method === 'DELETE' || declaration.takesFile
        ? null
        : empty),
    takesFile: declaration.takesFile ?? false,
    answer: declaration.answer,
    streamed: declaration.streamed ?? null,
    status: declaration.status ?? 200,
    refuses: declaration.refuses ?? [],
    // The dispatcher has parsed query and body by these very schemas, and the path by its placeholders.
    run: (input) => declaration.handle(input as Parameters<typeof declaration.handle>[0]),
  };
}

/** Every code that a route may be refused with: its own, and those of all routes of its kind. */
export function refusalsOf({ path, scope, body, takesFile, refuses }: Route): ReadonlySet<ErrorCode> {
  const takesBody = body !== null || takesFile;
  return new Set<ErrorCode>([
    'bad-request',
    'unknown-field',
    ...(takesBody ? (['malformed-json', 'body-too-large'] as const) : []),
    'foreign-host',
    'foreign-origin',
    ...(scope === 'open' ? [] : (['key-required', 'key-refused', 'forbidden', 'too-many-requests'] as const)),
    ...(path.includes('{') ? (['not-found'] as const) : []),
    ...refuses,
    'internal',
    'unavailable',
  ]);
}

/** The same codes by the status that they come with, in the order of the statuses. */
export function refusalsByStatus(route: Route): { status: number; codes: ErrorCode[] }[] {
  const codes = [...refusalsOf(route)];
  const statuses = [...new Set(codes.map(statusOfCode))].toSorted((a, b) => a - b);
  return statuses.map((status) => ({
    status,
    codes: codes.filter((code) => statusOfCode(code) === status),
  }));
}

/** Whether a request without a body is refused: what makes something isn't asked for by accident. */
export function needsBody({ body, status }: Route): boolean {
  return body !== null && status === 201;
}
