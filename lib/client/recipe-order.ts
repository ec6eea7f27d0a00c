import type { WireRecipeSummary } from '@/lib/api/recipe-wire';

/** What the own recipes are sorted by: by name from A on, else the newest first; with a minus the other way round. */
export const recipeOrders = ['name', '-name', 'edited', '-edited', 'run', '-run'] as const;
export type RecipeOrder = (typeof recipeOrders)[number];
export type RecipeOrderKey = 'name' | 'edited' | 'run';

type Sorted = Pick<WireRecipeSummary, 'id' | 'name' | 'updated_at' | 'latest_run'>;

/** The recipes in an order; those that never ran come last either way, equal ones with the newest first. */
export function sortRecipes<Recipe extends Sorted>(recipes: readonly Recipe[], order: RecipeOrder): Recipe[] {
  const turn = order.startsWith('-') ? -1 : 1;
  const compare = comparisons[keyOf(order)];
  return recipes.toSorted((a, b) => compare(a, b, turn) || b.id - a.id);
}

/** The order after a press on a heading: a chosen one turns round. */
export function nextOrder(order: RecipeOrder, key: RecipeOrderKey): RecipeOrder {
  return order === key ? `-${key}` : key;
}

/** What an order goes by. */
export function keyOf(order: RecipeOrder): RecipeOrderKey {
  return order === 'name' || order === '-name' ? 'name' : order.endsWith('run') ? 'run' : 'edited';
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const comparisons: Record<RecipeOrderKey, (a: Sorted, b: Sorted, turn: 1 | -1) => number> = {
  name: (a, b, turn) => turn * names.compare(a.name, b.name),
  edited: (a, b, turn) => turn * (Date.parse(b.updated_at) - Date.parse(a.updated_at)),
  run(a, b, turn) {
    if (a.latest_run === null || b.latest_run === null) {
      return Number(a.latest_run === null) - Number(b.latest_run === null);
    }
    // Runs are numbered as they are started.
    return turn * (b.latest_run.id - a.latest_run.id);
  },
};
