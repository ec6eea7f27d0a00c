import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node, YAMLSeq } from 'yaml';
import { changeBetween } from '@/lib/util/text-change';
import { composeText, makeDocument, maxRecipeLength, nodeOrNull, readDocument } from './document';
import type { RecipeDocument } from './document';

/**
 * Reads a text that differs from one that was read before, as `readDocument` does. Where the change lies inside
 * one item of a list, only that item is read and the places behind it are moved: a key typed into a recipe of
 * thousands of values takes no longer than in a short one. The tree of `previous` is taken over, so `previous`
 * must not be used afterwards.
 */
export function rereadDocument(previous: RecipeDocument, text: string): RecipeDocument {
  return mended(previous, text) ?? readDocument(text);
}

function mended({ root, text: before, syntaxErrors }: RecipeDocument, text: string): RecipeDocument | null {
  if (root === null || syntaxErrors.length > 0 || text.length > maxRecipeLength) return null;
  const { start, end } = changeBetween(before, text);
  const change: Change = { from: start, to: end, added: text.length - before.length };
  // Markers of documents, names for other places and kinds of values reach beyond an item.
  if (/^(?:%|---|\.\.\.)/m.test(text) || reachesOut(root)) return null;
  for (const place of itemsAround(root, before, change)) {
    const written = text.slice(place.start, place.end + change.added);
    // Where a comment ends, and what it belongs to, is decided by what stands around the item.
    if (written.includes('#') || before.slice(place.start, place.end).includes('#')) continue;
    const item = readItem(written, place);
    if (item === null || (place.isLast && !endsAlike(place, item.list, change.added))) continue;
    moveOffsets(root, change.to, change.added);
    moveOffsets(item.list, 0, place.start);
    place.list.items[place.index] = item.list.items[0];
    place.tokens[place.index] = item.token;
    return makeDocument(text, root, []);
  }
  return null;
}

/** Between `from` and `to` of the old text something else stands; all that follows has moved by `added`. */
type Change = { from: number; to: number; added: number };

function reachesOut(root: Node): boolean {
  let found = false;
  eachNode(root, (node) => {
    if (isAlias(node) || node.anchor !== undefined || node.tag !== undefined) found = true;
  });
  return found;
}

type ListToken = { start: { type: string; offset: number }[] };

/**
 * An item of a list in block style: from the begin of its line to behind the dash of the next one, for an item's
 * end depends on what follows. The last one of a list ends where its list does.
 */
type Place = {
  list: YAMLSeq;
  tokens: ListToken[];
  index: number;
  isLast: boolean;
  start: number;
  end: number;
};

/** The items that a change lies in, the innermost first. */
function itemsAround(root: Node, text: string, { from, to }: Change): Place[] {
  const places: Place[] = [];
  for (let node: Node | null = root; node !== null;) {
    if (isMap(node)) {
      node = nodeOrNull(node.items.find(({ value }) => encloses(nodeOrNull(value), from, to))?.value);
    } else if (isSeq(node)) {
      const list: YAMLSeq = node;
      const tokens = itemTokens(list);
      const index = tokens?.map(dashOf).findLastIndex((dash) => dash < from) ?? -1;
      const place = tokens === null ? null : placeOf({ list, tokens, index }, text, to);
      if (place !== null) places.unshift(place);
      node = nodeOrNull(list.items[index]);
    } else break;
  }
  return places;
}

function encloses(node: Node | null, from: number, to: number): boolean {
  const [start = 0, , end = 0] = node?.range ?? [];
  return node !== null && start <= from && to <= end;
}

function placeOf(item: Pick<Place, 'list' | 'tokens' | 'index'>, text: string, to: number): Place | null {
  const { list, tokens, index } = item;
  const [dash, next] = tokens.slice(Math.max(0, index)).map(dashOf);
  const start = lineOf(text, dash);
  if (index < 0 || start === null) return null;
  const place = { ...item, isLast: next === undefined, start };
  if (next !== undefined) {
    // The line of the next dash begins behind the change.
    const line = lineOf(text, next);
    return line === null || to >= line ? null : { ...place, end: next + 1 };
  }
  const end = nodeOrNull(list.items[index])?.range?.[2] ?? 0;
  // Blank lines and comments may belong to the item or to what follows: something must be written there. At the end
  // of the text they decide where all that the item lies in ends.
  const isClosed = text[end - 1] === '\n' && to < end && /^ *[^\s#]/.test(text.slice(end, end + 200));
  return isClosed ? { ...place, end } : null;
}

/** All that a last item lies in ends where it does. */
function endsAlike({ list, index, start }: Place, item: YAMLSeq, added: number): boolean {
  const [, valueEnd = 0, end = 0] = nodeOrNull(list.items[index])?.range ?? [];
  const [, newValueEnd = 0, newEnd = 0] = nodeOrNull(item.items[0])?.range ?? [];
  return start + newValueEnd === valueEnd + added && start + newEnd === end + added;
}

/** The dashes of a list; null where comments make more of them than there are items. */
function itemTokens(list: YAMLSeq): ListToken[] | null {
  const tokens = tokensOf(list);
  return tokens.length > 0 && tokens.length === list.items.length ? tokens : null;
}

function tokensOf({ srcToken }: YAMLSeq): ListToken[] {
  return srcToken?.type === 'block-seq' ? srcToken.items : [];
}

function dashOf({ start }: ListToken): number {
  return start.find(({ type }) => type === 'seq-item-ind')?.offset ?? Infinity;
}

/** Where the line of a dash begins; null when something else stands before it. */
function lineOf(text: string, dash: number | undefined): number | null {
  if (dash === undefined) return null;
  const start = text.lastIndexOf('\n', dash - 1) + 1;
  return /^ *$/.test(text.slice(start, dash)) ? start : null;
}

/** Half of what a whole document may have: the item lies somewhere inside one. */
const deepestItem = 50;

/** Reads the lines of an item as a list of its own; null when they are anything else. */
function readItem(text: string, { isLast }: Place): { list: YAMLSeq; token: ListToken } | null {
  const { root, errors } = composeText(text, deepestItem);
  if (errors.length > 0 || !isSeq(root) || root.flow === true || reachesOut(root)) return null;
  const tokens = itemTokens(root) ?? [];
  const [token] = tokens;
  return token === undefined || tokens.length !== (isLast ? 1 : 2) ? null : { list: root, token };
}

/** Moves the places of all nodes that lie at or behind an offset. */
function moveOffsets(root: Node, from: number, by: number): void {
  if (by === 0) return;
  eachNode(root, (node) => {
    if (node.range) {
      const [start, valueEnd, end] = node.range;
      node.range = [moved(start), moved(valueEnd), moved(end)];
    }
    for (const { start } of isSeq(node) ? tokensOf(node) : []) {
      for (const token of start) token.offset = moved(token.offset);
    }
  });
  function moved(offset: number): number {
    return offset >= from ? offset + by : offset;
  }
}

function eachNode(root: Node, visit: (node: Node) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const next = open.pop();
    if (isPair(next)) open.push(next.value, next.key);
    else if (isScalar(next) || isCollection(next) || isAlias(next)) {
      visit(next);
      if (isCollection(next)) for (const item of next.items) open.push(item);
    }
  }
}
