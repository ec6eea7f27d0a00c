import { isSeq } from 'yaml';
import type { Path, RecipeDocument } from '../yaml/document';
import { addValue } from './add-value';
import { insertItem } from './list-items';
import type { PlainValue } from './plain-value';
import { replaceValue } from './replace-value';
import { isEmpty, slotAt } from './slot';
import { styleOf } from './write-yaml';

/**
 * The text of a document with an item put into the list at `path`, at its end unless `index` says where. A list that
 * isn't there is made; where something else stands, nothing changes.
 */
export function insertAt(
  document: RecipeDocument,
  { path, index, value }: { path: Path; index?: number | undefined; value: PlainValue },
): string {
  const slot = slotAt(document, path);
  if (slot === null) return addValue(document, path, [value]);
  const list = slot.node;
  const style = styleOf(document.text);
  if (!isSeq(list)) return isEmpty(list) ? replaceValue(document, slot, [value], style) : document.text;
  const at = Math.min(Math.max(0, index ?? list.items.length), list.items.length);
  return insertItem(document, { list, slot, index: at, value }, style);
}
