import { decodeJson, encodeJson } from '@/lib/dataset/json';
import { isDict, isList, type Value } from '@/lib/util/value';
import { plainFromValue, type PlainValue } from '../edit/plain-value';

/** A value of an example as a cell shows it: texts as they are, all else as JSON. */
export function cellText(value: Value | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : encodeJson(value);
}

/**
 * The value for what was typed into a cell. Where a text was it stays one, whatever it looks like; where something else
 * was, JSON is read as such.
 */
export function cellValue(text: string, before: Value | undefined): PlainValue {
  if (typeof before === 'string' || before === undefined) return text;
  try {
    return plainFromValue(decodeJson(text));
  } catch {
    return text;
  }
}

/** Examples out of pasted text: JSON or JSONL of objects; null where it is neither. */
export function examplesInJson(text: string): Record<string, PlainValue>[] | null {
  const whole = parsed(text);
  const items = isList(whole) ? whole : isDict(whole) ? [whole] : text.trim().split('\n').map(parsed);
  const records = items.flatMap((item) => (isDict(item) && item.size > 0 ? [item] : []));
  if (records.length === 0 || records.length < items.length) return null;
  return sameKeys(
    records.map((record) =>
      Object.fromEntries([...record].map(([key, value]) => [key, plainFromValue(value)])),
    ),
  );
}

/** Examples out of the cells of a table whose first row names the fields. */
export function examplesInCells(cells: readonly (readonly string[])[]): Record<string, PlainValue>[] {
  const [head = [], ...rows] = cells;
  const names = head.map((name, at) => name.trim() || `field_${at + 1}`);
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

/** All examples of a source have the same keys: what one lacks is null. */
export function sameKeys(examples: readonly Record<string, PlainValue>[]): Record<string, PlainValue>[] {
  const keys = [...new Set(examples.flatMap((example) => Object.keys(example)))];
  return examples.map((example) =>
    Object.fromEntries(keys.map((key) => [key, Object.hasOwn(example, key) ? (example[key] ?? null) : null])),
  );
}

function parsed(text: string): Value {
  try {
    return decodeJson(text.trim());
  } catch {
    return null;
  }
}
