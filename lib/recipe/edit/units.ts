import { isMap, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Span } from '../report';
import { nodeOrNull, type RecipeDocument } from '../yaml/document';

/**
 * The items of a collection as pieces of the text that can be cut out and put elsewhere. In block style a piece
 * is whole lines with the comments right above it and the deeper ones below; in flow style it is the item alone.
 */
export type Units = {
  spans: readonly Span[];
  isFlow: boolean;
  /** Column of the dashes or keys, in block style. */
  column: number;
  /** The first piece begins in the middle of a line, as the first key after a dash does. */
  sharesLine: boolean;
};

/** The pieces of a list or of a mapping. */
export function unitsOf(document: RecipeDocument, collection: YAMLSeq | YAMLMap): Units {
  const heads = headsOf(document, collection);
  if (collection.flow === true) {
    const spans = heads.map(({ start, node, end }) => ({ start, end: node?.range?.[1] ?? end }));
    return { spans, isFlow: true, column: 0, sharesLine: false };
  }
  return blockUnits(document.text, heads);
}

/** Where an item begins (its dash or key), where that ends, and its value. */
type Head = { start: number; end: number; node: Node | null };

function headsOf(document: RecipeDocument, collection: YAMLSeq | YAMLMap): Head[] {
  if (isMap(collection)) {
    return collection.items.map(({ key, value }) => {
      const keyNode = nodeOrNull(key);
      const [start = 0, keyEnd = 0] = keyNode?.range ?? [];
      const colon = document.text.indexOf(':', keyEnd);
      return { start, end: colon === -1 ? keyEnd : colon + 1, node: nodeOrNull(value) };
    });
  }
  const dashes = dashesOf(collection);
  return collection.items.map((item, index) => {
    const node = nodeOrNull(item);
    const start = dashes[index] ?? node?.range?.[0] ?? 0;
    return { start, end: start + (collection.flow === true ? 0 : 1), node };
  });
}

/** The dash of each item, from what the parser saw: an anchor or a comment may stand between it and the item. */
function dashesOf(list: YAMLSeq): number[] {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return [];
  return token.items.flatMap(({ start }) => {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    return dash === undefined ? [] : [dash.offset];
  });
}

function blockUnits(text: string, heads: readonly Head[]): Units {
  const first = heads[0];
  const column = first === undefined ? 0 : columnOf(text, first.start);
  const sharesLine =
    first !== undefined && text.slice(lineStart(text, first.start), first.start).trim() !== '';
  const starts = heads.map(({ start }, index) =>
    index === 0 && sharesLine ? start : withCommentsAbove(text, lineStart(text, start), column),
  );
  const spans = heads.map(({ end, node }, index) => {
    const valueEnd = Math.max(end, node?.range?.[1] ?? end);
    const lineEnd = text[valueEnd - 1] === '\n' ? valueEnd : endOfLine(text, valueEnd);
    const limit = starts[index + 1] ?? text.length;
    return { start: starts[index] ?? 0, end: Math.min(limit, withCommentsBelow(text, lineEnd, column)) };
  });
  return { spans, isFlow: false, column, sharesLine };
}

/** Comment lines of the same column right above belong to what they stand above. */
function withCommentsAbove(text: string, start: number, column: number): number {
  let line = start;
  while (line > 0) {
    const above = lineStart(text, line - 1);
    const content = text.slice(above, line);
    if (content.search(/\S/) !== column || content[column] !== '#') break;
    line = above;
  }
  return line;
}

/** Comment lines that are indented deeper belong to what they stand below. */
function withCommentsBelow(text: string, end: number, column: number): number {
  let last = end;
  let line = end;
  while (line < text.length) {
    const next = endOfLine(text, line);
    const content = text.slice(line, next);
    const at = content.search(/\S/);
    if (at !== -1 && (content[at] !== '#' || at <= column)) break;
    if (at !== -1) last = next;
    line = next;
  }
  return last;
}

/** The column of an offset, from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** After the line break of the line that holds an offset. */
export function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}
