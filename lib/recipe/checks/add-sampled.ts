import { isSeq } from 'yaml';
import { changeBetween } from '@/lib/util/text-change';
import { addValue } from '../edit/add-value';
import { insertItem } from '../edit/list-items';
import { slotAt } from '../edit/slot';
import { styleOf } from '../edit/write-yaml';
import { newSampledAttribute } from '../form/new-attribute';
import type { PlainValue } from '../edit/plain-value';
import type { SpanFix } from '../report';
import type { RecipeDocument } from '../yaml/document';

/** Mends a use of an unknown name by giving it something to stand for; null for what can't be an id. */
export function addSampledFix(document: RecipeDocument, id: string): SpanFix | null {
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(id)) return null;
  const after = withSampled(document, newSampledAttribute(id));
  if (after === document.text) return null;
  return { title: `Add a sampled attribute ${id}`, edits: [changeBetween(document.text, after)] };
}

const listPath = ['strategy_params', 'sampled_attributes'];

function withSampled(document: RecipeDocument, value: PlainValue): string {
  const slot = slotAt(document, listPath);
  if (slot === null) return addValue(document, listPath, [value]);
  const list = slot.node;
  if (!isSeq(list)) return document.text;
  return insertItem(document, { list, slot, index: list.items.length, value }, styleOf(document.text));
}
