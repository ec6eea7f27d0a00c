import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { Node, YAMLSeq } from 'yaml';
import { nodeSpan } from '../report';
import { nodeOrNull, scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { columnOf, lineStart } from './units';

/** The place of a value: after a key's colon, after a dash, or the whole text. */
export type Slot = {
  kind: 'entry' | 'item' | 'root';
  /** What is written there now, an alias not followed. */
  node: Node | null;
  /** Where a value may begin. */
  after: number;
  /** Column of the key or dash. */
  column: number;
  /** Inside brackets, where nothing in block style may stand. */
  isFlow: boolean;
};

/** Where the value of a path is written, or null when nothing is there. Doesn't follow aliases. */
export function slotAt(document: RecipeDocument, path: Path): Slot | null {
  const { text } = document;
  let slot: Slot = { kind: 'root', node: document.root, after: 0, column: -1, isFlow: false };
  for (const step of path) {
    const { node } = slot;
    const isFlow: boolean = slot.isFlow || (isCollection(node) && node.flow === true);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && scalarText(key) === String(step));
      if (pair === undefined || !isScalar(pair.key)) return null;
      const { start, end } = nodeSpan(document, pair.key);
      const colon = text.indexOf(':', end);
      const after = colon === -1 ? end : colon + 1;
      slot = { kind: 'entry', node: nodeOrNull(pair.value), after, column: columnOf(text, start), isFlow };
    } else if (isSeq(node) && typeof step === 'number') {
      if (step < 0 || step >= node.items.length) return null;
      const item = nodeOrNull(node.items[step]);
      const dash = isFlow ? (item?.range?.[0] ?? 0) : dashOffset(text, node, step);
      slot = { kind: 'item', node: item, after: dash + 1, column: columnOf(text, dash), isFlow };
    } else return null;
  }
  return slot;
}

function dashOffset(text: string, list: YAMLSeq, index: number): number {
  const token = list.srcToken;
  const found =
    token?.type === 'block-seq'
      ? token.items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset
      : undefined;
  return found ?? lineStart(text, nodeOrNull(list.items[index])?.range?.[0] ?? 0);
}

/** Nothing is written here, or null. */
export function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.type === 'PLAIN' && /^(|~|null)$/i.test(node.source ?? ''));
}
