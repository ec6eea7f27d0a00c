import { parseFormatSpec, type FormatSpec } from '@/lib/template/format-spec';
import {
  exponential,
  fixed,
  isNegative,
  nonFinite,
  positional,
  shortestDigits,
  significantDigits,
} from '@/lib/template/python-float';
import { pythonStr } from '@/lib/template/python-str';
import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';

/**
 * Python's `format(value, spec)`. Throws AppError `bad-format` for a spec that Python would refuse for
 * this value, and for widths and precisions over 10,000.
 */
export function pythonFormat(value: Value, spec: string): string {
  if (spec === '') return pythonStr(value);
  const parsed = parseFormatSpec(spec);
  if (!parsed.ok) throw badFormat(parsed.message);
  if (typeof value === 'string') return formatString(value, parsed.spec, spec);
  if (typeof value === 'bigint') return formatInteger(value, parsed.spec, spec, 'an integer');
  if (typeof value === 'boolean') return formatInteger(value ? 1n : 0n, parsed.spec, spec, 'True or False');
  if (value instanceof Float) return formatFloat(value.value, parsed.spec, spec);
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? formatInteger(BigInt(value), parsed.spec, spec, 'an integer')
      : formatFloat(value, parsed.spec, spec);
  }
  const kind = value === null ? 'None' : Array.isArray(value) ? 'a list' : 'a dict';
  throw badFormat(
    `the format "${spec}" can't be used for ${kind}; "!s" before the colon makes it a text first`,
  );
}

function formatString(text: string, spec: FormatSpec, source: string): string {
  if (spec.type !== '' && spec.type !== 's') throw unsuited(source, 'a text');
  if (
    spec.sign !== '' ||
    spec.noNegativeZero ||
    spec.alternate ||
    spec.grouping !== '' ||
    spec.align === '='
  ) {
    throw unsuited(source, 'a text');
  }
  const cut = spec.precision === undefined ? text : firstCodePoints(text, spec.precision);
  return padded(cut, { ...spec, fill: fillOf(spec), align: spec.align || '<' });
}

function formatInteger(value: bigint, spec: FormatSpec, source: string, kind: string): string {
  const type = spec.type || 'd';
  if ('eEfFgG%'.includes(type)) return formatFloat(asFloat(value), spec, source);
  if (!'bcdoxXn'.includes(type)) throw unsuited(source, kind);
  if (spec.precision !== undefined || spec.noNegativeZero) throw unsuited(source, kind);
  if (spec.grouping !== '' && !(type === 'd' || (spec.grouping === '_' && 'boxX'.includes(type)))) {
    throw unsuited(source, kind);
  }
  if (type === 'c') {
    if (spec.sign !== '' || spec.alternate) throw unsuited(source, kind);
    if (value < 0n || value > 0x10ffffn) throw badFormat(`${value} is no character`);
    return assembled(
      { negative: false, prefix: '', whole: '', rest: String.fromCodePoint(Number(value)) },
      spec,
    );
  }
  const magnitude = value < 0n ? -value : value;
  const radix = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10;
  const digits = magnitude.toString(radix);
  return assembled(
    {
      negative: value < 0n,
      prefix: spec.alternate && radix !== 10 ? `0${type}` : '',
      whole: type === 'X' ? digits.toUpperCase() : digits,
      rest: '',
    },
    spec,
    radix === 10 ? 3 : 4,
  );
}

function asFloat(value: bigint): number {
  const float = Number(value);
  if (!Number.isFinite(float)) throw badFormat('the integer is too large for this format');
  return float;
}

function formatFloat(value: number, spec: FormatSpec, source: string): string {
  if (!'eEfFgGn%'.includes(spec.type)) throw unsuited(source, 'a float');
  if (spec.grouping !== '' && spec.type === 'n') throw unsuited(source, 'a float');
  const percent = spec.type === '%';
  const number = percent ? value * 100 : value;
  let text = Number.isFinite(number) ? floatDigits(number, spec) : nonFinite(Math.abs(number));
  if ('EFG'.includes(spec.type || '-')) text = text.toUpperCase();
  const wholeLength = /^\d*/.exec(text)?.[0].length ?? 0;
  const roundsToZero = Number.isFinite(number) && !/[1-9]/.test(text.replace(/e.*/i, ''));
  return assembled(
    {
      negative: isNegative(number) && !(spec.noNegativeZero && roundsToZero),
      prefix: '',
      whole: text.slice(0, wholeLength),
      rest: text.slice(wholeLength) + (percent ? '%' : ''),
    },
    spec,
  );
}

