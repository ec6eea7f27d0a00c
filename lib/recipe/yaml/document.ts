import { Composer, isAlias, isCollection, isMap, isPair, isScalar, isSeq, Parser } from 'yaml';
import type { Alias, CST, Node, Scalar, YAMLMap } from 'yaml';
import type { TextRange } from '../diagnostic';
import { firstMistake, type SyntaxMistake } from './syntax-mistake';

/** The longest text that is read, in UTF-16 units. */
export const maxRecipeLength = 1_000_000;

/** A key of a mapping with its value; null where nothing is written after the colon. */
export type Entry = { key: string; keyNode: Scalar; value: Node | null };

/** A YAML text with its tree and the places of all its parts. */
export type RecipeDocument = {
  text: string;
  root: Node | null;
  /** What keeps the text from being read at all: the first mistake, where there is one. */
  syntaxErrors: readonly SyntaxMistake[];
  /** Follows an alias to the node it stands for; null where there is none. */
  resolve: (node: Node | null) => Node | null;
  /** The entries of a mapping, merge keys (`<<`) resolved: keys written in the mapping itself win. */
  entries: (map: YAMLMap) => Entry[];
  /** The node at a path, and its key if it is a value of a mapping. */
  at: (path: Path) => { node: Node | null; keyNode: Scalar | null } | null;
  /** The text range between two offsets. */
  range: (start: number, end: number) => TextRange;
  /**
   * What was read in nodes without any alias in them. It goes over to the document of the next text, but for nodes in
   * which something has changed.
   */
  readings: WeakMap<Node, NodeReading>;
};

/** The value that a node has by some shape, and of how many values it consists. */
export type NodeReading = { shape: object; value: unknown; values: number };

export type Path = readonly (string | number)[];

/** Reads a YAML text into a document. Never throws. */
export function readDocument(text: string): RecipeDocument {
  if (text.length > maxRecipeLength) {
    const message = `A recipe may have ${maxRecipeLength.toLocaleString('en')} characters, this text has more`;
    return makeDocument(text, null, [{ message, start: 0, end: 0 }]);
  }
  const { root, errors } = composeText(text, deepestNesting);
  return makeDocument(text, root, errors);
}

/** Reads the one document that a text should hold. */
export function composeText(
  text: string,
  mostLevels: number,
): { root: Node | null; errors: SyntaxMistake[] } {
  const tokens = [...new Parser().parse(text)];
  // What follows recurses, and running out of stack inside it can end the whole process.
  if (isDeeperThan(tokens, mostLevels)) {
    const message = `The text is nested more than ${mostLevels} levels deep`;
    return { root: null, errors: [{ message, start: 0, end: 0 }] };
  }
  // Scalars stay texts (failsafe): what they mean is read by our own rules. Duplicate keys too: the check of
  // the package compares each key with each other, which a hostile text turns into minutes.
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
    keepSourceTokens: true,
  });
  const [first, second] = composer.compose(tokens, true, text.length);
  const mistake = firstMistake(text, first?.errors ?? [], first?.contents ?? null);
  const errors: SyntaxMistake[] = mistake === null ? [] : [mistake];
  if (mistake === null && second !== undefined) {
    const start = second.range[0];
    errors.push({ message: 'A recipe is one document: nothing may follow its end', start, end: start + 1 });
  }
  return { root: first?.contents ?? null, errors };
}

const deepestNesting = 100;

