import { expect, test } from 'vitest';
import { allShown, isSelected, noSelection, selectedCount, selectRange, toggleRow } from './row-selection';

test('a row is taken in and out again', () => {
  const one = toggleRow(noSelection, 31);
  expect(isSelected(one, 31)).toBe(true);
  expect(selectedCount(one, 431)).toBe(1);
  expect(selectedCount(toggleRow(one, 31), 431)).toBe(0);
});

test('a range goes from the last toggled row, and adds to what is chosen', () => {
  const first = toggleRow(toggleRow(noSelection, 2), 10);
  const range = selectRange(first, 14, [10, 13, 14]);
  expect([2, 10, 13, 14].every((row) => isSelected(range, row))).toBe(true);
  expect(isSelected(range, 5)).toBe(false);
  expect(selectedCount(range, 431)).toBe(4);
});

test('a range without a start is the row alone', () => {
  expect(selectedCount(selectRange(noSelection, 5, []), 431)).toBe(1);
});

test('all that are shown is no list: a million rows but for two', () => {
  const selection = toggleRow(toggleRow(allShown, 3), 999_999);
  expect(selectedCount(selection, 1_000_000)).toBe(999_998);
  expect(isSelected(selection, 3)).toBe(false);
  expect(isSelected(selection, 4)).toBe(true);
  expect(selectedCount(selectRange(selection, 3, [3]), 1_000_000)).toBe(999_999);
  expect(isSelected(selectRange(toggleRow(allShown, 3), 5, [3, 4, 5]), 3)).toBe(true);
});
