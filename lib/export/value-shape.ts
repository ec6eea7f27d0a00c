import { Float, isDict, isList, type Value } from '@/lib/util/value';

/**
 * What the values of a column have in common. `none`: all absent; `json`: kinds that no one type holds, or objects
 * without a key. The fields of a struct stand in the order in which they were first seen.
 */
export type Shape =
  | { readonly kind: 'none' | 'boolean' | 'integer' | 'number' | 'text' | 'json' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Shape> };

/** More fields than these are no struct but a table of its own. */
const mostFields = 64;

const none: Shape = { kind: 'none' };
const json: Shape = { kind: 'json' };

/** The shape of one value. Integers that 64 bits don't hold are `json`. */
export function shapeOf(value: Value): Shape {
  if (value === null) return none;
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'string') return { kind: 'text' };
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? { kind: 'integer' } : json;
  if (typeof value === 'number') return Number.isInteger(value) ? { kind: 'integer' } : { kind: 'number' };
  if (value instanceof Float) return { kind: 'number' };
  if (isList(value))
    return { kind: 'list', item: value.reduce<Shape>((sum, item) => joined(sum, shapeOf(item)), none) };
  if (!isDict(value) || value.size === 0 || value.size > mostFields) return json;
  return { kind: 'struct', fields: new Map([...value].map(([name, item]) => [name, shapeOf(item)])) };
}

/** The least shape that holds the values of both. */
export function joined(one: Shape, other: Shape): Shape {
  if (one.kind === 'none') return other;
  if (other.kind === 'none') return one;
  if (one.kind === 'list' && other.kind === 'list')
    return { kind: 'list', item: joined(one.item, other.item) };
  if (one.kind === 'struct' && other.kind === 'struct') return joinedStructs(one.fields, other.fields);
  if (one.kind === other.kind) return one;
  const kinds = new Set([one.kind, other.kind]);
  return kinds.has('integer') && kinds.has('number') ? { kind: 'number' } : json;
}

function joinedStructs(one: ReadonlyMap<string, Shape>, other: ReadonlyMap<string, Shape>): Shape {
  const fields = new Map(one);
  for (const [name, shape] of other) fields.set(name, joined(fields.get(name) ?? none, shape));
  return fields.size > mostFields ? json : { kind: 'struct', fields };
}
