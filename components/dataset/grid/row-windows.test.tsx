import { describe, expect, test } from 'vitest';
import {
  blockCount,
  blockOfIndex,
  blocksOf,
  expectedRows,
  rowLayout,
  rowsInWindow,
  rowsWithin,
  windowRows,
  windowsOf,
} from './row-windows';

const row = (index: number) => ({ index });
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => row(from + at));

describe('a million rows', () => {
  const layout = rowLayout(1_000_000, 1_000_000);

  test('are laid out by index, so that any of them can be jumped to', () => {
    expect(layout.kind).toBe('indexed');
    expect(blockOfIndex(layout, 999_999)).toBe(blockCount(layout) - 1);
  });

  test('need two windows at most for what a screen shows', () => {
    expect(windowsOf(20_003, 20_006)).toEqual([2500]);
    expect(windowsOf(20_006, 20_009)).toEqual([2500, 2501]);
  });
});

test('what is expected of unread blocks adds up to the rows that match', () => {
  for (const layout of [rowLayout(604, 689), rowLayout(1, 3), rowLayout(300, 100_000), rowLayout(200, 200)]) {
    let sum = 0;
    for (let block = 0; block < blockCount(layout); block += 1) sum += expectedRows(layout, block);
    expect(sum).toBeCloseTo(layout.matches, 6);
  }
});

test('a window keeps its own indices of an answer that runs past them', () => {
  const answer = [...rows(0, 150), ...rows(180, 260)];
  expect(rowsInWindow(0, answer).at(-1)?.index).toBe(windowRows - 1);
});

test('every row of a window is in exactly one block, gaps and all', () => {
  const layout = rowLayout(170, 200);
  const answer = rows(0, 200).filter(({ index }) => index % 7 !== 3);
  const blocks = blocksOf(layout, 0, answer);
  expect(blocks.flatMap((block) => block.rows)).toEqual(answer);
  expect(blocks.map(({ block }) => block)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('the last window has only the blocks that exist', () => {
  expect(blocksOf(rowLayout(230, 230), 1, rows(200, 230)).map(({ rows: { length } }) => length)).toEqual([
    25, 5,
  ]);
});

test('few matches among many rows are listed one after the other', () => {
  const layout = rowLayout(300, 100_000);
  expect(layout.kind).toBe('listed');
  expect(blockCount(layout)).toBe(12);
  const failed = Array.from({ length: 200 }, (_, at) => row(at * 333));
  expect(blocksOf(layout, 0, failed).flatMap((block) => block.rows)).toEqual(failed);
});

test('nothing that matches has no blocks', () => {
  expect(blockCount(rowLayout(0, 500))).toBe(0);
});

test('of a block only the rows within a part are drawn, and none of a block beside it', () => {
  const part = { from: 100, to: 260 };
  expect(rowsWithin(part, 0, 25, 32)).toEqual([3, 9]);
  expect(rowsWithin(part, 96, 25, 32)).toEqual([0, 6]);
  expect(rowsWithin(part, 260, 25, 32)).toEqual([0, 0]);
  expect(rowsWithin(part, -800, 25, 32)).toEqual([25, 25]);
});
