import { readRecipe, type ReadRecipe } from '@/lib/recipe/read-recipe';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { storedTables } from '@/lib/runtime/sources/open-sources';
import type { StoredSource } from '@/lib/store/stored-sources';
import { RecipeInvalid } from '@/lib/runtime/recipe/check-recipe';

const kept = 100;
const read = new Map<string, ReadRecipe>();
const compiled = new Map<string, CompiledRecipe>();

/** Reads a recipe's text; the last hundred texts are not read twice. */
export function readKnownRecipe(yaml: string): ReadRecipe {
  return remembered(read, kept, yaml, () => readRecipe(yaml));
}

/** A valid recipe made ready for planning, with the sources that a run or trial has kept. Throws AppError `recipe-invalid`. */
export async function compileKnownRecipe(
  yaml: string,
  { dataDir, sources }: { dataDir: string; sources: readonly StoredSource[] },
): Promise<CompiledRecipe> {
  const made = remembered(compiled, kept, JSON.stringify([yaml, sources, dataDir]), () => {
    const { recipe, diagnostics } = readKnownRecipe(yaml);
    if (!recipe) throw new RecipeInvalid(diagnostics);
    return compileRecipe(recipe, storedTables(dataDir, sources));
  });
  await loadSamplers(made.recipe);
  return made;
}

/** The value of a key, made once; the keys that were asked for last are kept, at most so many. */
export function remembered<Value>(
  map: Map<string, Value>,
  most: number,
  key: string,
  make: () => Value,
): Value {
  const known = map.get(key) ?? make();
  map.delete(key);
  map.set(key, known);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return known;
}
