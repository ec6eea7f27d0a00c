import type { WireModel, WireProvider } from '@/lib/api/model-wire';

/** The models that are known at a provider. */
export function modelsOf(
  { id, engine, base_url: address }: Pick<WireProvider, 'id' | 'engine' | 'base_url'>,
  models: readonly WireModel[],
): WireModel[] {
  return models.filter((model) =>
    id === null || model.provider_id === null
      ? model.provider_id === id && model.engine === engine && model.base_url === address
      : model.provider_id === id,
  );
}
