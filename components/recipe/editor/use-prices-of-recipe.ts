'use client';

import { useEffect } from 'react';
import type { WireModel } from '@/lib/api/model-wire';
import { useModels } from '@/lib/client/models';
import { isEngineName } from '@/lib/llm/engines';
import { listPrice, type ModelPrice } from '@/lib/llm/price';
import { modelsOf } from '@/lib/recipe/attribute-inference';
import { useEditor, useEditorActions } from './editor-context';

/** Gives the estimate the prices of the recipe's models: those set here, else those of the public list. */
export function usePricesOfRecipe(): void {
  const models = useModels().data;
  const { setPrices } = useEditorActions();
  // A text: most keys change the recipe, and none of its models. Another one draws the whole editor anew.
  const named = useEditor(({ read: { compiled } }) =>
    JSON.stringify(
      compiled === null
        ? []
        : modelsOf(compiled.recipe).map(({ inference }) => [inference.engine, inference.model.model_name]),
    ),
  );
  useEffect(() => {
    const pairs = JSON.parse(named) as [string, string][];
    setPrices(pairs.map(([engine, name]) => priceOf(engine, name, models)));
  }, [named, models, setPrices]);
}

function priceOf(engine: string, name: string, models: readonly WireModel[] | undefined): ModelPrice | null {
  const known = models?.find((model) => model.engine === engine && model.name === name);
  const { input_usd_per_million: input, output_usd_per_million: output } = known ?? {};
  if (typeof input === 'number' && typeof output === 'number') {
    return { inputUsdPerMillion: input, outputUsdPerMillion: output };
  }
  return isEngineName(engine) ? listPrice(engine, name) : null;
}
