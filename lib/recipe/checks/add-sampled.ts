import { changeBetween } from '@/lib/util/text-change';
import { insertAt } from '../edit/insert-at';
import { newSampledAttribute } from '../form/new-attribute';
import type { SpanFix } from '../report';
import type { RecipeDocument } from '../yaml/document';

/** Mends a use of an unknown name by giving it something to stand for; null for what can't be an id. */
export function addSampledFix(document: RecipeDocument, id: string): SpanFix | null {
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(id)) return null;
  const after = insertAt(document, {
    path: ['strategy_params', 'sampled_attributes'],
    value: newSampledAttribute(id),
  });
  if (after === document.text) return null;
  return { title: `Add a sampled attribute ${id}`, edits: [changeBetween(document.text, after)] };
}
