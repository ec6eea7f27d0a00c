import { costUsd, type ModelPrice } from './price';

/** How long the answers of a test may be. Reasoning models refuse a limit that leaves no room to think. */
export const testTokens = { ask: 64, learn: 256 } as const;

const promptTokens = 20;
const learnPromptTokens = 120;

/** What a test of a model costs at most: one small call, with `learns` two more. */
export function mostTestUsd(price: ModelPrice, learns: boolean): number {
  return costUsd(price, {
    promptTokens: promptTokens + (learns ? learnPromptTokens : 0),
    completionTokens: testTokens.ask + (learns ? 2 * testTokens.learn : 0),
  });
}

/** The cheapest model of those whose price is known; null when none is. */
export function cheapestOf<Model extends { readonly price: ModelPrice | null }>(
  models: readonly Model[],
): (Model & { readonly price: ModelPrice }) | null {
  let cheapest: (Model & { readonly price: ModelPrice }) | null = null;
  for (const model of models) {
    const { price } = model;
    if (
      price !== null &&
      (cheapest === null || mostTestUsd(price, false) < mostTestUsd(cheapest.price, false))
    )
      cheapest = { ...model, price };
  }
  return cheapest;
}
