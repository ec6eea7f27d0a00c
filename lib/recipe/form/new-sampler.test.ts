import { expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { samplerTypes } from '../sampler-schema';
import { newSampler } from './new-sampler';

test.each(samplerTypes.filter((type) => type !== 'file'))(
  'a new sampler %s is in order as it stands',
  (type) => {
    const { diagnostics } = readRecipe(
      JSON.stringify({
        strategy_params: {
          sampled_attributes: [{ id: 'it', name: 'It', description: 'It', sampler: newSampler(type) }],
        },
        inference_config: { engine: 'ECHO', model: { model_name: 'm' } },
      }),
    );
    expect(diagnostics).toEqual([]);
  },
);
