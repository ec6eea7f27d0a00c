import { expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { changed } from '@/lib/recipe/testing/sample-recipe';
import { compileRecipe } from './compile';
import { estimateRun } from './estimate';

const text = changed(
  '    - id: answer\n',
  '    - id: answer\n      inference_config: { model: { model_name: large }, generation: { max_new_tokens: 100 } }\n',
);
const cheap = { inputUsdPerMillion: 1, outputUsdPerMillion: 1 };
const dear = { inputUsdPerMillion: 10, outputUsdPerMillion: 10 };

function estimate(prices: { price: typeof cheap | null; otherPrices: (typeof cheap | null)[] }) {
  const { recipe } = readRecipe(text);
  if (recipe === null) throw new Error('The recipe is not valid');
  return estimateRun(compileRecipe(recipe), { seed: 7, rows: 40, ...prices });
}

test('R134 the estimate is parted by model, and the parts add up', () => {
  const whole = estimate({ price: cheap, otherPrices: [dear] });
  expect(whole.models.map(({ attributeIds, calls }) => [attributeIds, calls])).toEqual([
    [['question'], 40],
    [['answer'], 40],
  ]);
  const sum = (of: 'calls' | 'promptTokens' | 'completionTokens' | 'costUsd') =>
    whole.models.reduce((total, model) => total + (model[of] ?? 0), 0);
  expect(sum('calls')).toBe(whole.calls);
  expect(Math.abs(sum('promptTokens') - whole.promptTokens)).toBeLessThanOrEqual(1);
  expect(sum('costUsd')).toBeCloseTo(whole.costUsd ?? 0, 12);
  const [small, large] = whole.models;
  // A quarter of the longest answer each: 1,024 tokens of one, 100 of the other.
  expect(small?.completionTokens).toBe(40 * 256);
  expect(large?.completionTokens).toBe(40 * 25);
});

test('R134 one unknown price leaves the sum open, not what the other model costs', () => {
  const { costUsd, models } = estimate({ price: cheap, otherPrices: [null] });
  expect(costUsd).toBeNull();
  expect(models[0]?.costUsd).toBeGreaterThan(0);
  expect(models[1]?.costUsd).toBeNull();
});
