import { isAlias, isMap, isPair, isScalar, isSeq, Pair, Scalar, YAMLMap } from 'yaml';
import type { Document, Node } from 'yaml';
import { isBlockText, isPlainText } from '../edit/write-yaml';
import { nodeOrNull, scalarText } from '../yaml/document';
import { readScalar } from '../yaml/scalar';

/** The mapping that a document consists of, or null. */
export function rootMap(document: Document): YAMLMap | null {
  return isMap(document.contents) ? document.contents : null;
}

/** An entry of a mapping by any of its names. */
export function entryOf(map: YAMLMap, ...names: string[]): Pair<Scalar, Node | null> | undefined {
  for (const pair of map.items) {
    if (isScalar(pair.key) && names.includes(scalarText(pair.key))) {
      return new Pair(pair.key, nodeOrNull(pair.value));
    }
  }
  return undefined;
}

/** The name of an entry. */
export function nameOf(pair: { key: unknown }): string {
  return isScalar(pair.key) ? scalarText(pair.key) : '';
}

/** Whether an entry holds nothing: no value, or null. */
export function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && readScalar(node) === null);
}

/** A mapping of entries; those without a value are left out. */
export function mapOf(entries: readonly [string, Node | string | null | undefined][]): YAMLMap {
  const map = new YAMLMap();
  for (const [name, value] of entries) {
    if (value === null || value === undefined) continue;
    map.items.push(new Pair(new Scalar(name), typeof value === 'string' ? new Scalar(value) : value));
  }
  return map;
}

/** Hands the comments of what is taken away to what stays, behind those it has. */
export function keepComments(
  from: readonly unknown[],
  to: { commentBefore?: string | null | undefined } | null,
): void {
  const comments = from.flatMap(commentsOf);
  if (to === null || comments.length === 0) return;
  to.commentBefore = [...(to.commentBefore ? [to.commentBefore] : []), ...comments].join('\n');
}

function commentsOf(node: unknown): string[] {
  if (isPair(node)) return [...commentsOf(node.key), ...commentsOf(node.value)];
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return [];
  return [node.commentBefore, node.comment].filter((one) => typeof one === 'string');
}

/** JSON is one long flow in YAML's eyes; people want lines, and quotes only where YAML needs them. */
export function blockStyle(root: unknown): void {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isPair(node)) open.push(node.key, node.value);
    else if (isMap(node) || isSeq(node)) {
      // An empty collection has no other way to be written.
      if (node.items.length > 0) node.flow = false;
      open.push(...node.items);
    } else if (isScalar(node)) scalarStyle(node);
  }
}

function scalarStyle(scalar: Scalar): void {
  // What stands without quotes has its meaning by that: a number, a yes, nothing.
  if (scalar.type === 'PLAIN' || scalar.tag !== undefined) return;
  const text = scalarText(scalar);
  scalar.type = isBlockText(text)
    ? 'BLOCK_LITERAL'
    : isPlainText(text, 'block')
      ? 'PLAIN'
      : isSingleQuotable(text)
        ? 'QUOTE_SINGLE'
        : 'QUOTE_DOUBLE';
}

/** Some readers take `${` in double quotes for an escape, and a backslash reads better undoubled. */
function isSingleQuotable(text: string): boolean {
  return /["\\]|\$\{/.test(text) && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text);
}
