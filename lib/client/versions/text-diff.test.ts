import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTexts, diffWords, shortDiff, type DiffRow } from './text-diff';

const textOf = (rows: readonly DiffRow[], side: 'left' | 'right'): string[] =>
  rows.flatMap((row) => {
    if (row.kind === 'fold') return textOf(row.rows, side);
    const line = row[side];
    return line === null ? [] : [line.parts.map(({ text }) => text).join('')];
  });

test('each side reads as its text, line by line', () => {
  const lines = fc.array(fc.constantFrom('a: 1', 'a: 2', '  b: some words', '  b: other words', '', '# c'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const rows = diffTexts(
        before.map((line) => `${line}\n`).join(''),
        after.map((line) => `${line}\n`).join(''),
      );
      expect(textOf(rows, 'left')).toEqual(before);
      expect(textOf(rows, 'right')).toEqual(after);
    }),
    { seed: 6 },
  );
});

test('a changed line stands beside its new form with the words marked; far lines are folded', () => {
  const head = Array.from({ length: 10 }, (_, at) => `line ${at}\n`).join('');
  const rows = diffTexts(`${head}name: old tone\n`, `${head}name: new tone\n`);
  expect(rows.map(({ kind }) => kind)).toEqual(['fold', 'same', 'same', 'same', 'changed']);
  expect(rows.at(-1)).toEqual({
    kind: 'changed',
    left: {
      number: 11,
      parts: [
        { text: 'name: ', isChanged: false },
        { text: 'old', isChanged: true },
        { text: ' tone', isChanged: false },
      ],
    },
    right: {
      number: 11,
      parts: [
        { text: 'name: ', isChanged: false },
        { text: 'new', isChanged: true },
        { text: ' tone', isChanged: false },
      ],
    },
  });
});

test('what differs is told in short: how many lines, and the first without their indentation', () => {
  const before = 'a: 1\n  b: old\n\n  c: 3\n';
  const after = 'a: 1\n  b: new\n  c: 3\n  d: 4\n';
  expect(shortDiff(before, after, 2)).toEqual({
    gone: 2,
    new: 2,
    first: [
      { kind: 'gone', text: 'b: old' },
      { kind: 'new', text: 'b: new' },
    ],
  });
  expect(shortDiff(after, after, 2)).toEqual({ gone: 0, new: 0, first: [] });
});

test('texts with little in common are compared at once, around what they begin and end with', () => {
  const list = (word: string) => Array.from({ length: 20_000 }, (_, at) => `- ${word} ${at}\n`).join('');
  const [before, after] = [`head\n${list('old')}foot\n`, `head\n${list('new')}foot\n`];
  const beganMs = performance.now();
  const rows = diffTexts(before, after);
  // Line by line it takes minutes.
  expect(performance.now() - beganMs).toBeLessThan(10_000);
  // Of what has changed the first lines are shown.
  expect([rows[0]?.kind, rows[1]?.kind, rows.at(-1)?.kind]).toEqual(['same', 'changed', 'same']);
  expect(rows.at(-2)).toMatchObject({ kind: 'fold', of: 'changed' });
  expect(rows.length).toBeLessThan(400);
  expect(textOf(rows, 'right').join('\n')).toBe(after.trimEnd());
});

test('two long prompts with no word in common are each marked as a whole', () => {
  const words = (stem: string) => Array.from({ length: 5000 }, (_, at) => `${stem}${at}`).join(' ');
  expect(diffWords(words('a'), words('b'))).toEqual({
    left: [{ text: words('a'), isChanged: true }],
    right: [{ text: words('b'), isChanged: true }],
  });
});

test('a prompt that got another turn and one other word has just these marked', () => {
  const turn = `assistant\n${Array.from({ length: 300 }, (_, at) => `word${at}`).join(' ')}\n`;
  const { left, right } = diffWords('system\nBe calm.\nuser\nAsk.', `system\nBe loud.\n${turn}user\nAsk.`);
  expect(left.filter(({ isChanged }) => isChanged)).toEqual([{ text: 'calm', isChanged: true }]);
  expect(right.flatMap(({ text, isChanged }) => (isChanged ? text : [])).join('')).toBe(`loud${turn}`);
});
