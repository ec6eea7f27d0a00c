import { expect, test } from 'vitest';
import { nextOrder, sortRecipes, type RecipeOrder } from './recipe-order';

const recipe = (id: number, name: string, day: number, run: number | null) => ({
  id,
  name,
  updated_at: `2026-03-0${day}T00:00:00.000Z`,
  latest_run:
    run === null
      ? null
      : { id: run, dataset_id: run, status: 'completed' as const, num_samples: 1, accepted: 1 },
});
const recipes = [
  recipe(1, 'Recipe 10', 3, 7),
  recipe(2, 'recipe 2', 1, null),
  recipe(3, 'Äpfel', 2, 9),
  recipe(4, 'Recipe 10', 3, null),
];

test.each([
  ['name', [3, 2, 4, 1]],
  ['-name', [4, 1, 2, 3]],
  ['edited', [4, 1, 3, 2]],
  ['-edited', [2, 3, 4, 1]],
  ['run', [3, 1, 4, 2]],
  ['-run', [1, 3, 4, 2]],
] satisfies [RecipeOrder, number[]][])('recipes by %s', (order, ids) => {
  expect(sortRecipes(recipes, order).map(({ id }) => id)).toEqual(ids);
});

test('a press on a heading chooses it, a second one turns it round', () => {
  expect(nextOrder('edited', 'name')).toBe('name');
  expect(nextOrder('name', 'name')).toBe('-name');
  expect(nextOrder('-name', 'name')).toBe('name');
});