/** The digits of a finite float without its sign. */
function floatDigits(value: number, spec: FormatSpec): string {
  const precision = spec.precision ?? 6;
  switch (spec.type) {
    case 'f':
    case 'F':
    case '%':
      return withAlternatePoint(fixed(value, precision), spec);
    case 'e':
    case 'E': {
      const { digits, exponent } = significantDigits(value, precision + 1);
      return withAlternatePoint(exponential(digits, exponent), spec);
    }
    case '':
      return spec.precision === undefined ? shortest(value, spec) : general(value, spec.precision, spec);
    default:
      return general(value, precision, spec);
  }
}

/** Like repr; the alternate form only keeps a point. */
function shortest(value: number, spec: FormatSpec): string {
  const { digits, exponent } = shortestDigits(value);
  if (exponent < -4 || exponent >= 16) return withAlternatePoint(exponential(digits, exponent), spec);
  return withFraction(positional(digits, exponent));
}

/** Type `g`, and no type with a precision: then an exponent comes one power of ten earlier, and `.0` is added. */
function general(value: number, precision: number, spec: FormatSpec): string {
  const count = Math.max(precision, 1);
  const { digits, exponent } = significantDigits(value, count);
  const kept = spec.alternate ? digits : digits.replace(/(?!^)0+$/, '');
  const limit = spec.type === '' ? count - 1 : count;
  if (exponent < -4 || exponent >= limit) return withAlternatePoint(exponential(kept, exponent), spec);
  const text = withAlternatePoint(positional(kept, exponent), spec);
  return spec.type === '' ? withFraction(text) : text;
}

function withAlternatePoint(text: string, spec: FormatSpec): string {
  return spec.alternate && !text.includes('.') ? text.replace(/^\d+/, '$&.') : text;
}

function withFraction(text: string): string {
  if (text.endsWith('.')) return `${text}0`;
  return text.includes('.') ? text : `${text}.0`;
}

/** A number in pieces: `whole` takes the separators of thousands, `rest` follows it. */
type NumberText = { negative: boolean; prefix: string; whole: string; rest: string };

function assembled(number: NumberText, spec: FormatSpec, groupLength = 3): string {
  const plus = spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
  const lead = (number.negative ? '-' : plus) + number.prefix;
  const fill = fillOf(spec);
  const align = spec.align || (spec.zeroPadded ? '=' : '>');
  const zerosWithin = fill === '0' && align === '=';
  const room = zerosWithin ? spec.width - codePoints(lead) - codePoints(number.rest) : 0;
  const whole =
    spec.grouping === '' || number.whole === ''
      ? number.whole.padStart(room, '0')
      : grouped(number.whole, room, spec, groupLength);
  const body = whole + number.rest;
  if (align !== '=') return padded(lead + body, { fill, align, width: spec.width });
  return lead + padded(body, { fill, align: '>', width: spec.width - codePoints(lead) });
}

/** Separators of thousands, with zeros before the number until it fills the room. */
function grouped(digits: string, room: number, spec: FormatSpec, groupLength: number): string {
  let count = digits.length;
  while (count + Math.floor((count - 1) / groupLength) < room) count++;
  const filled = digits.padStart(count, '0');
  const first = filled.length % groupLength || groupLength;
  const groups = [filled.slice(0, first)];
  for (let start = first; start < filled.length; start += groupLength) {
    groups.push(filled.slice(start, start + groupLength));
  }
  return groups.join(spec.grouping);
}

function padded(text: string, spec: Pick<FormatSpec, 'fill' | 'align' | 'width'>): string {
  const missing = spec.width - codePoints(text);
  if (missing <= 0) return text;
  const before = spec.align === '>' ? missing : spec.align === '^' ? Math.floor(missing / 2) : 0;
  return spec.fill.repeat(before) + text + spec.fill.repeat(missing - before);
}

function fillOf(spec: FormatSpec): string {
  return spec.fill || (spec.zeroPadded ? '0' : ' ');
}

function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function firstCodePoints(text: string, count: number): string {
  return text.length <= count
    ? text
    : Array.from(text.slice(0, 2 * count))
        .slice(0, count)
        .join('');
}

function unsuited(spec: string, kind: string): AppError {
  return badFormat(`the format "${spec}" can't be used for ${kind}`);
}

function badFormat(message: string): AppError {
  return new AppError('bad-format', message);
}
