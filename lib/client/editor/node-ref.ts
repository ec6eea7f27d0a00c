import type { Diagnostic, Position, TextRange } from '@/lib/recipe/diagnostic';
import type { OutlineEntry } from '@/lib/recipe/outline';
import { nodeSpan, placeOf } from '@/lib/recipe/report';
import type { Path, RecipeDocument } from '@/lib/recipe/yaml/document';
import type { NodeRef } from './editor-store';

/** Where the parts that are no attributes stand. */
const places = {
  output: ['strategy_params', 'passthrough_attributes'],
  combinations: ['strategy_params', 'combination_sampling'],
  model: ['inference_config'],
  quality: ['quality'],
} as const satisfies Record<Exclude<NodeRef['kind'], 'attribute' | 'recipe'>, Path>;

const placed = ['output', 'combinations', 'model', 'quality'] as const;

/** Whether two references mean the same part of the recipe. */
export function isNode(a: NodeRef, b: NodeRef): boolean {
  if (a.kind !== 'attribute' || b.kind !== 'attribute') return a.kind === b.kind;
  return a.path.length === b.path.length && isBelow(a.path, b.path);
}

/** Whether two entries stand in one list of the recipe. */
export function isSibling(a: Pick<OutlineEntry, 'path'>, b: Pick<OutlineEntry, 'path'>): boolean {
  return a.path[1] === b.path[1];
}

/** The reference of an attribute in the outline. */
export function nodeOfEntry({ path, id }: Pick<OutlineEntry, 'path' | 'id'>): NodeRef {
  return { kind: 'attribute', path, id };
}

/** The part of the recipe that a path belongs to. */
export function nodeOfPath(path: Path, entries: readonly OutlineEntry[]): NodeRef {
  const entry = entries.find((one) => isBelow(path, one.path));
  if (entry !== undefined) return nodeOfEntry(entry);
  return { kind: placed.find((kind) => isBelow(path, places[kind])) ?? 'recipe' };
}

/** The part of the recipe that a place in the text belongs to. */
export function nodeAt(
  { line }: Position,
  document: RecipeDocument,
  entries: readonly OutlineEntry[],
): NodeRef {
  const entry = entries.find(({ range }) => isInLines(line, range));
  if (entry !== undefined) return nodeOfEntry(entry);
  const kind = placed.find((each) => {
    const found = document.at(places[each]);
    if (!found?.node || found.keyNode === null) return false;
    const start = nodeSpan(document, found.keyNode).start;
    return isInLines(line, document.range(start, nodeSpan(document, found.node).end));
  });
  return { kind: kind ?? 'recipe' };
}

/** Where a part of the recipe begins in the text: at its id or its key. */
export function placeOfNode(
  node: NodeRef,
  document: RecipeDocument,
  entries: readonly OutlineEntry[],
): Position {
  if (node.kind === 'attribute') {
    const entry = entries.find((one) => isNode(node, nodeOfEntry(one)));
    return entry?.idRange.start ?? { line: 1, column: 1 };
  }
  if (node.kind === 'recipe') return { line: 1, column: 1 };
  const { start } = placeOf(document, places[node.kind], 'key');
  return document.range(start, start).start;
}

/**
 * The same part after the text has changed: an attribute is followed by its id where it has moved, and keeps its
 * place where it has been renamed.
 */
export function followNode(node: NodeRef, entries: readonly OutlineEntry[]): NodeRef {
  if (node.kind !== 'attribute') return node;
  const here = entries.find((entry) => isNode(node, nodeOfEntry(entry)));
  if (here?.id === node.id) return node;
  const sameList = entries.filter(({ path }) => path[1] === node.path[1]);
  const moved = sameList.find(({ id }) => id === node.id) ?? here;
  return moved === undefined ? node : nodeOfEntry(moved);
}

/** The problems of one part of the recipe. */
export function problemsOfNode(problems: readonly Diagnostic[], node: NodeRef): Diagnostic[] {
  return problems.filter(({ path }) => isOfNode(path, node));
}

function isOfNode(path: Path, node: NodeRef): boolean {
  if (node.kind === 'attribute') return isBelow(path, node.path);
  if (node.kind !== 'recipe') return isBelow(path, places[node.kind]);
  // What belongs to no other part belongs to the recipe as a whole.
  const isItem = path.length > 2 && /^input_|_attributes$|^environments$/.test(String(path[1]));
  return !isItem && !placed.some((kind) => isBelow(path, places[kind]));
}

function isBelow(path: Path, parent: Path): boolean {
  return parent.every((step, at) => path[at] === step);
}

function isInLines(line: number, { start, end }: TextRange): boolean {
  return line >= start.line && line <= end.line;
}
