import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRowOrder, createSortedRowOrder, type KeyedRow, type RowOrder } from './row-order';

const key = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'a', 'A', 'ab', 'ä'),
  fc.constant(null),
);

function settled(order: RowOrder): number[] {
  Array.from(order.settle());
  return [...order.indices];
}

/** What the order means, in one plain sort. */
function expected(rows: readonly KeyedRow[], descending: boolean): number[] {
  const rank = (value: KeyedRow['key']) =>
    value === null ? 2 : (typeof value === 'number') === descending ? 1 : 0;
  return rows
    .toSorted((a, b) => {
      if (rank(a.key) !== rank(b.key)) return rank(a.key) - rank(b.key);
      const less = a.key !== null && b.key !== null && a.key < b.key;
      const more = a.key !== null && b.key !== null && a.key > b.key;
      return (descending ? Number(less) - Number(more) : Number(more) - Number(less)) || a.index - b.index;
    })
    .map(({ index }) => index);
}

test('A54 rows that come part by part are in one order in the end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(key, { maxLength: 9 }), { maxLength: 9 }),
      fc.boolean(),
      (parts, descending) => {
        const order = createSortedRowOrder({ descending });
        const rows: KeyedRow[] = [];
        for (const part of parts) {
          const keyed = part.map((each, at) => ({ index: rows.length + at, key: each }));
          order.add(keyed);
          rows.push(...keyed);
        }
        expect(order.count).toBe(rows.length);
        expect(settled(order)).toEqual(expected(rows, descending));
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});

test('A54 rows in row order are there as they come', () => {
  const order = createRowOrder();
  for (let from = 0; from < 5000; from += 700) {
    order.add(Array.from({ length: 700 }, (_, at) => ({ index: 2 * (from + at), key: null })));
  }
  expect(order.count).toBe(5600);
  expect(order.indices.at(-1)).toBe(2 * 5599);
});

test('A54 a long list is brought in order in many short pieces', () => {
  const order = createSortedRowOrder({ descending: false });
  for (let part = 0; part < 10; part += 1) {
    order.add(
      Array.from({ length: 5000 }, (_, at) => ({ index: part * 5000 + at, key: (at * 7919) % 5000 })),
    );
  }
  expect(Array.from(order.settle()).length).toBeGreaterThan(20);
  expect(order.indices).toHaveLength(50_000);
});
