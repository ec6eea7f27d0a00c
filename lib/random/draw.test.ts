import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDraw, createUuid, drawInt } from '@/lib/random/draw';
import { AppError } from '@/lib/util/app-error';

const seeds = fc.nat(Number.MAX_SAFE_INTEGER);

test('the draws are pinned: a change of these numbers changes every plan', () => {
  const draw = createDraw(42, 'tone', 'value');
  expect([draw(0), draw(1), draw(1, 1), draw(2 ** 32), draw(Number.MAX_SAFE_INTEGER)]).toMatchInlineSnapshot(`
    [
      0.611996202230463,
      0.7235638178906187,
      0.8156707270819522,
      0.13234615588567,
      0.9901865106511756,
    ]
  `);
  expect(createDraw(Number.MAX_SAFE_INTEGER, 'Größe 😀', 'value')(7)).toMatchInlineSnapshot(
    `0.9653461465211085`,
  );
  expect(createUuid(42, 'chat', 'conversation-id')(0)).toMatchInlineSnapshot(
    `"632c4f9a-7679-41ff-9c10-7bc29fcdbc58"`,
  );
});

test('a draw depends on its arguments alone, not on the draws before it', () => {
  fc.assert(
    fc.property(
      seeds,
      fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(10)), { minLength: 1, maxLength: 30 }),
      fc.nat(),
      (seed, places, turn) => {
        const draw = createDraw(seed, 'a', 'b');
        const forwards = new Map(places.map(([row, count]) => [`${row}/${count}`, draw(row, count)]));
        const shift = turn % places.length;
        const shuffled = [...places.slice(shift), ...places.slice(0, shift)].reverse();
        for (const [row, count] of shuffled) {
          expect(createDraw(seed, 'a', 'b')(row, count)).toBe(forwards.get(`${row}/${count}`));
        }
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

test('two draws that take turns do not disturb each other', () => {
  const a = createDraw(1, 'a', 'value');
  const b = createDraw(1, 'b', 'value');
  const alone = [0, 1, 2].map((row) => a(row));
  const takingTurns = [0, 1, 2].map((row) => (b(row), a(row)));
  expect(takingTurns).toEqual(alone);
});

test('a draw is at least 0 and below 1', () => {
  fc.assert(
    fc.property(seeds, fc.nat(Number.MAX_SAFE_INTEGER), fc.nat(100), (seed, row, count) => {
      const drawn = createDraw(seed, 'a', 'b')(row, count);
      return drawn >= 0 && drawn < 1;
    }),
    { seed: 2 },
  );
});

test('all 53 bits of the seed and of the row matter', () => {
  const drawn = new Set<number>();
  for (let bit = 0; bit < 53; bit++) {
    drawn.add(createDraw(2 ** bit, 'a', 'b')(0));
    drawn.add(createDraw(0, 'a', 'b')(2 ** bit));
  }
  drawn.add(createDraw(0, 'a', 'b')(0));
  expect(drawn.size).toBe(107);
});

test('attribute and purpose cannot be confused with one another', () => {
  const first = (attributeId: string, purpose: string) => createDraw(1, attributeId, purpose)(0);
  const drawn = [
    first('ab', 'c'),
    first('a', 'bc'),
    first('a,b', 'c'),
    first('a', 'b,c'),
    first('c', 'ab'),
    first('', 'abc'),
  ];
  expect(new Set(drawn).size).toBe(drawn.length);
});

describe('chance', () => {
  const rows = 20_000;
  const cells = 100;
  // 99 degrees of freedom: 99.99 % of good generators stay below.
  const chiSquareLimit = 158;

  test.each([0, 1, 42, 123_456_789, Number.MAX_SAFE_INTEGER])(
    'is uniform over rows with the seed %i',
    (seed) => {
      const draw = createDraw(seed, 'tone', 'value');
      expect(chiSquare(rows, cells, (row) => drawInt(draw, row, 0, cells))).toBeLessThan(chiSquareLimit);
    },
  );

  test('is uniform over counts, seeds and the low bits', () => {
    const draw = createDraw(5, 'tone', 'value');
    expect(chiSquare(rows, cells, (count) => drawInt(draw, 3, count, cells))).toBeLessThan(chiSquareLimit);
    expect(chiSquare(5_000, cells, (seed) => drawInt(createDraw(seed, 'a', 'b'), 0, 0, cells))).toBeLessThan(
      chiSquareLimit,
    );
    expect(chiSquare(rows, cells, (row) => (draw(row) * 2 ** 53) % cells)).toBeLessThan(chiSquareLimit);
  });

  test.each([
    ['attributes', createDraw(9, 'tone', 'value'), createDraw(9, 'topic', 'value')],
    ['purposes', createDraw(9, 'tone', 'value'), createDraw(9, 'tone', 'combination')],
    ['seeds', createDraw(9, 'tone', 'value'), createDraw(10, 'tone', 'value')],
  ])('of two %s is independent', (_, first, second) => {
    const pair = (row: number) => drawInt(first, row, 0, 10) * 10 + drawInt(second, row, 0, 10);
    expect(chiSquare(rows, cells, pair)).toBeLessThan(chiSquareLimit);
  });

  test('of neighbouring rows is independent', () => {
    const draw = createDraw(11, 'tone', 'value');
    const pair = (row: number) => drawInt(draw, 2 * row, 0, 10) * 10 + drawInt(draw, 2 * row + 1, 0, 10);
    expect(chiSquare(rows, cells, pair)).toBeLessThan(chiSquareLimit);
  });

  function chiSquare(draws: number, buckets: number, bucketOf: (index: number) => number): number {
    const counts = new Array<number>(buckets).fill(0);
    for (let index = 0; index < draws; index++) {
      const bucket = bucketOf(index);
      counts[bucket] = (counts[bucket] ?? Number.NaN) + 1;
    }
    const expected = draws / buckets;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  }
});

test('drawInt stays below its limit, up to 2^53', () => {
  const almostOne = () => 1 - 2 ** -53;
  for (const limit of [1, 3, 1000, 2 ** 31 - 1, 2 ** 52 + 1, 2 ** 53 - 1, 2 ** 53]) {
    expect(drawInt(almostOne, 0, 0, limit)).toBe(limit - 1);
  }
});

test('a UUID has the layout of version 4 and differs from row to row', () => {
  const uuids = Array.from({ length: 1000 }, (_, row) => createUuid(3, 'chat', 'conversation-id')(row));
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(uuids).size).toBe(1000);
});

test.each([-1, 0.5, 2 ** 53, Number.NaN])('the seed %d is refused', (seed) => {
  expect(() => createDraw(seed, 'a', 'b')).toThrow(AppError);
});
