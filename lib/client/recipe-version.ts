'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './api';

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

/** What the ids of sampled values mean; empty until the version is read. */
export function useSampledValues(recipeId: number | null, version: number | null): SampledValues {
  const yaml = useRecipeVersion(recipeId, version).data;
  const { data } = useQuery({
    queryKey: ['recipes', recipeId, 'sampled-values', version],
    // Loaded when needed: the reader of recipes is large, and a list of rows shows without it.
    queryFn: async () => {
      const { readRecipe } = await import('@/lib/recipe/read-recipe');
      return sampledValuesOf(readRecipe(yaml ?? '').recipe);
    },
    enabled: yaml !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  return data ?? none;
}

const none: SampledValues = new Map();

function sampledValuesOf(recipe: ReadableRecipe | null): SampledValues {
  const attributes = recipe?.strategy_params.sampled_attributes ?? [];
  return new Map(
    attributes.map(({ id, possible_values: values }) => [
      id,
      new Map(values.map((value) => [value.id, { name: value.name, description: value.description }])),
    ]),
  );
}

type ReadableRecipe = {
  strategy_params: {
    sampled_attributes: readonly {
      id: string;
      possible_values: readonly ({ id: string } & SampledFacts)[];
    }[];
  };
};