/** Looks at what the parser gives before anything is made of it, without recursion. */
function isDeeperThan(tokens: readonly CST.Token[], most: number): boolean {
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { token, depth } = at;
    if (depth > most) return true;
    if (token.type === 'document') {
      if (token.value) open.push({ token: token.value, depth });
    } else if ('items' in token) {
      for (const { key, value } of token.items) {
        if (key) open.push({ token: key, depth: depth + 1 });
        if (value) open.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return false;
}

/** Puts a tree and its text together. */
export function makeDocument(
  text: string,
  root: Node | null,
  syntaxErrors: RecipeDocument['syntaxErrors'],
  readings: RecipeDocument['readings'] = new WeakMap(),
): RecipeDocument {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  let anchors: Anchor[] | undefined;

  const resolve = (node: Node | null): Node | null => {
    if (!isAlias(node)) return node;
    anchors ??= collectAnchors(root);
    return anchored(anchors, node);
  };
  const position = (offset: number) => {
    let low = 0;
    let high = lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
  };
  const entries = entryReader(resolve);

  return {
    text,
    root,
    syntaxErrors,
    resolve,
    entries,
    readings,
    range: (start, end) => ({ start: position(start), end: position(Math.max(start, end)) }),
    at(path) {
      let node = resolve(root);
      let keyNode: Scalar | null = null;
      for (const step of path) {
        const next = child(node, step, entries);
        if (next === undefined) return null;
        keyNode = next.keyNode;
        node = resolve(next.node);
      }
      return { node, keyNode };
    },
  };
}

function child(
  node: Node | null,
  step: string | number,
  entries: RecipeDocument['entries'],
): { node: Node | null; keyNode: Scalar | null } | undefined {
  if (isMap(node)) {
    const entry = entries(node).find((candidate) => candidate.key === String(step));
    return entry && { node: entry.value, keyNode: entry.keyNode };
  }
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
    return { node: nodeOrNull(node.items[step]), keyNode: null };
  }
  return undefined;
}

/** The entries of each mapping, made once: merges of merges would otherwise multiply. */
function entryReader(resolve: RecipeDocument['resolve']): RecipeDocument['entries'] {
  const made = new Map<YAMLMap, Entry[]>();
  const read = (map: YAMLMap): Entry[] => {
    const before = made.get(map);
    if (before !== undefined) return before;
    // Stands while the mapping is read: one that merges itself ends here.
    made.set(map, []);
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const pair of map.items) {
      if (!isScalar(pair.key)) continue;
      const key = scalarText(pair.key);
      const value = nodeOrNull(pair.value);
      if (key === '<<' && pair.key.type === 'PLAIN') {
        for (const source of mergeSources(resolve(value), resolve)) merged.push(...read(source));
      } else own.push({ key, keyNode: pair.key, value });
    }
    const entries = withMerged(own, merged);
    made.set(map, entries);
    return entries;
  };
  return read;
}

function mergeSources(target: Node | null, resolve: RecipeDocument['resolve']): YAMLMap[] {
  const sources = isSeq(target) ? target.items.map((item) => resolve(nodeOrNull(item))) : [target];
  return [...new Set(sources)].filter(isMap);
}

function withMerged(own: Entry[], merged: readonly Entry[]): Entry[] {
  if (merged.length === 0) return own;
  const known = new Set(own.map((entry) => entry.key));
  const added = merged.filter((entry) => {
    if (known.has(entry.key)) return false;
    known.add(entry.key);
    return true;
  });
  return [...own, ...added];
}

/** The text of a scalar before its meaning is read. */
export function scalarText(scalar: Scalar): string {
  if (typeof scalar.value === 'string') return scalar.value;
  return scalar.source ?? '';
}

/** Narrows what the package types as unknown. */
export function nodeOrNull(value: unknown): Node | null {
  return isScalar(value) || isCollection(value) || isAlias(value) ? value : null;
}

type Anchor = { name: string; start: number; node: Node };

function collectAnchors(root: Node | null): Anchor[] {
  const found: Anchor[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) open.push(node.value, node.key);
    else if (isScalar(node) || isCollection(node)) {
      if (node.anchor !== undefined) found.push({ name: node.anchor, start: node.range?.[0] ?? 0, node });
      if (isCollection(node)) {
        for (let index = node.items.length - 1; index >= 0; index--) open.push(node.items[index]);
      }
    }
  }
  return found;
}

/** An alias means the last anchor of its name before it. */
function anchored(anchors: readonly Anchor[], alias: Alias): Node | null {
  const before = alias.range?.[0] ?? 0;
  return anchors.findLast((anchor) => anchor.name === alias.source && anchor.start < before)?.node ?? null;
}
