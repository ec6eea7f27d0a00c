import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTexts, type DiffRow } from './text-diff';

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
