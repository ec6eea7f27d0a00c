import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Node, YAMLSeq } from 'yaml';
import { changeBetween } from '@/lib/util/text-change';
import { composeText, makeDocument, maxRecipeLength, nodeOrNull, readDocument } from './document';
import type { RecipeDocument } from './document';

/**
 * Reads a text that differs from one that was read before, as `readDocument` does. Where the change lies inside
 * one item of a list, or is words in place of words, only that is read and the places behind it are moved: a key typed
 * into a recipe of thousands of values takes no longer than in a short one. The tree of `previous` is taken over, so
 * `previous` must not be used afterwards.
 */
export function rereadDocument(previous: RecipeDocument, text: string): RecipeDocument {
  return mended(previous, text) ?? readDocument(text);
}

function mended(previous: RecipeDocument, text: string): RecipeDocument | null {
  const { root, text: before, syntaxErrors, readings } = previous;
  if (root === null || syntaxErrors.length > 0 || text.length > maxRecipeLength) return null;
  const { start, end } = changeBetween(before, text);
  const change: Change = { from: start, to: end, added: text.length - before.length };
  if (reachesFar(root, text, change)) return null;
  const words = wordChanges(before, text, change);
  if (words !== null && replaceWords(previous, root, words)) return makeDocument(text, root, [], readings);
  for (const place of itemsAround(root, before, change)) {
    const written = text.slice(place.start, place.end + change.added);
    // Where a comment ends, and what it belongs to, is decided by what stands around the item.
    if (written.includes('#') || before.slice(place.start, place.end).includes('#')) continue;
    if (place.end === before.length && !endsInLine(text, before.endsWith('\n'))) continue;
    const item = readItem(written, place);
    if (item === null || (place.isLast && !endsAlike(place, item.list, change.added))) continue;
    moveOffsets(root, change.to, change.added);
    moveOffsets(item.list, 0, place.start);
    place.list.items[place.index] = item.list.items[0];
    place.tokens[place.index] = item.token;
    for (const node of place.around) readings.delete(node);
    return makeDocument(text, root, [], readings);
  }
  return null;
}

/** Between `from` and `to` of the old text something else stands; all that follows has moved by `added`. */
type Change = { from: number; to: number; added: number };

/** Roots of trees of which it is known that nothing in them reaches beyond its place. */
const knownToBePlain = new WeakSet<Node>();

/** Markers of documents, names for other places and kinds of values reach beyond an item. */
function reachesFar(root: Node, text: string, { from, to, added }: Change): boolean {
  const isKnown = knownToBePlain.has(root);
  const [start, end] = isKnown
    ? [text.lastIndexOf('\n', from - 1) + 1, Math.max(from, to + added) + 4]
    : [0, text.length];
  if (/^(?:%|---|\.\.\.)/m.test(text.slice(start, end))) return true;
  if (isKnown) return false;
  if (reachesOut(root)) return true;
  knownToBePlain.add(root);
  return false;
}

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
  /** All that it lies in, its list too. */
  around: readonly Node[];
};

