import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recipeJsonSchema } from './json-schema';
import { readRecipe } from './read-recipe';
import { recipeReference, referenceKeys } from './reference';
import { shippedRecipes } from './testing/shipped-recipes';

const everything = readFileSync(join(import.meta.dirname, 'testing/every-key.yaml'), 'utf8');
const docs = (name: string) => join(import.meta.dirname, '../../docs', name);

// `npm run docs` writes both.
test('docs/recipe-reference.md and docs/recipe.schema.json are what the schema says', async () => {
  const recipes = [...shippedRecipes().values(), everything];
  await expect(recipeReference(recipes)).toMatchFileSnapshot(docs('recipe-reference.md'));
  const schema = `${JSON.stringify(recipeJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(docs('recipe.schema.json'));
});

test('every key has words', () => {
  const without = referenceKeys().filter(({ schema }) => schema.description === undefined);
  expect(without.map(({ path }) => path.join('.'))).toEqual([]);
});

test('the recipe whose parts are the examples is valid', () => {
  const errors = readRecipe(everything).diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual([]);
});
