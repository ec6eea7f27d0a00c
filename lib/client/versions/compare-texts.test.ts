import { expect, test } from 'vitest';
import { noSourceFacts } from '@/lib/recipe/sources/source-facts';
import { changed, sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { noTables } from '@/lib/sources/source-table';
import { compareTexts, planText } from './compare-texts';

const known = {
  seed: 5,
  sources: { facts: noSourceFacts, tables: noTables },
  signal: new AbortController().signal,
};
const prices = [{ inputUsdPerMillion: 1, outputUsdPerMillion: 2 }];

test('what is asked again costs its share of the whole', async () => {
  const present = await planText(sampleRecipe, { ...known, prices });
  if (present === null) throw new Error('The text is a recipe.');
  expect(present.costUsd).toBeGreaterThan(0);
  const other = await compareTexts(changed('Answer briefly.', 'Answer at length.'), present, known);
  expect(other).toMatchObject({ rows: 3, calls: 3, of: 3 });
  expect(other?.costUsd).toBeCloseTo((present.costUsd ?? 0) / 2);
  expect(await compareTexts(sampleRecipe, present, known)).toMatchObject({ rows: 0, calls: 0, costUsd: 0 });
});

test('a text that is no recipe is neither planned nor compared', async () => {
  expect(await planText('num_samples: [', { ...known, prices })).toBeNull();
  const present = await planText(sampleRecipe, { ...known, prices: [] });
  if (present === null) throw new Error('The text is a recipe.');
  expect(present.costUsd).toBeNull();
  expect(await compareTexts('num_samples: [', present, known)).toBeNull();
});
