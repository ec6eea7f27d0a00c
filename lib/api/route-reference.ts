import type { ExampleRequest } from './example-code';

/** A field of a path, a query or a body, with its type in words. */
export type FieldReference = {
  readonly name: string;
  readonly place: 'path' | 'query' | 'body';
  readonly isRequired: boolean;
  readonly type: string;
};

/** What the reference tells of a route. */
export type RouteReference = {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** What a key needs; null where none is needed. */
  readonly scope: string | null;
  readonly fields: readonly FieldReference[];
  readonly status: number;
  readonly mediaTypes: readonly string[];
  /** Codes by the status that they come with. */
  readonly refusals: readonly { readonly status: number; readonly codes: readonly string[] }[];
  readonly example: ExampleRequest | null;
};
