/**
 * A Python float whose value is integral, so that `5.0` in a source prints `5.0` and not `5`.
 * All other floats are plain numbers, and a plain number that is integral is a Python int.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * What a cell or a placeholder can hold. Dicts are Maps, because objects move keys that look like
 * integers to the front and have a prototype. Integers beyond 2^53 are bigints.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | readonly Value[]
  | ReadonlyMap<string, Value>;

/** Tells a dict from a list: `instanceof Map` does not narrow a ReadonlyMap. */
export function isDict(value: unknown): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** Tells a list from the other values: `Array.isArray` does not narrow a readonly array. */
export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** Tells a value from all else that a variable of unknown type can hold. */
export function isValue(value: unknown): value is Value {
  if (value === null || value instanceof Float) return true;
  if (Array.isArray(value)) return value.every(isValue);
  if (value instanceof Map) {
    return [...value].every(([key, item]) => typeof key === 'string' && isValue(item));
  }
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}
