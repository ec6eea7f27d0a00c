'use client';

import { useEffect } from 'react';
import { useModels } from '@/lib/client/models';
import { listPrice } from '@/lib/llm/price';
import { useEditor, useEditorActions } from './editor-context';

/** Gives the estimate the price of the recipe's model: the one set here, else the public list's. */
export function usePriceOfRecipe(): void {
  const models = useModels().data;
  const { setPrice } = useEditorActions();
  const engine = useEditor((state) => state.read.compiled?.recipe.inference_config.engine);
  const name = useEditor((state) => state.read.compiled?.recipe.inference_config.model.model_name);
  useEffect(() => {
    if (engine === undefined || name === undefined) return setPrice(null);
    const known = models?.find((model) => model.engine === engine && model.name === name);
    const { input_usd_per_million: input, output_usd_per_million: output } = known ?? {};
    setPrice(
      typeof input === 'number' && typeof output === 'number'
        ? { inputUsdPerMillion: input, outputUsdPerMillion: output }
        : listPrice(engine, name),
    );
  }, [engine, models, name, setPrice]);
}
