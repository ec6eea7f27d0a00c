import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDraw } from '@/lib/random/draw';
import { likeness } from './min-hash';
import { createNearIndex } from './near-index';

const words =
  'the a my card app bank money pin lost late top up failed rate euro where when how why please help arrive'.split(
    ' ',
  );

function sentence(seed: number, length: number): string {
  const draw = createDraw(seed, 'word', 'test');
  return Array.from({ length }, (_, at) => words[Math.floor(draw(at) * words.length)]).join(' ');
}

/** The text with so many of its words replaced by others. */
function changed(text: string, seed: number, count: number): string {
  const draw = createDraw(seed, 'change', 'test');
  const list = text.split(' ');
  for (let at = 0; at < count; at += 1)
    list[Math.floor(draw(2 * at) * list.length)] = `w${Math.floor(draw(2 * at + 1) * 1e6)}`;
  return list.join(' ');
}

test('Q20 a text of up to 128 pieces is compared exactly, a longer one to within four standard deviations', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 6 }),
      (seed, length, changes) => {
        const first = sentence(seed, length);
        const second = changed(first, seed, changes);
        const index = createNearIndex(0.5);
        const [a, b] = [index.sketch(first), index.sketch(second)];
        if (a === null || b === null) throw new Error('both texts have words');
        index.add(0, a);
        const found = index.nearest(b)?.likeness;
        const exact = likeness(first, second);
        if (found === undefined) {
          expect(exact).toBeLessThan(0.8);
          return;
        }
        const isShort = Math.max(a.pieces.length, b.pieces.length) < 128;
        expect(Math.abs(found - exact)).toBeLessThan(isShort ? 1e-9 : 0.18);
      },
    ),
    { seed: 3, numRuns: 400 },
  );
});

test.each([0.5, 0.65, 0.8, 0.92])(
  'Q21 of texts that are more alike than %d hardly one is missed',
  (similarity) => {
    const index = createNearIndex(similarity);
    const texts = Array.from({ length: 800 }, (_, seed) => sentence(seed, 23));
    for (const [row, text] of texts.entries()) {
      const sketch = index.sketch(text);
      if (sketch !== null) index.add(row, sketch);
    }
    let [wanted, found] = [0, 0];
    for (const [row, text] of texts.entries()) {
      const other = row % 2 === 0 ? `${text} ok` : changed(text, row, 1 + (row % 6));
      if (likeness(text, other) <= similarity) continue;
      wanted += 1;
      const sketch = index.sketch(other);
      if (sketch !== null && (index.nearest(sketch)?.likeness ?? 0) > similarity) found += 1;
    }
    expect(wanted).toBeGreaterThan(100);
    expect(found / wanted).toBeGreaterThan(0.98);
  },
);

test('Q21 the same texts in the same order find the same, and of equally near ones the lowest row', () => {
  const indices = [createNearIndex(0.8), createNearIndex(0.8)];
  for (const index of indices) {
    for (const row of [4, 2, 9]) {
      const sketch = index.sketch('Where is my card? It has not come.');
      if (sketch !== null) index.add(row, sketch);
    }
  }
  const found = indices.map((index) => {
    const sketch = index.sketch('where is my CARD, it has not come');
    return sketch === null ? null : index.nearest(sketch);
  });
  expect(found).toEqual([
    { row: 2, likeness: 1 },
    { row: 2, likeness: 1 },
  ]);
});

test('Q21 what a lookup costs does not grow with how often a text is there', () => {
  const index = createNearIndex(0.8);
  const looked: number[] = [];
  for (let row = 0; row < 20_000; row += 1) {
    const sketch = index.sketch('Always the same words, again and again');
    if (sketch === null) throw new Error('the text has words');
    looked.push(index.nearest(sketch)?.row ?? -1);
    index.add(row, sketch);
  }
  expect(looked.slice(1).every((row) => row === 0)).toBe(true);
});

test('Q21 a text without letters or digits is like no other', () => {
  expect(createNearIndex(0.8).sketch(' … !')).toBeNull();
});