/** The items that a change lies in, the innermost first. */
function itemsAround(root: Node, text: string, { from, to }: Change): Place[] {
  const places: Place[] = [];
  const around: Node[] = [];
  for (let node: Node | null = root; node !== null;) {
    around.push(node);
    if (isMap(node)) {
      node = nodeOrNull(node.items.find(({ value }) => encloses(nodeOrNull(value), from, to))?.value);
    } else if (isSeq(node)) {
      const list: YAMLSeq = node;
      const tokens = itemTokens(list);
      const index = tokens?.map(dashOf).findLastIndex((dash) => dash < from) ?? -1;
      const place = tokens === null ? null : placeOf({ list, tokens, index, around: [...around] }, text, to);
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

function placeOf(
  item: Pick<Place, 'list' | 'tokens' | 'index' | 'around'>,
  text: string,
  to: number,
): Place | null {
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
  // Blank lines and comments may belong to the item or to what follows: something must be written there, or nothing.
  const isBroken = text[end - 1] === '\n';
  const isClosed =
    end === text.length
      ? endsInLine(text, isBroken)
      : isBroken && /^ *[^\s#]/.test(text.slice(end, end + 200));
  return isClosed && (to < end || !isBroken) ? { ...place, end } : null;
}

/** Whether the last line of a text has something in it, with or without a break behind it. */
function endsInLine(text: string, isBroken: boolean): boolean {
  return (isBroken ? /\S[^\S\n]*\n$/ : /\S[^\S\n]*$/).test(text.slice(-200));
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
  const moved = (offset: number) => (offset >= from ? offset + by : offset);
  eachNode(root, (node) => moveNode(node, moved));
}

function moveNode(node: Node, moved: (offset: number) => number): void {
  if (node.range) {
    const [start, valueEnd, end] = node.range;
    node.range = [moved(start), moved(valueEnd), moved(end)];
  }
  for (const { start } of isSeq(node) ? tokensOf(node) : []) {
    for (const token of start) token.offset = moved(token.offset);
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

type WordChange = { start: number; end: number; text: string };

function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const isDigit = code >= 48 && code <= 57;
  // Letters of either case, and . + - _
  const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
  return isDigit || isLetter || code === 46 || code === 43 || code === 45 || code === 95;
}

/** Signs that mean nothing to YAML wherever they stand, behind a letter or a digit. */
const plainWord = /^[a-zA-Z0-9][\w.+-]{0,99}$/;

/**
 * The words in which a text differs from another, none of which means more to YAML than the one before; null where
 * anything else differs. Weights of thousands of values change together.
 */
function wordChanges(before: string, after: string, { from, to }: Change): WordChange[] | null {
  const changes: WordChange[] = [];
  let old = from;
  let now = from;
  while (old < to || now < to + after.length - before.length) {
    if (before.charCodeAt(old) === after.charCodeAt(now)) {
      old++;
      now++;
      continue;
    }
    let start = old;
    while (isWordAt(before, start - 1)) start--;
    const newStart = now - (old - start);
    while (isWordAt(before, old)) old++;
    while (isWordAt(after, now)) now++;
    const text = after.slice(newStart, now);
    const word = before.slice(start, old);
    if (start < (changes.at(-1)?.end ?? 0)) return null;
    if (word === text || !plainWord.test(word) || !plainWord.test(text)) return null;
    changes.push({ start, end: old, text });
  }
  return after.length - now === before.length - old ? changes : null;
}

/** Puts words in place of scalars that are one word each. Changes nothing and is false where others are among them. */
function replaceWords({ readings }: RecipeDocument, root: Node, changes: readonly WordChange[]): boolean {
  const changeAt = new Map(changes.map((change) => [change.start, change]));
  const found = new Map<Node, WordChange>();
  eachNode(root, (node) => {
    const [start = -1, end] = node.range ?? [];
    const change = changeAt.get(start);
    if (change !== undefined && change.end === end && isScalar(node) && node.type === 'PLAIN')
      found.set(node, change);
  });
  if (found.size !== changes.length) return false;
  const moved = movedBy(changes);
  const visit = (value: unknown): boolean => {
    if (isPair(value)) return [value.key, value.value].map(visit).includes(true);
    if (!isScalar(value) && !isCollection(value)) return false;
    moveNode(value, moved);
    if (isScalar(value)) {
      const change = found.get(value);
      if (change === undefined) return false;
      value.value = change.text;
      value.source = change.text;
      return true;
    }
    const isChanged = value.items.map(visit).includes(true);
    if (isChanged) readings.delete(value);
    return isChanged;
  };
  visit(root);
  return true;
}

/** Where an offset is after changes in the order of the text. Offsets that follow each other are found at once. */
function movedBy(changes: readonly WordChange[]): (offset: number) => number {
  const added = [0];
  let sum = 0;
  for (const { start, end, text } of changes) {
    sum += text.length - (end - start);
    added.push(sum);
  }
  let before = 0;
  return (offset) => {
    while ((changes[before]?.end ?? Infinity) <= offset) before++;
    while (before > 0 && (changes[before - 1]?.end ?? 0) > offset) before--;
    return offset + (added[before] ?? 0);
  };
}
