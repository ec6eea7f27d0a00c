import { isMap, isScalar, isSeq } from 'yaml';
import type { YAMLMap } from 'yaml';
import { nodeSpan, type SpanEdit } from '../report';
import { nodeOrNull, scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { isEmpty, slotAt } from './slot';
import { unitsOf, type Units } from './units';
import { blockLines, styleOf, writeInline, writeKey, type YamlStyle } from './write-yaml';
import { gapOf, insertLines } from './list-items';
import type { PlainValue } from './plain-value';
import { applySpanEdits } from './span-edits';

/** What each item of a list is to have under a key: a number, or undefined for nothing. */
export type EachNumber = { path: Path; key: string; values: readonly (number | undefined)[] };

/**
 * Gives the items of a list their numbers in one reading of the text; a list of weights has hundreds. Null where
 * an item is written in a way that needs an edit of its own.
 */
export function setEachNumber(document: RecipeDocument, { path, key, values }: EachNumber): string | null {
  const list = slotAt(document, path)?.node ?? null;
  if (!isSeq(list)) return document.text;
  const style = styleOf(document.text);
  const edits: SpanEdit[] = [];
  for (const [index, value] of values.entries()) {
    const item = nodeOrNull(list.items[index]);
    if (!isMap(item)) return null;
    const edit = editOf(document, item, { key, value, style });
    if (edit === null) return null;
    if (edit !== 'none') edits.push(edit);
  }
  return applySpanEdits(document.text, edits);
}

type OneNumber = { key: string; value: number | undefined; style: YamlStyle };

function editOf(
  document: RecipeDocument,
  item: YAMLMap,
  { key, value, style }: OneNumber,
): SpanEdit | 'none' | null {
  const at = item.items.findIndex((pair) => isScalar(pair.key) && scalarText(pair.key) === key);
  const node = at < 0 ? null : nodeOrNull(item.items[at]?.value);
  const isMerged = at < 0 && document.entries(item).some((entry) => entry.key === key);
  if (isMerged || (at >= 0 && (!isScalar(node) || isEmpty(node) || node.type !== 'PLAIN'))) return null;
  if (value !== undefined) {
    if (node !== null) {
      const text = writeInline(value, 'block');
      return isScalar(node) && node.source === text ? 'none' : { ...nodeSpan(document, node), text };
    }
    return added(
      document,
      unitsOf(document, item),
      `${writtenKey(key, item, style)}: ${writeInline(value, 'block')}`,
    );
  }
  return at < 0 ? 'none' : removed(unitsOf(document, item), at);
}

function writtenKey(key: string, { flow }: YAMLMap, style: YamlStyle): string {
  return flow === true && style.isJson ? JSON.stringify(key) : writeKey(key);
}

function added({ text }: RecipeDocument, { spans, isFlow, column }: Units, entry: string): SpanEdit | null {
  const end = spans.at(-1)?.end;
  if (end === undefined) return null;
  if (isFlow) return { start: end, end, text: `, ${entry}` };
  const isClosed = text.slice(0, end).endsWith('\n');
  const line = `${' '.repeat(column)}${entry}`;
  return { start: end, end, text: isClosed ? `${line}${styleOf(text).eol}` : `${styleOf(text).eol}${line}` };
}

function removed({ spans, isFlow }: Units, index: number): SpanEdit | null {
  const unit = spans[index];
  const before = spans[index - 1];
  // The first key may share its line with a dash, and an only one takes its item along.
  if (unit === undefined || before === undefined) return null;
  return { start: isFlow ? before.end : unit.start, end: unit.end, text: '' };
}

/** Puts items behind the last one of a list, in one reading of the text; null where each needs an edit of its own. */
export function insertAll(
  document: RecipeDocument,
  path: Path,
  values: readonly PlainValue[],
): string | null {
  const { text } = document;
  const list = slotAt(document, path)?.node ?? null;
  if (!isSeq(list) || list.items.length === 0 || values.length === 0) return null;
  const units = unitsOf(document, list);
  if (units.isFlow || units.sharesLine) return null;
  const style = styleOf(text);
  const gap = gapOf(text, units);
  const gapLines =
    gap === ''
      ? []
      : gap
          .split('\n')
          .slice(0, -1)
          .map(() => '');
  const lines = values.flatMap((value, at) => [
    ...(at === 0 ? [] : gapLines),
    ...blockLines([value], units.column, style),
  ]);
  return insertLines(text, { units, index: list.items.length, lines, gap, style });
}

/** Takes several items out of a list in one reading of the text; null where each needs an edit of its own. */
export function removeAll(document: RecipeDocument, path: Path, indices: readonly number[]): string | null {
  const list = slotAt(document, path)?.node ?? null;
  if (!isSeq(list) || indices.length >= list.items.length) return null;
  const units = unitsOf(document, list);
  if (units.isFlow || units.sharesLine) return null;
  const cuts = indices.flatMap((index) => units.spans[index] ?? []).map((span) => ({ ...span, text: '' }));
  return applySpanEdits(document.text, cuts);
}
