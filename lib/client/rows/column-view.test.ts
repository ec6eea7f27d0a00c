import { expect, test } from 'vitest';
import {
  isPlain,
  moveColumn,
  orderedColumns,
  plainView,
  readColumnView,
  setWidth,
  shownColumns,
  toggleHidden,
  togglePinned,
  type ColumnView,
} from './column-view';

const columns = ['label', 'tone', 'query', 'chat'].map((name) => ({ name }));
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(' ');
const shown = (view: ColumnView) => names(shownColumns(columns, view));

test('pinned columns stand first, in the order of the others', () => {
  const view = togglePinned(togglePinned(plainView, 'query'), 'tone');
  expect(shown(view)).toBe('tone query label chat');
  expect(shown(togglePinned(view, 'tone'))).toBe('query label tone chat');
});

test('a column moves past the next one, never out of its group or past the end', () => {
  const moved = moveColumn(columns, plainView, 'label', 1);
  expect(shown(moved)).toBe('tone label query chat');
  expect(moveColumn(columns, moved, 'tone', -1)).toBe(moved);
  const pinned = togglePinned(moved, 'query');
  expect(shown(pinned)).toBe('query tone label chat');
  expect(moveColumn(columns, pinned, 'tone', -1)).toBe(pinned);
});

test('hidden columns keep their place, and one column is always left', () => {
  const view = toggleHidden(plainView, 'tone');
  expect(shown(view)).toBe('label query chat');
  expect(names(orderedColumns(columns, view))).toBe('label tone query chat');
  const none = columns.reduce((all, { name }) => toggleHidden(all, name), plainView);
  expect(shown(none)).toBe('label');
});

test('a column that came with a newer version stands after the one before it', () => {
  const view: ColumnView = { ...plainView, order: ['chat', 'label', 'query'] };
  expect(shown(view)).toBe('chat label tone query');
});

test('a width is held within limits, and null forgets it', () => {
  const view = setWidth(setWidth(plainView, 'query', 10_000), 'tone', 1);
  expect(view.widths).toEqual({ query: 960, tone: 56 });
  expect(isPlain(setWidth(setWidth(view, 'query', null), 'tone', null))).toBe(true);
});

test('a view comes back from its text; other texts are the plain view', () => {
  const view = setWidth(togglePinned(plainView, 'tone'), 'label', 200);
  expect(readColumnView(JSON.stringify(view))).toEqual(view);
  for (const text of [null, '', '{', '[]', '{"order":1}']) expect(readColumnView(text)).toBe(plainView);
});
