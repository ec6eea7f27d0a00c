import { readPlain } from '../yaml/scalar';
import { isPlainList, isPlainMap, type PlainValue } from './plain-value';

/** How a text writes YAML, so that what is added looks like what is there. */
export type YamlStyle = {
  /** Spaces for one level. */
  step: number;
  /** Spaces of a list's dashes below the key that they belong to. */
  listStep: number;
  /** The text is JSON: keys and texts stand in double quotes. */
  isJson: boolean;
  /** The line break of the text. */
  eol: string;
};

/** Looks at how a text is written. */
export function styleOf(text: string): YamlStyle {
  const nested = /^( *)(?:- )?[^\s#-][^\n#]*:[ \t]*\r?\n( *)[^\s#-]/m.exec(text);
  const step =
    nested === null || nested[0].trimStart().startsWith('-') ? 2 : widthOf(nested[2]) - widthOf(nested[1]);
  const list = /^( *)[^\s#-][^\n#]*:[ \t]*\r?\n(?:\s*#[^\n]*\n)*( *)- /m.exec(text);
  return {
    step: step > 0 ? step : 2,
    listStep: list === null ? 2 : Math.max(0, widthOf(list[2]) - widthOf(list[1])),
    isJson: /^\s*[{[]/.test(text),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

function widthOf(spaces: string | undefined): number {
  return spaces?.length ?? 0;
}

/**
 * A value in block style, as lines that begin with `indent` spaces and end without a line break. Texts of
 * several lines become literal blocks.
 */
export function blockLines(value: PlainValue, indent: number, style: YamlStyle): string[] {
  const pad = ' '.repeat(indent);
  if (isPlainList(value) && value.length > 0) {
    return value.flatMap((item) => {
      const lines = blockLines(item, indent + 2, style);
      return [`${pad}- ${(lines[0] ?? '').slice(indent + 2)}`, ...lines.slice(1)];
    });
  }
  if (isPlainMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => entryLines(key, item, indent, style));
  }
  const [first = '', ...rest] = scalarLines(value, indent, 2);
  return [`${pad}${first}`, ...rest];
}

/** One entry of a mapping in block style. */
export function entryLines(key: string, value: PlainValue, indent: number, style: YamlStyle): string[] {
  const head = `${' '.repeat(indent)}${writeKey(key)}:`;
  if (isPlainList(value) && value.length > 0)
    return [head, ...blockLines(value, indent + style.listStep, style)];
  if (isPlainMap(value) && Object.keys(value).length > 0) {
    return [head, ...blockLines(value, indent + style.step, style)];
  }
  const [first = '', ...rest] = scalarLines(value, indent + style.step, style.step);
  return [`${head} ${first}`, ...rest];
}

/**
 * A scalar (or an empty collection) for a place in block style. Lines after the first begin with `indent`
 * spaces, which are `step` more than those of what it belongs to.
 */
export function scalarLines(value: PlainValue, indent: number, step: number): string[] {
  if (typeof value === 'string' && isBlockText(value)) {
    const { header, lines } = literalBlock(value, step);
    const pad = ' '.repeat(indent);
    return [header, ...lines.map((line) => (line === '' ? '' : pad + line))];
  }
  return [writeInline(value, 'block')];
}

/** A text of several lines that a literal block can hold as it is. */
export function isBlockText(text: string): boolean {
  return /\S\n|\n.*\S/.test(text) && !/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/.test(text);
}

function literalBlock(text: string, step: number): { header: string; lines: string[] } {
  const body = text.replace(/\n+$/, '');
  const breaks = text.length - body.length;
  const chomp = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  // A first line that begins with white space would be taken for the indentation.
  const indication = /^[ \t\n]/.test(body) ? String(step) : '';
  const lines = body.split('\n');
  for (let more = 1; more < breaks; more++) lines.push('');
  return { header: `|${indication}${chomp}`, lines };
}

/** A value on one line. In flow style commas and brackets end a plain text. */
export function writeInline(value: PlainValue, place: 'block' | 'flow' | 'json'): string {
  if (isPlainList(value)) return `[${value.map((item) => writeInline(item, inner(place))).join(', ')}]`;
  if (isPlainMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => {
      const name = place === 'json' ? JSON.stringify(key) : writeKey(key);
      return `${name}: ${writeInline(item, inner(place))}`;
    });
    return `{${entries.join(', ')}}`;
  }
  if (typeof value !== 'string') return writeNumber(value);
  if (place === 'json') return doubleQuoted(value);
  return isPlainText(value, place) ? value : quoted(value);
}

function inner(place: 'block' | 'flow' | 'json') {
  return place === 'json' ? 'json' : 'flow';
}

function writeNumber(value: number | boolean | null): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  // YAML 1.1 reads an exponent only after a point and with a sign.
  const text = String(value);
  if (!text.includes('e')) return text;
  const [digits = '', exponent = ''] = text.split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}e${/^[-+]/.test(exponent) ? '' : '+'}${exponent}`;
}

/** A key of a mapping. */
export function writeKey(key: string): string {
  return isPlainText(key, 'flow') && key !== '<<' ? key : quoted(key);
}

/** Can a text stand without quotes and still be read as this very text? */
export function isPlainText(text: string, place: 'block' | 'flow'): boolean {
  if (readPlain(text) !== text || text.length > 500) return false;
  if (!/^[\p{L}\p{N}_/($€£+~^.<]/u.test(text) || /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(text)) return false;
  if (/:(?: |$)| #|^\.\.\.| $/.test(text)) return false;
  return place === 'block' || !/[,[\]{}]|:[^\s\w/]/.test(text);
}

function quoted(text: string): string {
  const isSimple = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text);
  // Some readers take `${` in double quotes for an escape, and a backslash reads better undoubled.
  if (isSimple && /["\\]|\$\{/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

function doubleQuoted(text: string): string {
  // JSON leaves these as they are, YAML takes them for line breaks or forbids them.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
