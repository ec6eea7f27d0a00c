import { Float } from '@/lib/util/value';
import type { Scalar } from 'yaml';
import { scalarText } from './document';

/** What a scalar can mean. */
export type ScalarValue = null | boolean | number | bigint | string | Float;

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const booleans = new Map(
  ['yes', 'true', 'on', 'no', 'false', 'off'].flatMap((word, index) =>
    [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)].map(
      (spelling) => [spelling, index < 3] as const,
    ),
  ),
);
const integerPattern = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)$/;
const floatPattern =
  /^[-+]?(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)|\.[0-9]+(?:_[0-9]+)*(?:[eE][-+][0-9]+)?)$/;
const infinityPattern = /^([-+]?)\.(?:inf|Inf|INF)$/;

/**
 * The meaning of a scalar as PyYAML reads it: `yes` is true, `012` is 10, `1_000` is 1000, `5.0` stays a
 * float. Dates and times of day stay texts, and so does `y`. Quoted and block scalars are always texts.
 */
export function readScalar(scalar: Scalar): ScalarValue {
  const text = scalarText(scalar);
  const tag = scalar.tag?.replace('tag:yaml.org,2002:', '');
  if (tag === undefined ? scalar.type !== 'PLAIN' : tag === 'str' || tag === '!') return text;
  const value = readPlain(text);
  const isInteger = typeof value === 'number' || typeof value === 'bigint';
  return tag === 'float' && isInteger ? float(Number(value)) : value;
}

/** The meaning of an unquoted text. */
export function readPlain(text: string): ScalarValue {
  if (nulls.has(text)) return null;
  const boolean = booleans.get(text);
  if (boolean !== undefined) return boolean;
  const first = text.charCodeAt(0);
  // Nearly all scalars are words: spare them the patterns. Numbers begin with a digit, a sign or a point.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return text;
  if (integerPattern.test(text)) return readInteger(text);
  if (floatPattern.test(text)) return float(Number(text.replaceAll('_', '')));
  const infinity = infinityPattern.exec(text);
  if (infinity !== null) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : text;
}

function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

function readInteger(text: string): number | bigint {
  const negative = text.startsWith('-');
  let digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  if (/^0[0-7]/.test(digits)) digits = `0o${digits}`;
  const value = BigInt(digits);
  const signed = negative ? -value : value;
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number : signed;
}
