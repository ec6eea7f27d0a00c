import type { WireModel, WireProvider } from '@/lib/api/model-wire';

/** The models that are known at a provider's address: two providers may share one, each with a key of its own. */
export function modelsOf(
  { base_url: address }: Pick<WireProvider, 'base_url'>,
  models: readonly WireModel[],
): WireModel[] {
  return models.filter((model) => model.base_url === address);
}
