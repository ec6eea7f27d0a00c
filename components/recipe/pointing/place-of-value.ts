import type { ReadText } from '@/lib/client/editor/read-text';
import type { Position } from '@/lib/recipe/diagnostic';
import { isAttributeEntry, type OutlineEntry } from '@/lib/recipe/outline';
import { sourceNames } from '@/lib/recipe/sources/source-names';

/** Where the attribute or source that gives a name its value stands in the text; undefined for a name of nothing. */
export function placeOfValue(name: string, read: ReadText): Position | undefined {
  return entryOf(name, read)?.idRange.start;
}

function entryOf(name: string, { outline: { entries }, draft, sources }: ReadText): OutlineEntry | undefined {
  const attribute = entries.findLast((entry) => isAttributeEntry(entry) && entry.id === name);
  if (attribute !== undefined) return attribute;
  const source = sourceNames(draft, sources).names.findLast(({ id }) => id === name);
  if (source === undefined) return undefined;
  return entries.find(({ path }) => path.every((step, at) => source.path[at] === step));
}
