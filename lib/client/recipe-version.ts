'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Recipe } from '@/lib/recipe/schema';
import { api } from './api';
import { ruleTitles } from './rule-titles';
import { withLibraries } from './with-libraries';

/** A value that a sampled attribute can have. */
export type SampledFacts = { name: string; description: string };

/** The sampled values of a recipe, by attribute and by the id that rows hold. */
export type SampledValues = ReadonlyMap<string, ReadonlyMap<string, SampledFacts>>;

/** The text of one version; it never changes. */
export const recipeVersionQuery = (recipeId: number | null, version: number | null) =>
  queryOptions({
    queryKey: ['recipes', recipeId, 'version', version],
    queryFn: async ({ signal }) => {
      if (recipeId === null || version === null) throw new TypeError('This run has no stored recipe.');
      return (await api.recipes.version(recipeId, version, signal)).yaml;
    },
    enabled: recipeId !== null && version !== null,
    staleTime: Infinity,
  });

/** The YAML of the version that made a run. */
export function useRecipeVersion(recipeId: number | null, version: number | null) {
  return useQuery(recipeVersionQuery(recipeId, version));
}

/** What pages need to know of the recipe behind a run. */
export type RecipeFacts = {
  /** The model that the recipe names. */
  model: string | null;
  sampled: SampledValues;
  /** What its rules hold against a row, by the name of the rule. */
  rules: ReadonlyMap<string, string>;
};

/** The facts of the version that made a run; empty until it is read. */
export function useRecipeFacts(recipeId: number | null, version: number | null): RecipeFacts {
  const yaml = useRecipeVersion(recipeId, version).data;
  const { data } = useQuery({
    queryKey: ['recipes', recipeId, 'facts', version],
    // Loaded when needed: the reader of recipes is large, and a list of rows shows without it.
    queryFn: async () => {
      const { readRecipe } = await import('@/lib/recipe/read-recipe');
      return factsOf((await withLibraries(() => readRecipe(yaml ?? ''))).recipe);
    },
    enabled: yaml !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  return data ?? none;
}

const none: RecipeFacts = { model: null, sampled: new Map(), rules: new Map() };

function factsOf(recipe: Recipe | null): RecipeFacts {
  if (recipe === null) return none;
  return {
    model: recipe.inference_config.model.model_name,
    sampled: new Map(
      recipe.strategy_params.sampled_attributes.map(({ id, possible_values: values }) => [
        id,
        new Map(
          (values ?? []).map((value) => [value.id, { name: value.name, description: value.description }]),
        ),
      ]),
    ),
    rules: ruleTitles(recipe.quality.rules),
  };
}
