'use client';

import { useQuery } from '@tanstack/react-query';
import type { Health, WireModel } from '@/lib/api/model-wire';
import type { DraftRecipeBody } from '@/lib/api/operation-wire';
import { formatUsd } from '@/lib/client/format';
import { useHealth, useModels } from '@/lib/client/models';
import { costUsd, type ModelPrice } from '@/lib/llm/price';

const localEngine = 'LLAMACPP';

/** A model that can be asked for a recipe, and whose it is. */
export type DraftModel = {
  readonly key: string;
  readonly engine: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly provider: string | null;
  readonly price: ModelPrice | null;
};

/** The models that are known, and the one on this machine from the first start on. */
export function useDraftModels() {
  const known = useModels();
  const health = useHealth();
  return {
    models: choicesOf(known.data ?? [], health.data?.model_server),
    isKnown: known.isSuccess && health.isSuccess,
  };
}

/** The model with a key, else one that writes well before the small one on this machine. */
export function chosenModel(models: readonly DraftModel[], key: string): DraftModel | undefined {
  return (
    models.find((one) => one.key === key) ?? models.find(({ engine }) => engine !== localEngine) ?? models[0]
  );
}

/** How a model is asked for a recipe. */
export function draftBodyOf(task: string, { engine, name, baseUrl }: DraftModel): DraftRecipeBody {
  return {
    task_definition: task.trim(),
    model_identifier: { model_type: engine, model_name: name },
    // Of these there may be several.
    ...(engine === 'REMOTE' && { inference_config: { api_url: baseUrl } }),
  };
}

/** What drafting costs, for beside the button: "about $0.002", "free"; null where no price is known. */
export function useDraftCost(model: DraftModel | undefined, task: string): string | null {
  // What the model is told besides is long, and the page shows without it.
  const usageOf = useQuery({
    queryKey: ['drafts', 'usage'],
    queryFn: async () => (await import('@/lib/plan/drafting/draft-prompt')).draftUsage,
    staleTime: Infinity,
  }).data;
  if (model === undefined) return null;
  if (isOnThisMachine(model)) return 'free';
  if (model.price === null || usageOf === undefined) return null;
  return `about ${formatUsd(costUsd(model.price, usageOf(task)))}`;
}

/** The small model that comes along: it thinks of topics, and the recipe stays plain. */
export function isOnThisMachine({ engine }: DraftModel): boolean {
  return engine === localEngine;
}

function choicesOf(models: readonly WireModel[], local: Health['model_server'] | undefined): DraftModel[] {
  const choices = models.map((model) => ({
    key: String(model.id),
    engine: model.engine,
    name: model.name,
    baseUrl: model.base_url,
    provider: model.provider_name,
    price: priceOf(model),
  }));
  const name = local?.status === 'absent' ? null : (local?.model ?? null);
  if (name === null || choices.some(isOnThisMachine)) return choices;
  return [
    ...choices,
    { key: 'local', engine: localEngine, name, baseUrl: '', provider: 'this machine', price: null },
  ];
}

function priceOf({
  input_usd_per_million: input,
  output_usd_per_million: output,
}: WireModel): ModelPrice | null {
  return input === null || output === null
    ? null
    : { inputUsdPerMillion: input, outputUsdPerMillion: output };
}
