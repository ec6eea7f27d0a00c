import { expect, test } from 'vitest';
import type { RowFilter } from '@/lib/dataset/row-filter';
import {
  choiceQuery,
  chosenRange,
  chosenValues,
  conditionCount,
  conditionValue,
  conditionWords,
  everyRow,
  isEveryRow,
  nextSort,
  readFilters,
  setCondition,
  setRange,
  toggleRange,
  toggleSort,
  toggleValue,
} from './row-choice';

test('values are chosen and let go one by one', () => {
  const one = toggleValue([], 'tone', 'calm');
  const two = toggleValue(one, 'tone', 'loud');
  expect(chosenValues(two, 'tone')).toEqual(['calm', 'loud']);
  expect(toggleValue(toggleValue(two, 'tone', 'calm'), 'tone', 'loud')).toEqual([]);
  expect(conditionWords(two, (_, value) => String(value).toUpperCase())).toEqual([
    { column: 'tone', name: 'tone', words: 'is CALM, LOUD' },
  ]);
});

test('a range takes the place of the one before, and goes when it is pressed again', () => {
  const range = { from: 3, to: 9, of: 'length' } as const;
  const set = toggleRange(toggleRange([], 'text', { from: 0, to: 2, of: 'length' }), 'text', range);
  expect(set).toEqual([
    { column: 'text', op: 'gte', value: 3, of: 'length' },
    { column: 'text', op: 'lte', value: 9, of: 'length' },
  ]);
  expect(conditionWords(set, String)).toEqual([{ column: 'text', name: 'text', words: 'length 3 to 9' }]);
  expect(toggleRange(set, 'text', range)).toEqual([]);
});

test('a choice goes into an address and comes back; a broken one shows all rows', () => {
  const filters = toggleValue([], 'tone', 'calm');
  const { filter } = choiceQuery({ search: 'x', filters, sort: '-tone' });
  expect(readFilters(filter ?? null)).toEqual(filters);
  expect(readFilters('[{"column":')).toEqual([]);
  expect(readFilters('[{"column":"a","op":"like"}]')).toEqual([]);
  expect(isEveryRow(everyRow)).toBe(true);
});

test('a head is pressed through up, down and as it was', () => {
  expect(nextSort(null, 'a')).toBe('a');
  expect(nextSort('a', 'a')).toBe('-a');
  expect(nextSort('-a', 'a')).toBeNull();
  expect(nextSort('b', 'a')).toBe('a');
});

test('a condition of a kind is set, changed and taken away, and touches no other', () => {
  const other = { column: 'tone', op: 'in' as const, value: ['calm'] };
  const contains = setCondition([other], 'query', 'contains', 'card');
  expect(setCondition(contains, 'query', 'contains', 'cash')).toEqual([
    other,
    { column: 'query', op: 'contains', value: 'cash' },
  ]);
  const empty = setCondition(contains, 'query', 'empty', true);
  expect(conditionValue(empty, 'query', 'empty')).toBe(true);
  expect(conditionValue(empty, 'query', 'contains')).toBe('card');
  expect(
    setCondition(setCondition(empty, 'query', 'empty', undefined), 'query', 'contains', undefined),
  ).toEqual([other]);
  // A text to equal takes the place of values that were chosen one by one.
  expect(setCondition([other], 'tone', 'eq', 'rude')).toEqual([{ column: 'tone', op: 'eq', value: 'rude' }]);
});

test('a range may be open at either side', () => {
  const from = setRange([], 'score', { from: 3, to: undefined, of: 'value' });
  expect(chosenRange(from, 'score')).toEqual({ from: 3, to: Infinity, of: 'value' });
  const to = setRange(from, 'score', { from: undefined, to: 9, of: 'value' });
  expect(to).toEqual([{ column: 'score', op: 'lte', value: 9, of: 'value' }]);
  expect(setRange(to, 'score', { from: undefined, to: undefined, of: 'value' })).toEqual([]);
});

test('a column that is held to a range has one condition, as its chip says', () => {
  const filters = toggleRange(toggleValue([], 'tone', 'calm'), 'text', { from: 3, to: 9, of: 'length' });
  expect(conditionCount({ search: '', filters, sort: 'tone' })).toBe(2);
  expect(conditionCount({ search: 'sky', filters, sort: null })).toBe(3);
});

test('a key sorts by a column in its direction, and puts the rows back when they stand so', () => {
  expect(toggleSort(null, 'tone', 'up')).toBe('tone');
  expect(toggleSort('tone', 'tone', 'down')).toBe('-tone');
  expect(toggleSort('-tone', 'tone', 'down')).toBeNull();
  expect(toggleSort('tone', 'tone', 'up')).toBeNull();
});

test.each<[RowFilter[], string]>([
  [[{ column: '@repeats', op: 'empty', value: false }], 'near-duplicates of an earlier row'],
  [[{ column: '@alike', op: 'eq', value: 1200 }], 'near-duplicates of row 1,200'],
  [[{ column: '@by_hand', op: 'eq', value: 'accepted' }], 'accepted by hand'],
  [[{ column: '@rating', op: 'eq', value: -1 }], 'rated bad'],
  [[{ column: '@edited', op: 'eq', value: 1 }], 'edited'],
  [[{ column: '@reused', op: 'empty', value: false }], 'with reused answers'],
  [[{ column: '@reason', op: 'eq', value: 'no-answer' }], 'reason is no-answer'],
  [[{ column: 'answer', op: 'empty', value: false }], 'answer is not empty'],
  [
    [
      { column: 'answer', op: 'gte', value: 100, of: 'characters' },
      { column: 'answer', op: 'lte', value: 149, of: 'characters' },
    ],
    'answer characters 100 to 149',
  ],
])('A151 %j reads as %s', (filters, words) => {
  expect(
    conditionWords(filters, String).map((chip) => [chip.name, chip.words].filter(Boolean).join(' ')),
  ).toEqual([words]);
});
