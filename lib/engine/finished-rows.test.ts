import { expect, test } from 'vitest';
import { collectFinishedRows } from './finished-rows';
import { createRowSource } from './rows/row-source';

test('E24 the rows left unfinished come first, then new ones up to the most that may be tried', () => {
  const finished = collectFinishedRows(
    [0, 1, 4, 6].map((index) => ({ index, status: index === 4 ? 'failed' : 'accepted' })),
  );
  expect(finished).toEqual({
    counts: { accepted: 3, rejected: 0, failed: 1, spare: 0 },
    end: 7,
    missing: [2, 3, 5],
  });
  const source = createRowSource(finished);
  const taken = Array.from({ length: 6 }, () => source.take(9));
  expect(taken).toEqual([2, 3, 5, 7, 8, null]);
  expect(source.hasNext(9)).toBe(false);
  expect(source.take(10)).toBe(9);
});
