import { changeBetween } from '@/lib/util/text-change';
import { removeAt } from '../edit/list-items';
import type { SpanFix } from '../report';
import type { Path, RecipeDocument } from '../yaml/document';

/** Takes a key out with its value and its comments; no fix where that can't be done at the place alone. */
export function removeKeyFix(document: RecipeDocument, path: Path): SpanFix[] {
  const after = removeAt(document, path);
  if (after === document.text) return [];
  return [{ title: `Take out ${String(path.at(-1))}`, edits: [changeBetween(document.text, after)] }];
}
