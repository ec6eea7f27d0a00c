import { Float, isDict, isList, type Value } from '@/lib/util/value';

/** A value as `JSON.parse` would give it: floats and large integers become numbers, dicts objects without a prototype. */
export function toPlain(value: Value): unknown {
  if (value instanceof Float) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(toPlain);
  if (!isDict(value)) return value;
  const result: Record<string, unknown> = emptyObject();
  for (const [key, item] of value) result[key] = toPlain(item);
  return result;
}

/** An object on which nothing is found but what is put there. */
export function emptyObject(): Record<string, unknown> {
  const empty: Record<string, unknown> = {};
  return Object.setPrototypeOf(empty, null) as Record<string, unknown>;
}
