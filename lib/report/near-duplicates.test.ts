import { expect, test } from 'vitest';
import { createDraw } from '@/lib/random/draw';
import { likeness } from '@/lib/quality/min-hash';
import { createDuplicateFinder } from './near-duplicates';

const words =
  'the a my card app bank money pin lost late top up failed rate euro where when how why please help arrive'.split(
    ' ',
  );

/** A sentence that nobody else has: drawn by a seed. */
function sentence(seed: number, length = 24): string {
  const draw = createDraw(seed, 'word', 'test');
  return Array.from({ length }, (_, at) => words[Math.floor(draw(at) * words.length)]).join(' ');
}

/** The sentence with one word in its middle replaced. */
const nearly = (text: string, word: string) => text.split(' ').with(11, word).join(' ');

test('W5 case, punctuation and spacing make no difference', () => {
  expect(likeness('Where is my card?', '  where is, MY card ')).toBe(1);
  expect(likeness('Where is my card?', 'A poem about the sea')).toBeLessThan(0.1);
});

test('W6 near-duplicates are found wherever they stand, and others are left alone', () => {
  const finder = createDuplicateFinder();
  const texts = Array.from({ length: 3000 }, (_, seed) => sentence(seed));
  texts[2500] = nearly(texts[7] ?? '', 'zebra');
  texts[2900] = nearly(texts[7] ?? '', 'yacht');
  texts[1200] = `${texts[40]}!`;
  for (const [row, text] of texts.entries()) finder.add(row, text);
  const facts = finder.facts();
  expect(facts.clusters).toEqual([
    { size: 3, rows: [7, 2500, 2900] },
    { size: 2, rows: [40, 1200] },
  ]);
  expect([facts.compared, facts.duplicates]).toEqual([3000, 3]);
  expect(Array.from(facts.members.rows)).toEqual([7, 40, 1200, 2500, 2900]);
  expect(Array.from(facts.members.firsts)).toEqual([7, 40, 40, 7, 7]);
});

test('W6 a thousand times the same text is one cluster, and an empty text belongs to none', () => {
  const finder = createDuplicateFinder();
  for (let row = 0; row < 1000; row += 1)
    finder.add(row, row % 10 === 0 ? '' : 'My card has not arrived yet');
  expect(finder.facts()).toMatchObject({ compared: 900, duplicates: 899, clusters: [{ size: 900 }] });
});
