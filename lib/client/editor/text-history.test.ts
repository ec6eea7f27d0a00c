import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noHistory, recordText, redoText, undoText, type TextHistory } from './text-history';

test('changes of one field within a second are one step, others are not', () => {
  let history = recordText(noHistory, { before: 'a', after: 'ab', mergeKey: 'name', atMs: 0 });
  history = recordText(history, { before: 'ab', after: 'abc', mergeKey: 'name', atMs: 900 });
  history = recordText(history, { before: 'abc', after: 'abcd', mergeKey: 'name', atMs: 1800 });
  expect(history.past).toEqual(['a']);
  const next = { before: 'abcd', after: 'abcde' };
  expect(recordText(history, { ...next, mergeKey: 'name', atMs: 2800 }).past).toEqual(['a', 'abcd']);
  expect(recordText(history, { ...next, mergeKey: 'other', atMs: 1900 }).past).toEqual(['a', 'abcd']);
  expect(recordText(history, { ...next, atMs: 1900 }).past).toEqual(['a', 'abcd']);
});

test.each([
  [
    'flowing words break about every 3 s, before a word',
    100,
    'one two three four five six seven eight nine',
    [34],
  ],
  ['a pause before a word breaks', 450, 'one two three', [4, 8]],
  ['a word is never broken before 5 s', 250, 'incomprehensibilities', [20]],
])('typing is taken back in phrases: %s', (_, everyMs, typed, breaks) => {
  let history = noHistory;
  for (let at = 0; at < typed.length; at++) {
    const [before, after] = [typed.slice(0, at), typed.slice(0, at + 1)];
    history = recordText(history, { before, after, mergeKey: 'typing', atMs: at * everyMs });
  }
  expect(history.past.map(({ length }) => length)).toEqual([0, ...breaks]);
});

test('undo and redo walk through the same texts, whatever the way', () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('change' as const), text: fc.string() }),
    fc.constant({ type: 'undo' as const }),
    fc.constant({ type: 'redo' as const }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const texts = ['start'];
      let at = 0;
      let history: TextHistory = noHistory;
      let now = 'start';
      for (const [index, one] of steps.entries()) {
        if (one.type === 'change') {
          history = recordText(history, { before: now, after: one.text, atMs: index });
          now = one.text;
          texts.splice(at + 1, texts.length, now);
          at += 1;
        } else {
          const moved = one.type === 'undo' ? undoText(history, now) : redoText(history, now);
          const next = at + (one.type === 'undo' ? -1 : 1);
          expect(moved === null).toBe(next < 0 || next >= texts.length);
          if (moved === null) continue;
          ({ history } = moved);
          now = moved.text;
          at = next;
        }
        expect(now).toBe(texts[at]);
      }
    }),
    { seed: 3 },
  );
});

test('the oldest steps go when there are too many', () => {
  let history = noHistory;
  for (let index = 0; index < 700; index++)
    history = recordText(history, { before: String(index), after: String(index + 1), atMs: index });
  expect(history.past).toHaveLength(500);
  expect(history.past.at(-1)).toBe('699');
});
