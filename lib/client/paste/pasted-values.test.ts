import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pastedValues, readingOf } from './pasted-values';
import { readCells } from './read-cells';

async function valuesOf(text: string, taken: readonly string[] = []) {
  const cells = await readCells(text);
  return pastedValues(cells, readingOf(cells), new Set(taken));
}

const plain = (id: string, name = id, description = name) => ({ id, name, description });

test.each<[string, string, object[]]>([
  [
    'one a line',
    'Polite\nTerse\n\nVery  angry',
    [plain('polite', 'Polite'), plain('terse', 'Terse'), plain('very_angry', 'Very  angry')],
  ],
  ['one line with commas', 'red, green, blue', [plain('red'), plain('green'), plain('blue')]],
  [
    'a sentence is one value',
    'Lost the card, and is worried about it',
    [plain('lost_the_card_and_is_worried_about_it', 'Lost the card, and is worried about it')],
  ],
  ['bullets are taken off', '- Polite\n- Terse', [plain('polite', 'Polite'), plain('terse', 'Terse')]],
  [
    'numbers of a list are taken off',
    '1. Polite\n2) Terse',
    [plain('polite', 'Polite'), plain('terse', 'Terse')],
  ],
  [
    'a name with its meaning',
    'Polite: full sentences\nTerse: a few words',
    [plain('polite', 'Polite', 'full sentences'), plain('terse', 'Terse', 'a few words')],
  ],
  [
    'commas in prose are no columns',
    'Asks, then waits\nShouts',
    [plain('asks_then_waits', 'Asks, then waits'), plain('shouts', 'Shouts')],
  ],
  [
    'a sheet with header',
    'id\tname\tdescription\tweight\n11\tcard_arrival\tWhere it is\t0.25\n12\tfees\tWhy\t0.75',
    [
      { ...plain('11', 'card_arrival', 'Where it is'), sample_rate: 0.25 },
      { ...plain('12', 'fees', 'Why'), sample_rate: 0.75 },
    ],
  ],
  [
    'columns in another order, one unknown',
    'Description,Colour,Label\nWhere,red,card_arrival\nWhy,blue,fees',
    [plain('card_arrival', 'card_arrival', 'Where'), plain('fees', 'fees', 'Why')],
  ],
  [
    'quoted CSV with line breaks',
    'name,description\n"a, b","two\nlines"\nc,"say ""hi"""',
    [plain('a_b', 'a, b', 'two\nlines'), plain('c', 'c', 'say "hi"')],
  ],
  [
    'semicolons',
    'Label;Meaning\nPolite;full sentences\nTerse;few',
    [plain('polite', 'Polite', 'full sentences'), plain('terse', 'Terse', 'few')],
  ],
  [
    'numbers at the left are ids',
    '11\tcard arrival\n12\tfees',
    [plain('11', 'card arrival'), plain('12', 'fees')],
  ],
  [
    'counts become shares',
    'Polite\t30\nTerse\t10',
    [
      { ...plain('polite', 'Polite'), sample_rate: 0.75 },
      { ...plain('terse', 'Terse'), sample_rate: 0.25 },
    ],
  ],
  [
    'percents become shares',
    'name,percent\nPolite,20%\nTerse,30%',
    [
      { ...plain('polite', 'Polite'), sample_rate: 0.2 },
      { ...plain('terse', 'Terse'), sample_rate: 0.3 },
    ],
  ],
  ['ids and short names', 'EN\tEnglish\nDE\tGerman', [plain('EN', 'English'), plain('DE', 'German')]],
  ['other scripts keep their letters', 'Höflich\nمهذب', [plain('höflich', 'Höflich'), plain('مهذب')]],
  [
    'a stray quote is part of its line',
    'so "called\nplain, or not',
    [plain('so_called', 'so "called'), plain('plain_or_not', 'plain, or not')],
  ],
  ['nothing', ' \n\n', []],
])('pasted: %s', async (_, text, expected) => {
  expect(await valuesOf(text)).toEqual(expected);
});

test('ids are unique among what is there and what is pasted', async () => {
  const values = await valuesOf('Polite\npolite\nTerse', ['terse']);
  expect(values.map(({ id }) => id)).toEqual(['polite', 'polite_2', 'terse_2']);
});

test('whatever is pasted, ids are unique, nothing is empty, and rates stay between 0 and 1', async () => {
  const cell = fc.oneof(fc.string(), fc.nat(1000).map(String), fc.constantFrom('id', 'name', 'weight', ''));
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\t', ',', ';'), async (rows, separator) => {
      const values = await valuesOf(rows.map((row) => row.join(separator)).join('\n'), ['polite']);
      expect(new Set(values.map(({ id }) => id)).size).toBe(values.length);
      for (const { id, name, description, sample_rate: rate = 0 } of values) {
        expect([id, name, description]).not.toContain('');
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
      }
      expect(values.reduce((sum, { sample_rate: rate = 0 }) => sum + rate, 0)).toBeLessThan(1 + 1e-9);
    }),
  );
});
