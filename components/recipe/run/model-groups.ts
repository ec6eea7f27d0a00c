import type { WireModel } from '@/lib/api/model-wire';

/** The models of a provider, each as a run takes it: `ENGINE/name`. */
export type ModelGroup = { provider: string; options: { value: string; name: string }[] };

/** What can be chosen among models, each once: a run names engine and model, so two addresses with both in common are one choice. */
export function modelGroups(models: readonly WireModel[]): ModelGroup[] {
  const seen = new Set<string>();
  const groups = new Map<string, ModelGroup>();
  for (const { engine, name, provider_name: providerName } of models) {
    const value = `${engine}/${name}`;
    if (seen.has(value)) continue;
    seen.add(value);
    const provider = providerName ?? engine;
    const group = groups.get(provider) ?? { provider, options: [] };
    group.options.push({ value, name });
    groups.set(provider, group);
  }
  return [...groups.values()];
}
