import { loadFaker } from '@/lib/random/faker/counted-faker';
import type { DraftRecipe } from '@/lib/recipe/draft';
import { defaultLocale, fakerTypes } from '@/lib/recipe/samplers/sampler-keys';

/** The locales that a recipe takes names and places from, as far as it can be read, each once. */
export function fakerLocalesOf({ strategy_params: params }: DraftRecipe): string[] {
  const locales = (params?.sampled_attributes ?? []).flatMap((attribute) => {
    const { type, locale = defaultLocale } = attribute?.sampler ?? {};
    return type !== undefined && fakerTypes.has(type) ? locale : [];
  });
  return [...new Set(locales)];
}

/** Fetches what the samplers of a recipe draw from. Until then their values count as on their way. */
export function loadSamplers(recipe: DraftRecipe): Promise<void> {
  return loadFaker(fakerLocalesOf(recipe));
}
