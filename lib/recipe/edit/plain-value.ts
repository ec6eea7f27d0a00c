import { isMap, isScalar, isSeq } from 'yaml';
import type { Node } from 'yaml';
import { Float, isDict, isList, type Value } from '@/lib/util/value';
import { nodeOrNull, type Path, type RecipeDocument } from '../yaml/document';
import { readScalar } from '../yaml/scalar';

/** A value as a form knows it, before it is written as YAML. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** What a part of a document says, aliases and merge keys followed. */
export function plainValueOf(document: RecipeDocument, written: Node | null): PlainValue {
  const node = document.resolve(written);
  if (isSeq(node)) return node.items.map((item) => plainValueOf(document, nodeOrNull(item)));
  if (isMap(node)) {
    return Object.fromEntries(
      document.entries(node).map(({ key, value }) => [key, plainValueOf(document, value)]),
    );
  }
  if (!isScalar(node)) return null;
  const value = readScalar(node);
  if (value instanceof Float) return value.value;
  return typeof value === 'bigint' ? value.toString() : value;
}

/** A value of a recipe as it is written again. */
export function plainFromValue(value: Value): PlainValue {
  if (isList(value)) return value.map(plainFromValue);
  if (isDict(value)) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plainFromValue(item)]));
  }
  if (value instanceof Float) return value.value;
  return typeof value === 'bigint' ? value.toString() : value;
}

export function isPlainList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

export function isPlainMap(value: PlainValue | undefined): value is Readonly<Record<string, PlainValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Are two values the same? The order of keys doesn't count. */
export function isSameValue(a: PlainValue | undefined, b: PlainValue | undefined): boolean {
  if (isPlainList(a) && isPlainList(b)) {
    return a.length === b.length && a.every((item, index) => isSameValue(item, b[index]));
  }
  if (isPlainMap(a) && isPlainMap(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSameValue(a[key], b[key]))
    );
  }
  return Object.is(a, b);
}

/**
 * The value with the part at a path changed; `change` gets that part, undefined where there is none, and
 * gives the new one, undefined to leave it out. Missing mappings and lists on the way are made.
 */
export function changePlainValue(
  value: PlainValue | undefined,
  path: Path,
  change: (part: PlainValue | undefined) => PlainValue | undefined,
): PlainValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (typeof step === 'number') {
    const list = isPlainList(value) ? value : [];
    const item = changePlainValue(list[step], rest, change);
    return item === undefined ? list.toSpliced(step, 1) : list.toSpliced(step, 1, item);
  }
  const map = isPlainMap(value) ? value : {};
  const item = changePlainValue(Object.hasOwn(map, step) ? map[step] : undefined, rest, change);
  const others = Object.entries(map).filter(([key]) => key !== step);
  if (item === undefined) return Object.fromEntries(others);
  if (!Object.hasOwn(map, step)) return Object.fromEntries([...others, [step, item]]);
  return Object.fromEntries(Object.entries(map).map(([key, old]) => [key, key === step ? item : old]));
}
