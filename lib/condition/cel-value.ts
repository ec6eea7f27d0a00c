import { Float, isDict, isList, type Value } from '@/lib/util/value';

/** A value of a row as the expression library takes it: integers are bigints there, all other numbers floats. */
export function celValue(value: Value): unknown {
  if (value instanceof Float) return value.value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (isList(value)) return value.map(celValue);
  if (isDict(value)) return new Map([...value].map(([key, item]) => [key, celValue(item)]));
  return value;
}
