import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of a line; `isChanged` for what the other side doesn't have. */
export type DiffPart = { text: string; isChanged: boolean };

/** A line of one side with its number from 1. */
export type DiffLine = { number: number; parts: readonly DiffPart[] };

/** Two lines side by side, or a stretch of equal lines that is folded away. */
export type DiffRow =
  | { kind: 'same' | 'changed'; left: DiffLine | null; right: DiffLine | null }
  | { kind: 'fold'; rows: readonly DiffRow[] };

/** So many equal lines stay around a change. */
const shownAround = 3;

/** Two texts side by side: changed lines beside each other with their words marked, long equal stretches folded. */
export function diffTexts(before: string, after: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let left = 1;
  let right = 1;
  const changes = diffLines(before, after);
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at];
    if (change === undefined) break;
    const lines = linesOf(change.value);
    if (!change.added && !change.removed) {
      for (const text of lines) {
        const parts = [{ text, isChanged: false }];
        rows.push({ kind: 'same', left: { number: left++, parts }, right: { number: right++, parts } });
      }
      continue;
    }
    const next = changes[at + 1];
    const isReplaced = change.removed && next?.added === true;
    if (isReplaced) at += 1;
    const removed = change.removed ? lines : [];
    const added = isReplaced ? linesOf(next.value) : change.removed ? [] : lines;
    for (let line = 0; line < Math.max(removed.length, added.length); line++) {
      const [one, other] = sideBySide(removed[line], added[line]);
      rows.push({
        kind: 'changed',
        left: one && { number: left++, parts: one },
        right: other && { number: right++, parts: other },
      });
    }
  }
  return folded(rows);
}

/** The words of two texts that differ, marked on either side. */
export function diffWords(before: string, after: string): { left: DiffPart[]; right: DiffPart[] } {
  const left: DiffPart[] = [];
  const right: DiffPart[] = [];
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (!added) left.push({ text: value, isChanged: removed });
    if (!removed) right.push({ text: value, isChanged: added });
  }
  return { left, right };
}

function sideBySide(before: string | undefined, after: string | undefined) {
  if (before === undefined) return [null, [{ text: after ?? '', isChanged: true }]] as const;
  if (after === undefined) return [[{ text: before, isChanged: true }], null] as const;
  const { left, right } = diffWords(before, after);
  return [left, right] as const;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function folded(rows: readonly DiffRow[]): DiffRow[] {
  const isNear = rows.map(() => false);
  for (const [at, { kind }] of rows.entries()) {
    if (kind !== 'changed') continue;
    for (let near = at - shownAround; near <= at + shownAround; near++) isNear[near] = true;
  }
  const shown: DiffRow[] = [];
  let hidden: DiffRow[] = [];
  const close = () => {
    // A fold of a line or two would take as much room as the lines.
    if (hidden.length > 3) shown.push({ kind: 'fold', rows: hidden });
    else shown.push(...hidden);
    hidden = [];
  };
  for (const [at, row] of rows.entries()) {
    if (isNear[at] === true) {
      close();
      shown.push(row);
    } else hidden.push(row);
  }
  close();
  return shown;
}
