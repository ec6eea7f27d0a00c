import type { Column } from '@/lib/dataset/column';
import {
  endOfJsonString,
  JsonReader,
  jsonTooDeep,
  maxJsonDepth,
  skipJsonSpaces,
} from '@/lib/dataset/json-reader';
import { AppError } from '@/lib/util/app-error';
import { Float, isDict, isList, type Value } from '@/lib/util/value';

/**
 * A value as JSON text. Keys keep their order, a float that is integral keeps its `.0`, characters
 * outside ASCII stay readable (lone surrogates are escaped). As in JSON.stringify, undefined, NaN and
 * the infinities become null.
 */
export function encodeJson(value: Value | undefined): string {
  return encode(value, 0);
}

/** As `encodeJson`, with the keys of every dict in the order of their characters: equal values have equal texts. */
export function encodeSortedJson(value: Value): string {
  return encodeJson(withSortedKeys(value, 0));
}

function withSortedKeys(value: Value, depth: number): Value {
  if (depth >= maxJsonDepth) throw jsonTooDeep();
  if (isList(value)) return value.map((item) => withSortedKeys(item, depth + 1));
  if (!isDict(value)) return value;
  const entries = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(entries.map(([key, item]) => [key, withSortedKeys(item, depth + 1)]));
}

function encode(value: Value | undefined, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) return encodeFloat(value.value);
  if (depth >= maxJsonDepth) throw jsonTooDeep();
  if (isList(value)) return `[${value.map((item) => encode(item, depth + 1)).join(',')}]`;
  let text = '';
  for (const [key, item] of value) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${encode(item, depth + 1)}`;
  }
  return `{${text}}`;
}

function encodeNumber(value: number): string {
  if (Number.isSafeInteger(value) || !Number.isInteger(value))
    return Number.isFinite(value) ? String(value) : 'null';
  return BigInt(value).toString();
}

function encodeFloat(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/**
 * Reads a JSON text as Python would: objects are dicts in their own order (of two equal keys the last
 * value wins, at the place of the first), `5.0` and `1e3` are floats, integers of any size are exact, a
 * float that is too large is infinite. Throws AppError `json-invalid` with the place, `json-too-deep`.
 */
export function decodeJson(text: string): Value {
  return decodeBy(new JsonReader(text, { takesNonFinite: false }));
}

/** As `decodeJson`, also of the words that Python writes where JSON has none: NaN (as null) and Infinity. */
export function decodePythonJson(text: string): Value {
  return decodeBy(new JsonReader(text, { takesNonFinite: true }));
}

function decodeBy(reader: JsonReader): Value {
  const value = reader.value(0);
  reader.end();
  return value;
}

/**
 * The raw JSON texts of an array's elements, without parsing them. The text must be valid JSON, such as
 * our own encoder's; only what would break the splitting is noticed (AppError `json-invalid`).
 */
export function splitJsonArray(text: string): string[] {
  const open = skipJsonSpaces(text, 0);
  if (text.charCodeAt(open) !== openBracket) throw notAnArray();
  const elements: string[] = [];
  let start = open + 1;
  let depth = 1;
  for (let position = start; position < text.length; position++) {
    switch (text.charCodeAt(position)) {
      case quote:
        position = endOfJsonString(text, position);
        if (position < 0) throw notAnArray();
        break;
      case openBracket:
      case openBrace:
        depth++;
        break;
      case closeBrace:
        depth--;
        break;
      case comma:
        if (depth !== 1) break;
        elements.push(text.slice(start, position).trim());
        start = position + 1;
        break;
      case closeBracket: {
        depth--;
        if (depth > 0) break;
        if (skipJsonSpaces(text, position + 1) !== text.length) throw notAnArray();
        const last = text.slice(start, position).trim();
        if (last !== '' || elements.length > 0) elements.push(last);
        return elements;
      }
      default:
    }
  }
  throw notAnArray();
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * One row as a JSON object whose keys stand in the columns' order. `rawCells` are JSON texts, one for
 * each column; a missing one counts as null. Without `include` the output columns are taken.
 */
export function encodeRow(
  columns: readonly Column[],
  rawCells: readonly string[],
  include: (column: Column) => boolean = (column) => column.output,
): string {
  let text = '';
  for (const [index, column] of columns.entries()) {
    if (!include(column)) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(column.name)}:${rawCells[index] ?? 'null'}`;
  }
  return `{${text}}`;
}

function notAnArray(): AppError {
  return new AppError('json-invalid', 'The text is not a JSON array');
}
