import { isSeq } from 'yaml';
import { addValue } from '../edit/add-value';
import { insertItem } from '../edit/list-items';
import { slotAt } from '../edit/slot';
import { styleOf } from '../edit/write-yaml';
import { newSampledAttribute } from '../form/new-attribute';
import type { PlainValue } from '../edit/plain-value';
import type { SpanEdit, SpanFix } from '../report';
import type { RecipeDocument } from '../yaml/document';

/** Mends a use of an unknown name by giving it something to stand for; null for what can't be an id. */
export function addSampledFix(document: RecipeDocument, id: string): SpanFix | null {
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(id)) return null;
  const after = withSampled(document, newSampledAttribute(id));
  if (after === document.text) return null;
  return { title: `Add a sampled attribute ${id}`, edits: [difference(document.text, after)] };
}

const listPath = ['strategy_params', 'sampled_attributes'];

function withSampled(document: RecipeDocument, value: PlainValue): string {
  const slot = slotAt(document, listPath);
  if (slot === null) return addValue(document, listPath, [value]);
  const list = slot.node;
  if (!isSeq(list)) return document.text;
  return insertItem(document, { list, slot, index: list.items.length, value }, styleOf(document.text));
}

/** The one change that makes `after` of `before`. */
function difference(before: string, after: string): SpanEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
