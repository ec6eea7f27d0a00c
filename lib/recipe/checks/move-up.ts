import { isSeq } from 'yaml';
import type { SpanEdit, SpanFix } from '../report';
import type { AttributeList } from '../template-places';
import { nodeOrNull, type RecipeDocument } from '../yaml/document';

/**
 * Moves an item of an attribute list before another one, with the comments that stand above it. Null where the
 * list is written in a way that can't be cut safely.
 */
export function moveUpFix(
  document: RecipeDocument,
  list: AttributeList,
  move: { from: number; to: number },
): SpanFix | null {
  const node = document.at(['strategy_params', list])?.node;
  if (!isSeq(node)) return null;
  const starts = node.items.map((item) => nodeOrNull(item)?.range?.[0]);
  const ends = node.items.map((item) => nodeOrNull(item)?.range?.[1]);
  const edits =
    node.flow === true ? moveInFlow(document, starts, ends, move) : moveLines(document, starts, ends, move);
  return edits && { title: 'Move up', edits };
}

type Offsets = readonly (number | undefined)[];
type Move = { from: number; to: number };

/** `[a, b, c]`: the text of the item goes before the other one, together with a comma. */
function moveInFlow({ text }: RecipeDocument, starts: Offsets, ends: Offsets, move: Move): SpanEdit[] | null {
  const before = starts[move.to];
  const [start, end, previousEnd] = [starts[move.from], ends[move.from], ends[move.from - 1]];
  if (before === undefined || start === undefined || end === undefined || previousEnd === undefined)
    return null;
  if (!/^\s*,\s*$/.test(text.slice(previousEnd, start))) return null;
  return [
    { start: before, end: before, text: `${text.slice(start, end)}, ` },
    { start: previousEnd, end, text: '' },
  ];
}

/** `- a` lines: whole lines move. */
function moveLines({ text }: RecipeDocument, starts: Offsets, ends: Offsets, move: Move): SpanEdit[] | null {
  const first = itemLines(text, starts[move.to]);
  const moved = itemLines(text, starts[move.from]);
  const lastEnd = ends[move.from];
  if (first === null || moved === null || lastEnd === undefined) return null;
  const following = move.from + 1 < starts.length ? itemLines(text, starts[move.from + 1]) : null;
  const end = following ?? endOfLines(text, lastEnd);
  const lines = text.slice(moved, end);
  return [
    { start: first, end: first, text: lines.endsWith('\n') ? lines : `${lines}\n` },
    { start: moved, end, text: '' },
  ];
}

/** The start of the line that an item's dash opens, or of the comment lines right above it. */
function itemLines(text: string, start: number | undefined): number | null {
  if (start === undefined) return null;
  let line = text.lastIndexOf('\n', start - 1) + 1;
  if (!/^\s*-\s+$/.test(text.slice(line, start))) return null;
  const indent = text.slice(line).search(/[^ ]/);
  while (line > 0) {
    const above = text.lastIndexOf('\n', line - 2) + 1;
    const content = text.slice(above, line);
    if (!/^\s*#/.test(content) || content.search(/[^ ]/) !== indent) break;
    line = above;
  }
  return line;
}

/** Block scalars end after their last line break, other values within their last line. */
function endOfLines(text: string, end: number): number {
  if (end > 0 && text[end - 1] === '\n') return end;
  const newline = text.indexOf('\n', end);
  return newline === -1 ? text.length : newline + 1;
}
