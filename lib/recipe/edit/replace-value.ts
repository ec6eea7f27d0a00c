import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { Scalar } from 'yaml';
import { nodeSpan } from '../report';
import type { RecipeDocument } from '../yaml/document';
import { isPlainList, isPlainMap, type PlainValue } from './plain-value';
import type { Slot } from './slot';
import { columnOf, endOfLine, lineStart, unitsOf } from './units';
import { blockLines, isBlockText, scalarLines, writeInline, type YamlStyle } from './write-yaml';

/** Writes a value into its place, in the style of what was there where that can hold it. */
export function replaceValue(
  document: RecipeDocument,
  slot: Slot,
  value: PlainValue,
  style: YamlStyle,
): string {
  const { text } = document;
  const { node } = slot;
  if (slot.isFlow || (style.isJson && slot.kind === 'root'))
    return replaceInFlow(document, slot, value, style);
  if (isScalar(node) && !isFilled(value)) {
    const kept = inStyleOf(document, node, value);
    if (kept !== null) {
      const { start } = nodeSpan(document, node);
      return text.slice(0, start) + kept + text.slice(endOfScalar(document, node));
    }
  }
  return replaceInBlock(document, slot, value, style);
}

/** A list or mapping that has something in it, which takes lines of its own. */
function isFilled(value: PlainValue): boolean {
  return (isPlainList(value) && value.length > 0) || (isPlainMap(value) && Object.keys(value).length > 0);
}

function replaceInFlow({ text }: RecipeDocument, slot: Slot, value: PlainValue, style: YamlStyle): string {
  const range = slot.node?.range;
  const isJson = style.isJson || (isScalar(slot.node) && slot.node.type === 'QUOTE_DOUBLE');
  const written = writeInline(value, isJson ? 'json' : 'flow');
  if (!range || range[0] === range[1]) {
    return `${text.slice(0, slot.after)} ${written}${text.slice(slot.after)}`;
  }
  return text.slice(0, range[0]) + written + text.slice(range[1]);
}

/**
 * Where a scalar's own text ends. Blanks at the end of a block belong to it, also on lines of nothing else; the
 * line break behind it doesn't, nor do empty lines, unless the block keeps them.
 */
function endOfScalar(document: RecipeDocument, scalar: Scalar): number {
  const [start, end] = scalar.range ?? [0, 0];
  if (scalar.type !== 'BLOCK_LITERAL') return nodeSpan(document, scalar).end;
  const source = document.text.slice(start, end);
  const [header = '', ...lines] = source.split('\n');
  if (header.includes('+')) return start + source.replace(/\r?\n$/, '').length;
  const indent = lines.find((line) => line.trim() !== '')?.search(/\S/) ?? 0;
  let last = lines.length;
  while (last > 0 && isWithin(lines[last - 1] ?? '', indent)) last--;
  return start + [header, ...lines.slice(0, last)].join('\n').replace(/\r$/, '').length;
}

function isWithin(line: string, indent: number): boolean {
  return /^ *\r?$/.test(line) && line.replace('\r', '').length <= indent;
}

/** The new text in the quotes, or the block, of the old one; null where that can't hold it. */
function inStyleOf({ text }: RecipeDocument, scalar: Scalar, value: PlainValue): string | null {
  const [start, end] = scalar.range ?? [0, 0];
  if (start === end || typeof value !== 'string') return null;
  const isOneLine = !text.slice(start, end).includes('\n');
  switch (scalar.type) {
    case 'QUOTE_DOUBLE':
      return isOneLine && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(value) && !value.includes('${')
        ? JSON.stringify(value)
        : null;
    case 'QUOTE_SINGLE':
      return isOneLine && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(value)
        ? `'${value.replaceAll("'", "''")}'`
        : null;
    case 'BLOCK_LITERAL':
      return inLiteral(text.slice(start, end), value);
    case 'PLAIN':
    case 'BLOCK_FOLDED':
    case undefined:
      return null;
  }
}

