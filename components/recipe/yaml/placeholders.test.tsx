import { expect, test } from 'vitest';
import { findFolds, findLongLists } from './long-lists';
import { completionsAt, findPlaceholders, openPlaceholder, placeholderAt } from './placeholders';
import type { KnownValue } from './recipe-facts';

const values: KnownValue[] = [
  { id: 'label', kind: 'sampled', lastLine: 2, hint: '' },
  { id: 'query', kind: 'generated', lastLine: 8, hint: '' },
];

test('placeholders of known values are marked by kind, doubled braces are not', () => {
  const marks = findPlaceholders('a: {label.description} {{label}} {other}\nb: { query!r:>5}', values);
  expect(marks).toEqual([
    { line: 1, start: 4, end: 23, kind: 'sampled', name: 'label', field: 'label.description' },
    { line: 2, start: 4, end: 17, kind: 'generated', name: 'query', field: 'query!r:>5' },
  ]);
});

test.each([
  [7, undefined],
  [8, 'label'],
  [12, 'label'],
  [15, 'label'],
  [17, undefined],
  [20, undefined],
  [26, 'query'],
])('the placeholder at column %d', (column, name) => {
  const found = placeholderAt('  Like {label}, {{query} {query}', { line: 40, column }, values);
  expect(found?.name).toBe(name);
  if (found) expect(found.line).toBe(40);
});

test('a mapping in braces is no placeholder', () => {
  const marks = findPlaceholders('combination: { label: a, query: b }\nc: {label: a} {label:>5}', values);
  expect(marks.map(({ field }) => field)).toEqual(['label:>5']);
});

test('a placeholder is open behind a single brace only', () => {
  expect(openPlaceholder('Tone: {la')).toBe('la');
  expect(openPlaceholder('Tone: {')).toBe('');
  expect(openPlaceholder('Tone: {{la')).toBeNull();
  expect(openPlaceholder('Tone: {label} and')).toBeNull();
});

test('a generated value is offered only below its own definition', () => {
  expect(completionsAt(values, 8).map(({ text }) => text)).not.toContain('query');
  expect(completionsAt(values, 9).map(({ text }) => text)).toContain('query');
  expect(completionsAt(values, 1).map(({ text }) => text)).toContain('label.description');
});

test('a list of many values folds behind its first one', () => {
  const items = Array.from({ length: 12 }, (_, index) => `  - id: v${index}\n    name: V${index}`).join('\n');
  expect(findLongLists(`possible_values:\n${items}\nnext: 1`)).toEqual([
    { start: 3, end: 25, hides: '11 more values' },
  ]);
  expect(findLongLists('possible_values:\n  - id: a\n  - id: b\n')).toEqual([]);
});

test('blocks fold by indentation, a long list behind its first item', () => {
  const items = Array.from({ length: 10 }, (_, index) => `  - id: v${index}\n    name: V`).join('\n');
  const folds = findFolds(`possible_values:\n${items}\nnext:\n  a: 1\n`);
  expect(folds[0]).toEqual({ start: 1, end: 21 });
  expect(folds.filter(({ start }) => start === 3)).toEqual([{ start: 3, end: 21, hides: '9 more values' }]);
  expect(folds.at(-1)).toEqual({ start: 22, end: 23 });
});
