import type { Generation } from '@/lib/llm/model-call';
import type { Recipe } from '@/lib/recipe/schema';

/** How the recipe asks its model to write. */
export function generationOf(recipe: Recipe): Generation {
  throw new Error(recipe.strategy);
}

/** The seed that goes with a call, below 2^31 unless the recipe states one; null = none is sent. */
export function requestSeed(recipe: Recipe, seed: number, index: number, attributeId: string): number | null {
  throw new Error(`${recipe.strategy} ${seed} ${index} ${attributeId}`);
}