/** A literal block stays one, with its indentation, whatever the number of its lines. */
function inLiteral(source: string, value: string): string | null {
  const [header = '', ...old] = source.split(/\r?\n/);
  const indent = old.find((line) => line.trim() !== '')?.search(/\S/) ?? -1;
  const body = value.replace(/\n+$/, '');
  if (indent < 1 || body.trim() === '' || /^\s/.test(body) || /^[|>][-+]?\d/.test(header)) return null;
  if (!isBlockText(`${body}\n.`)) return null;
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const breaks = value.length - body.length;
  const comment = /\s+#.*$/.exec(header)?.[0] ?? '';
  const chomp = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  const pad = ' '.repeat(indent);
  const lines = [...body.split('\n'), ...Array.from({ length: Math.max(0, breaks - 1) }, () => '')];
  return [`|${chomp}${comment}`, ...lines.map((line) => (line === '' ? '' : pad + line))].join(eol);
}

function replaceInBlock(document: RecipeDocument, slot: Slot, value: PlainValue, style: YamlStyle): string {
  const { text } = document;
  if (slot.kind === 'root') {
    const { start, end } = rootSpan(document);
    return text.slice(0, start) + blockLines(value, 0, style).join(style.eol) + style.eol + text.slice(end);
  }
  const old = oldSpan(document, slot);
  const head = text.slice(0, old.start);
  const tail = text.slice(old.end);
  // Comments behind the key or the old value stay on their line.
  const comment = old.comment === '' ? '' : ` ${old.comment}`;
  const close = tail === '' && !text.endsWith('\n') ? '' : style.eol;
  if (!isFilled(value)) {
    const step = slot.kind === 'item' ? 2 : style.step;
    const [first = '', ...rest] = scalarLines(value, slot.column + step, step);
    return `${head} ${[first + comment, ...rest].join(style.eol)}${close}${tail}`;
  }
  if (slot.kind === 'item') {
    const column = slot.column + 2;
    const lines = blockLines(value, column, style);
    const [first = '', ...rest] = lines;
    const opening = comment === '' ? ` ${first.slice(column)}` : `${comment}${style.eol}${first}`;
    return `${head}${[opening, ...rest].join(style.eol)}${close}${tail}`;
  }
  const indent = slot.column + (isPlainList(value) ? style.listStep : style.step);
  return `${head}${comment}${style.eol}${blockLines(value, indent, style).join(style.eol)}${close}${tail}`;
}

type OldSpan = { start: number; end: number; comment: string };

/** From after the colon or dash (and an anchor) to the end of the last line of what is there. */
function oldSpan(document: RecipeDocument, { node, after }: Slot): OldSpan {
  const { text } = document;
  const firstEnd = endOfLine(text, after);
  const range = node?.range;
  if (!range || range[0] === range[1]) {
    return { start: after, end: firstEnd, comment: commentIn(text.slice(after, firstEnd)) };
  }
  const isBelow = range[0] >= firstEnd;
  if (isCollection(node) && node.flow !== true && (isMap(node) || isSeq(node))) {
    const units = unitsOf(document, node);
    const end = units.spans.at(-1)?.end ?? range[1];
    return { start: after, end, comment: isBelow ? commentIn(text.slice(after, firstEnd)) : '' };
  }
  const end = text[range[1] - 1] === '\n' ? range[1] : endOfLine(text, range[1]);
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  const rest = isBlock ? text.slice(range[0], endOfLine(text, range[0])) : text.slice(range[1], end);
  return { start: after, end, comment: commentIn(rest) };
}

function commentIn(line: string): string {
  return /(?:^|\s)(#.*?)\s*$/.exec(line)?.[1] ?? '';
}

function rootSpan({ text, root }: RecipeDocument): { start: number; end: number } {
  const range = root?.range;
  if (!range) return { start: text.length, end: text.length };
  const start = columnOf(text, range[0]) === 0 ? range[0] : lineStart(text, range[0]);
  return { start, end: text[range[1] - 1] === '\n' ? range[1] : endOfLine(text, range[1]) };
}
