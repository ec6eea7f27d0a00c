import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import { scalarText, type Path, type RecipeDocument } from '../yaml/document';
import { isPlainList, plainValueOf, type PlainValue } from './plain-value';
import { replaceValue } from './replace-value';
import { slotAt, type Slot } from './slot';
import { unitsOf, type Units } from './units';
import { blockLines, styleOf, writeInline, type YamlStyle } from './write-yaml';

type NewItem = { list: YAMLSeq; slot: Slot; index: number; value: PlainValue };

/** Puts an item into a list before the one at `index`. */
export function insertItem(
  document: RecipeDocument,
  { list, slot, index, value }: NewItem,
  style: YamlStyle,
): string {
  const { text } = document;
  if (list.items.length === 0) {
    if (slot.isFlow || style.isJson) {
      const item = writeInline(value, style.isJson ? 'json' : 'flow');
      return insertInFlow(text, list, { units: unitsOf(document, list), index: 0, item });
    }
    return replaceValue(document, slot, [value], style);
  }
  const units = unitsOf(document, list);
  if (units.isFlow) {
    return insertInFlow(text, list, {
      units,
      index,
      item: writeInline(value, style.isJson ? 'json' : 'flow'),
    });
  }
  const lines = blockLines([value], units.column, style);
  return insertLines(text, { units, index, lines, gap: gapOf(text, units), style });
}

/** The empty lines between the items of a list that has some. */
export function gapOf(text: string, { spans }: Units): string {
  const [first, second] = spans;
  if (first === undefined || second === undefined) return '';
  const between = text.slice(first.end, second.start);
  return between.trim() === '' ? between : '';
}

type NewLines = { units: Units; index: number; lines: string[]; gap: string; style: YamlStyle };

/** Puts lines in among the pieces of a block collection. */
export function insertLines(text: string, { units, index, lines, gap, style }: NewLines): string {
  const { spans, sharesLine, column } = units;
  const added = lines.join(style.eol) + style.eol;
  const before = spans[index - 1];
  if (before === undefined) {
    const first = spans[0]?.start ?? text.length;
    if (!sharesLine) return text.slice(0, first) + added + gap + text.slice(first);
    return `${text.slice(0, first)}${added.slice(column)}${' '.repeat(column)}${text.slice(first)}`;
  }
  const head = text.slice(0, before.end);
  const isClosed = head === '' || head.endsWith('\n');
  return `${head}${isClosed ? '' : style.eol}${gap}${added}${text.slice(before.end)}`;
}

type FlowItem = { units: Units; index: number; item: string };

/** Puts an item in among those between brackets. */
export function insertInFlow(
  text: string,
  collection: YAMLSeq | YAMLMap,
  { units, index, item }: FlowItem,
): string {
  const { spans } = units;
  const at = spans[index];
  const before = spans[index - 1];
  const last = spans.at(-1);
  if (last === undefined) {
    const open = collection.range?.[0] ?? 0;
    return `${text.slice(0, open + 1)}${item}${text.slice((collection.range?.[1] ?? open + 2) - 1)}`;
  }
  if (at !== undefined) {
    const gap = before === undefined ? spaceBefore(text, at.start) || ' ' : spaceBefore(text, at.start);
    const start = text.slice(0, at.start);
    return `${start}${item},${gap}${text.slice(at.start)}`;
  }
  const gap =
    spans.length > 1 || text.includes('\n', collection.range?.[0]) ? spaceBefore(text, last.start) : '';
  return `${text.slice(0, last.end)},${gap || ' '}${item}${text.slice(last.end)}`;
}

function spaceBefore(text: string, offset: number): string {
  return /\s*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
}

/** Takes a key or a list item out; a key goes with the last item of its list. */
export function removeAt(document: RecipeDocument, path: Path): string {
  const step = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = slotAt(document, parentPath)?.node ?? null;
  if (step === undefined || !isCollection(parent) || (!isMap(parent) && !isSeq(parent))) return document.text;
  const index = isMap(parent)
    ? parent.items.findIndex(({ key }) => isScalar(key) && scalarText(key) === step)
    : Number(step);
  if (index < 0 || index >= parent.items.length) return document.text;
  if (parent.items.length === 1) {
    // A key goes with its last item; an item of a list stays, empty.
    if (typeof parentPath.at(-1) === 'string') return removeAt(document, parentPath);
    const slot = slotAt(document, parentPath);
    if (parentPath.length === 0 || slot === null) return parent.flow === true ? document.text : '';
    return replaceValue(document, slot, isMap(parent) ? {} : [], styleOf(document.text));
  }
  return cut(document.text, unitsOf(document, parent), index);
}

function cut(text: string, units: Units, index: number): string {
  const { spans, isFlow, sharesLine } = units;
  const unit = spans[index];
  const next = spans[index + 1];
  const before = spans[index - 1];
  if (unit === undefined) return text;
  if (isFlow) {
    if (next !== undefined) return text.slice(0, unit.start) + text.slice(next.start);
    return text.slice(0, before?.end ?? unit.start) + text.slice(unit.end);
  }
  if (sharesLine && index === 0 && next !== undefined) {
    const key = next.start + (text.slice(next.start).search(/[^\s]/) || 0);
    const comments = text.slice(next.start, key);
    return text.slice(0, unit.start) + comments.trimStart() + text.slice(key);
  }
  // One of the two gaps around it goes along.
  const start = before !== undefined && isBlank(text.slice(before.end, unit.start)) ? before.end : unit.start;
  const hasGapBelow = /^[ \t]*\r?\n/.test(text.slice(unit.end));
  const end = start === unit.start && hasGapBelow && next !== undefined ? next.start : unit.end;
  return text.slice(0, start) + text.slice(end);
}

function isBlank(text: string): boolean {
  return text !== '' && text.trim() === '';
}

/** Moves an item of a list to another position. */
export function moveAt(
  document: RecipeDocument,
  { path, from, to }: { path: Path; from: number; to: number },
): string {
  const { text } = document;
  const slot = slotAt(document, path);
  const list = slot?.node ?? null;
  if (slot === null || !isSeq(list)) return text;
  const last = list.items.length - 1;
  if (from < 0 || to < 0 || from > last || to > last || from === to) return text;
  const order = list.items.map((_, index) => index);
  order.splice(to, 0, ...order.splice(from, 1));
  const units = unitsOf(document, list);
  if (units.sharesLine) {
    const values = plainValueOf(document, list);
    const moved = isPlainList(values) ? order.map((index) => values[index] ?? null) : values;
    return replaceValue(document, slot, moved, styleOf(text));
  }
  return reorder(text, units, order);
}

/** Puts the pieces in another order; what stands between them stays where it is. */
function reorder(text: string, { spans, isFlow }: Units, order: readonly number[]): string {
  const first = spans[0];
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return text;
  const { eol } = styleOf(text);
  const isOpen = !isFlow && !text.slice(0, last.end).endsWith('\n');
  const pieces = spans.map(({ start, end }, index) => {
    const piece = text.slice(start, end);
    return isOpen && index === spans.length - 1 ? piece + eol : piece;
  });
  let made = '';
  for (const [place, index] of order.entries()) {
    const here = spans[place];
    const next = spans[place + 1];
    made += pieces[index] ?? '';
    if (here !== undefined && next !== undefined) made += text.slice(here.end, next.start);
  }
  if (isOpen) made = made.slice(0, -eol.length);
  return text.slice(0, first.start) + made + text.slice(last.end);
}
