import { expect, test } from 'vitest';
import { fuzzyScore } from './fuzzy';

test('letters fit in their order; a start fits better than a middle, a middle better than letters apart', () => {
  expect(fuzzyScore('xyz', 'Banking77 intents')).toBeNull();
  expect(fuzzyScore('', 'anything')).toBe(0);
  const names = ['Run of bins', 'Cabin', 'Banking77 intents', 'Intents of banks'];
  const ranked = names
    .map((name) => ({ name, score: fuzzyScore('int', name) }))
    .filter(({ score }) => score !== null)
    .toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0));
  expect(ranked.map(({ name }) => name)).toEqual(['Intents of banks', 'Banking77 intents']);
  expect(fuzzyScore('bkg', 'Banking77')).toBeGreaterThan(fuzzyScore('king', 'Banking77') ?? Infinity);
});
