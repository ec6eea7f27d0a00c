import { isMap, isScalar } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import { nodeSpan } from './report';
import { readDocument, type Path, type RecipeDocument } from './yaml/document';
import { readPlain } from './yaml/scalar';

export type ScalarValue = string | number | boolean | null;

/**
 * Sets one scalar of a recipe's text, with the mappings that lead to it if they are missing. Comments, order and
 * all other lines stay as they are. A text that can't be read, or a path through something that is no mapping,
 * comes back unchanged.
 */
export function setScalar(text: string, path: Path, value: ScalarValue): string {
  const document = readDocument(text);
  if (document.syntaxErrors.length > 0 || path.length === 0) return text;
  const written = writeScalar(value);
  const found = document.at(path);
  if (found !== null) return replaceValue(document, path, written);
  for (let length = path.length - 1; length >= 0; length--) {
    const parent = document.at(path.slice(0, length));
    if (parent === null) continue;
    const keys = path.slice(length);
    if (!keys.every((key) => typeof key === 'string')) return text;
    const { node, keyNode } = parent;
    if (isMap(node)) return addEntry(document, node, keys, written);
    if (node !== null && !isEmpty(node)) return text;
    if (keyNode === null)
      return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${nested(keys, written, 0)}`;
    const indent = columnOf(text, nodeSpan(document, keyNode).start) + 2;
    const end = endOfLine(
      text,
      node === null ? nodeSpan(document, keyNode).end : nodeSpan(document, node).end,
    );
    return insertLines(text, end, nested(keys, written, indent));
  }
  return text;
}

/** The scalar as YAML that reads as just this value. */
function writeScalar(value: ScalarValue): string {
  if (typeof value !== 'string') return String(value);
  const plain = /^[A-Za-z0-9_/][\w/.@+-]*(?: [\w/.@+-]+)*$/.test(value) && readPlain(value) === value;
  return plain ? value : JSON.stringify(value);
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.source === '';
}

function replaceValue(document: RecipeDocument, path: Path, written: string): string {
  const { text } = document;
  const parent = document.at(path.slice(0, -1))?.node;
  // The value as it is written here: behind an alias other places would change too.
  const entry = isMap(parent) ? document.entries(parent).find(({ key }) => key === path.at(-1)) : undefined;
  const node = entry === undefined ? (document.at(path)?.node ?? null) : entry.value;
  if (node === null || isEmpty(node)) {
    if (entry === undefined) return text;
    const colon = text.indexOf(':', nodeSpan(document, entry.keyNode).end);
    return colon === -1 ? text : `${text.slice(0, colon + 1)} ${written}${text.slice(colon + 1)}`;
  }
  const { start, end } = nodeSpan(document, node);
  return text.slice(0, start) + written + text.slice(end);
}

function addEntry(document: RecipeDocument, map: YAMLMap, keys: readonly string[], written: string): string {
  const { text } = document;
  if (map.flow === true) {
    const end = text.lastIndexOf('}', (map.range?.[1] ?? text.length) - 1);
    const comma = map.items.length > 0 ? ', ' : '';
    const value = keys.slice(1).reduceRight((inner, key) => `{"${key}": ${inner}}`, written);
    return `${text.slice(0, end).trimEnd()}${comma}"${keys[0] ?? ''}": ${value}${text.slice(end)}`;
  }
  const entries = document.entries(map);
  const first = entries[0];
  if (first === undefined) return text;
  const firstKey = nodeSpan(document, first.keyNode).start;
  const lines = nested(keys, written, columnOf(text, firstKey));
  // Short values stand together at the top; below a list a line would hardly be found.
  const after = entries.findLast(({ value }) => isScalar(value) && !isEmpty(value))?.value;
  if (after) return insertLines(text, endOfLine(text, nodeSpan(document, after).end), lines);
  const last = entries.at(-1);
  const end = last?.value ?? last?.keyNode ?? first.keyNode;
  return insertLines(text, endOfLine(text, nodeSpan(document, end).end), lines);
}

function nested(keys: readonly string[], written: string, indent: number): string {
  return keys
    .map((key, depth) => {
      const value = depth === keys.length - 1 ? ` ${written}` : '';
      return `${' '.repeat(indent + depth * 2)}${key}:${value}\n`;
    })
    .join('');
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** After the line break of the line that holds an offset. */
function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

function insertLines(text: string, at: number, lines: string): string {
  const before = text.slice(0, at);
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines}${text.slice(at)}`;
}
