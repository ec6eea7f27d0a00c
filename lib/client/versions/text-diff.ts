import { diffLines, diffWordsWithSpace, type ChangeObject } from 'diff';

/** A piece of a line; `isChanged` for what the other side doesn't have. */
export type DiffPart = { text: string; isChanged: boolean };

/** A line of one side with its number from 1. */
export type DiffLine = { number: number; parts: readonly DiffPart[] };

/** Two lines side by side, or a stretch of equal lines, or the rest of very many changed ones, that is folded away. */
export type DiffRow =
  | { kind: 'same' | 'changed'; left: DiffLine | null; right: DiffLine | null }
  | { kind: 'fold'; of: 'same' | 'changed'; rows: readonly DiffRow[] };

/** What differs in short: how many lines went and came, and the first of them without their indentation. */
export type ShortDiff = {
  gone: number;
  new: number;
  first: readonly { kind: 'gone' | 'new'; text: string }[];
};

/** So many equal lines stay around a change. */
const shownAround = 3;
/**
 * Texts that differ by more are no longer compared line by line, or word by word: the work grows with the square of it,
 * to minutes for two lists of a few thousand values, and nobody reads such a difference by its words.
 */
const mostLines = 300;
const mostWords = 200;

/** Two texts side by side: changed lines beside each other with their words marked, long equal stretches folded. */
export function diffTexts(before: string, after: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let left = 1;
  let right = 1;
  const changes = lineChanges(before, after);
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
    const most = Math.max(removed.length, added.length);
    for (let line = 0; line < most; line++) {
      const [one, other] = sideBySide(removed[line], added[line], most <= mostLines);
      rows.push({
        kind: 'changed',
        left: one && { number: left++, parts: one },
        right: other && { number: right++, parts: other },
      });
    }
  }
  return folded(rows);
}

/** What differs between two texts, in so many lines at most. */
export function shortDiff(before: string, after: string, mostShown: number): ShortDiff {
  const changed = lineChanges(before, after).flatMap(({ value, added, removed }) => {
    const kind = added ? ('new' as const) : ('gone' as const);
    return added || removed ? linesOf(value).map((text) => ({ kind, text: text.trim() })) : [];
  });
  const gone = changed.filter(({ kind }) => kind === 'gone').length;
  return {
    gone,
    new: changed.length - gone,
    first: changed.filter(({ text }) => text !== '').slice(0, mostShown),
  };
}

/**
 * The words of two texts that differ, marked on either side: of lines that changed, since a line that came anew says
 * nothing of the words around it.
 */
export function diffWords(before: string, after: string): Sides {
  const left: DiffPart[] = [];
  const right: DiffPart[] = [];
  const changes = lineChanges(before, after);
  for (const [at, { value, added, removed }] of changes.entries()) {
    const wasRemoved = changes[at - 1]?.removed === true;
    if (removed && changes[at + 1]?.added === true) {
      const words = wordsOfLines(value, changes[at + 1]?.value ?? '');
      left.push(...words.left);
      right.push(...words.right);
    } else if (!(added && wasRemoved)) {
      if (!added) left.push({ text: value, isChanged: removed });
      if (!removed) right.push({ text: value, isChanged: added });
    }
  }
  return { left, right };
}

type Sides = { left: DiffPart[]; right: DiffPart[] };

/** Where little is the same, line by line; of a line without much that is the same all words. */
function wordsOfLines(before: string, after: string): Sides {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: mostWords });
  if (changes !== undefined) {
    return {
      left: changes.flatMap(({ value, added, removed }) =>
        added ? [] : { text: value, isChanged: removed },
      ),
      right: changes.flatMap(({ value, added, removed }) =>
        removed ? [] : { text: value, isChanged: added },
      ),
    };
  }
  const [old, next] = [wholeLines(before), wholeLines(after)];
  if (old.length < 2 && next.length < 2) {
    const whole = (text: string) => (text === '' ? [] : [{ text, isChanged: true }]);
    return { left: whole(before), right: whole(after) };
  }
  const pairs = (old.length > next.length ? old : next).map((_, at) =>
    wordsOfLines(old[at] ?? '', next[at] ?? ''),
  );
  return { left: pairs.flatMap((pair) => pair.left), right: pairs.flatMap((pair) => pair.right) };
}

/** Where much differs, what lies between the equal lines at the beginning and at the end is one change. */
function lineChanges(before: string, after: string): ChangeObject<string>[] {
  const changes = diffLines(before, after, { maxEditLength: mostLines });
  if (changes !== undefined) return changes;
  const old = wholeLines(before);
  const next = wholeLines(after);
  const most = Math.min(old.length, next.length);
  let head = 0;
  while (head < most && old[head] === next[head]) head++;
  let foot = 0;
  while (foot < most - head && old.at(-1 - foot) === next.at(-1 - foot)) foot++;
  const part = (lines: readonly string[], kind: 'same' | 'gone' | 'new'): ChangeObject<string>[] =>
    lines.length === 0
      ? []
      : [{ value: lines.join(''), added: kind === 'new', removed: kind === 'gone', count: lines.length }];
  return [
    ...part(old.slice(0, head), 'same'),
    ...part(old.slice(head, old.length - foot), 'gone'),
    ...part(next.slice(head, next.length - foot), 'new'),
    ...part(old.slice(old.length - foot), 'same'),
  ];
}

/** Lines with their ends. */
function wholeLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function sideBySide(before: string | undefined, after: string | undefined, byWords: boolean) {
  if (before === undefined) return [null, [{ text: after ?? '', isChanged: true }]] as const;
  if (after === undefined) return [[{ text: before, isChanged: true }], null] as const;
  if (!byWords) return [[{ text: before, isChanged: true }], [{ text: after, isChanged: true }]] as const;
  const { left, right } = wordsOfLines(before, after);
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
  let changed: DiffRow[] = [];
  const close = () => {
    // A fold of a line or two would take as much room as the lines.
    if (hidden.length > 3) shown.push({ kind: 'fold', of: 'same', rows: hidden });
    else shown.push(...hidden);
    shown.push(...changed.slice(0, mostLines));
    if (changed.length > mostLines)
      shown.push({ kind: 'fold', of: 'changed', rows: changed.slice(mostLines) });
    hidden = [];
    changed = [];
  };
  for (const [at, row] of rows.entries()) {
    if (isNear[at] !== true) {
      if (changed.length > 0) close();
      hidden.push(row);
    } else if (row.kind === 'changed') {
      if (hidden.length > 0) close();
      changed.push(row);
    } else {
      close();
      shown.push(row);
    }
  }
  close();
  return shown;
}
