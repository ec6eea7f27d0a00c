import { floatRepr } from '@/lib/template/python-float';
import { TextRecord } from '@/lib/util/text-record';
import { Float, isList, type Value } from '@/lib/util/value';

/** Python's `str(value)`. */
export function pythonStr(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof TextRecord ? value.text : pythonRepr(value);
}

/** Python's `repr(value)`. Which characters are printable follows this machine's Unicode version. */
export function pythonRepr(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return stringRepr(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isInteger(value) ? intStr(value) : floatRepr(value);
  if (value instanceof Float) return floatRepr(value.value);
  if (isList(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  return `{${Array.from(value, ([key, item]) => `${stringRepr(key)}: ${pythonRepr(item)}`).join(', ')}}`;
}

/** Python's `ascii(value)`: like repr, with everything outside ASCII escaped. */
export function pythonAscii(value: Value): string {
  return pythonRepr(value).replace(/[^\0-\x7f]/gu, escapeCharacter);
}

function intStr(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
}

// Python's str.isprintable() is false for these general categories, but for the plain space.
const needsEscape = /[\\\p{C}\p{Z}]/u;
const escaped = /[\\\p{C}\p{Z}]/gu;

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = needsEscape.test(text) ? text.replace(escaped, escapeCharacter) : text;
  if (quote === "'" && body.includes("'")) body = body.replaceAll("'", "\\'");
  return quote + body + quote;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case ' ':
      return character;
    case '\\':
      return '\\\\';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default: {
      const codePoint = character.codePointAt(0) ?? 0;
      const hex = codePoint.toString(16);
      if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
      return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
    }
  }
}
