import type { Scalar } from 'yaml';
import { scalarText } from './document';

/**
 * For each UTF-16 unit of a scalar's value (and one past its end) the offset in the text where it is written,
 * so that a mark can stand under the very placeholder inside a block or a quoted text. Null when the spelling
 * is one that is not understood here: then only the scalar as a whole has a place.
 */
export function sourceMap(text: string, scalar: Scalar): readonly number[] | null {
  if (!scalar.range) return null;
  const [start, end] = scalar.range;
  const writer = new Writer();
  switch (scalar.type) {
    case 'PLAIN':
      flow(writer, text, { start, end, escapes: 'none' });
      break;
    case 'QUOTE_SINGLE':
      flow(writer, text, { start: start + 1, end: end - 1, escapes: 'single' });
      break;
    case 'QUOTE_DOUBLE':
      flow(writer, text, { start: start + 1, end: end - 1, escapes: 'double' });
      break;
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      block(writer, text, { start, end, folded: scalar.type === 'BLOCK_FOLDED' });
      break;
    case undefined:
      return null;
  }
  // The package has read the value by the full rules; this is only believed where it agrees.
  return writer.value === scalarText(scalar) ? writer.offsets() : null;
}

/** Collects the characters of a value together with the places they come from. */
class Writer {
  value = '';
  private readonly places: number[] = [];
  private last = 0;

  add(characters: string, at: number, length: number): void {
    this.value += characters;
    while (this.places.length < this.value.length) this.places.push(at);
    this.last = at + length;
  }

  /** Takes back white space at the end, down to `keep` units. */
  trimEnd(keep: number): void {
    let length = this.value.length;
    while (length > keep && (this.value[length - 1] === ' ' || this.value[length - 1] === '\t')) length--;
    this.cut(length);
  }

  cut(length: number): void {
    if (length === this.value.length) return;
    this.last = this.places[length] ?? this.last;
    this.value = this.value.slice(0, length);
    this.places.length = length;
  }

  offsets(): number[] {
    return [...this.places, this.last];
  }
}

type FlowScalar = { start: number; end: number; escapes: 'none' | 'single' | 'double' };

/** Plain and quoted texts: a line break is a space, an empty line a line break. */
function flow(writer: Writer, text: string, scalar: FlowScalar): void {
  let at = scalar.start;
  /** Blanks that were written as escapes are not white space to be folded away. */
  let keep = 0;
  while (at < scalar.end) {
    const character = text[at] ?? '';
    if (character === '\n' || (character === '\r' && text[at + 1] === '\n')) {
      writer.trimEnd(keep);
      const fold = foldedBreaks(text, at, scalar.end);
      writer.add(fold.breaks === 1 ? ' ' : '\n'.repeat(fold.breaks - 1), at, fold.next - at);
      at = fold.next;
      keep = writer.value.length;
    } else if (scalar.escapes === 'single' && character === "'" && text[at + 1] === "'") {
      writer.add("'", at, 2);
      at += 2;
    } else if (scalar.escapes === 'double' && character === '\\') {
      const escape = readEscape(text, at, scalar.end);
      writer.add(escape.value, at, escape.next - at);
      at = escape.next;
      keep = writer.value.length;
    } else {
      writer.add(character, at, 1);
      at++;
    }
  }
}

/** Counts the line breaks from `at` on and skips the white space between and after them. */
function foldedBreaks(text: string, at: number, end: number): { breaks: number; next: number } {
  let breaks = 0;
  let next = at;
  while (next < end && /\s/.test(text[next] ?? '')) {
    if (text[next] === '\n') breaks++;
    next++;
  }
  return { breaks, next };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(text: string, at: number, end: number): { value: string; next: number } {
  const letter = text[at + 1] ?? '';
  if (letter === '\n' || letter === '\r') {
    const { breaks, next } = foldedBreaks(text, at + 1, end);
    return { value: '\n'.repeat(Math.max(0, breaks - 1)), next };
  }
  const length = codeLengths[letter];
  if (length === undefined) return { value: simpleEscapes[letter] ?? letter, next: at + 2 };
  const code = Number.parseInt(text.slice(at + 2, at + 2 + length), 16);
  const valid = code >= 0 && code <= 0x10ffff;
  return { value: valid ? String.fromCodePoint(code) : '', next: at + 2 + length };
}

type BlockScalar = { start: number; end: number; folded: boolean };

/** `|` and `>` texts: the indentation goes, and in folded ones single breaks between plain lines. */
function block(writer: Writer, text: string, scalar: BlockScalar): void {
  const headerEnd = text.indexOf('\n', scalar.start);
  if (headerEnd === -1 || headerEnd >= scalar.end) return;
  const header = text.slice(scalar.start, headerEnd);
  const lines = blockLines(text, headerEnd + 1, scalar.end);
  const stated = /^[|>][-+]?([1-9])/.exec(header)?.[1];
  const indent = stated === undefined ? firstIndent(text, lines) : statedIndent(text, lines, Number(stated));
  let pendingBreaks = 0;
  let breakAt = headerEnd;
  let lastWasMore = false;
  let begun = false;
  for (const line of lines) {
    const start = Math.min(line.start + indent, line.end);
    const blank = text.slice(line.start, line.end).trim() === '' && line.end - line.start <= indent;
    if (blank) {
      if (pendingBreaks === 0) breakAt = line.start;
      pendingBreaks++;
      continue;
    }
    const more = text[start] === ' ' || text[start] === '\t';
    if (begun) {
      const fold = scalar.folded && !more && !lastWasMore;
      const folded = pendingBreaks === 1 ? ' ' : '\n'.repeat(pendingBreaks - 1);
      writer.add(fold ? folded : '\n'.repeat(pendingBreaks), breakAt, 1);
    } else if (pendingBreaks > 0) writer.add('\n'.repeat(pendingBreaks), breakAt, 1);
    for (let at = start; at < line.end; at++) writer.add(text[at] ?? '', at, 1);
    begun = true;
    lastWasMore = more;
    pendingBreaks = 1;
    breakAt = line.end;
  }
  if (header.includes('+')) writer.add('\n'.repeat(pendingBreaks), breakAt, 1);
  else if (begun && !header.includes('-')) writer.add('\n', breakAt, 1);
}

type Line = { start: number; end: number };

function blockLines(text: string, from: number, end: number): Line[] {
  const lines: Line[] = [];
  let start = from;
  while (start < end) {
    const next = text.indexOf('\n', start);
    const stop = next === -1 || next >= end ? end : next;
    const lineEnd = stop > start && text[stop - 1] === '\r' ? stop - 1 : stop;
    lines.push({ start, end: lineEnd });
    start = stop + 1;
  }
  return lines;
}

function firstIndent(text: string, lines: readonly Line[]): number {
  const line = lines.find((candidate) => text.slice(candidate.start, candidate.end).trim() !== '');
  return line === undefined ? 0 : leadingSpaces(text, line);
}

/** A stated indentation counts from the parent's, which is not known here: the least one of all lines fits. */
function statedIndent(text: string, lines: readonly Line[], stated: number): number {
  const full = lines.filter((line) => text.slice(line.start, line.end).trim() !== '');
  return full.reduce((least, line) => Math.min(least, leadingSpaces(text, line)), Infinity) || stated;
}

function leadingSpaces(text: string, line: Line): number {
  let count = 0;
  while (line.start + count < line.end && text[line.start + count] === ' ') count++;
  return count;
}
