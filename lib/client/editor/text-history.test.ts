import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noHistory, recordText, redoText, undoText, type TextHistory } from './text-history';

test('changes of one field within a second are one step, others are not', () => {
  let history = recordText(noHistory, { before: 'a', mergeKey: 'name', atMs: 0 });
  history = recordText(history, { before: 'ab', mergeKey: 'name', atMs: 900 });
  history = recordText(history, { before: 'abc', mergeKey: 'name', atMs: 1800 });
  expect(history.past).toEqual(['a']);
  expect(recordText(history, { before: 'abcd', mergeKey: 'name', atMs: 2801 }).past).toEqual(['a', 'abcd']);
  expect(recordText(history, { before: 'abcd', mergeKey: 'other', atMs: 1900 }).past).toEqual(['a', 'abcd']);
  expect(recordText(history, { before: 'abcd', atMs: 1900 }).past).toEqual(['a', 'abcd']);
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
          history = recordText(history, { before: now, atMs: index });
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
    history = recordText(history, { before: String(index), atMs: index });
  expect(history.past).toHaveLength(500);
  expect(history.past.at(-1)).toBe('699');
});
