import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { keepValueDraft, useValueDrafts } from './value-drafts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

/** The texts kept of dataset 1, as a page draws them. */
function drawn(): () => string {
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const Texts = () =>
    useValueDrafts(1)
      .map(({ row, column, text }) => `${row} ${column}: ${text}`)
      .join('; ');
  act(() => root.render(createElement(Texts)));
  return () => place.textContent;
}

test('a cell keeps the newest that was typed into it, until it is forgotten', () => {
  const texts = drawn();
  const keep = (text: string | null) => act(() => keepValueDraft(1, { row: 3, column: 'answer' }, text));
  keep('He');
  keep('Hello');
  expect(texts()).toBe('3 answer: Hello');
  keep(null);
  expect(texts()).toBe('');
});

test('cells of other rows, columns and datasets keep their own', () => {
  const texts = drawn();
  act(() => {
    keepValueDraft(1, { row: 3, column: 'answer' }, 'a');
    keepValueDraft(1, { row: 3, column: 'question' }, 'b');
    keepValueDraft(1, { row: 4, column: 'question' }, 'c');
    keepValueDraft(2, { row: 3, column: 'answer' }, 'd');
    keepValueDraft(1, { row: 3, column: 'question' }, null);
  });
  expect(texts()).toBe('3 answer: a; 4 question: c');
});
