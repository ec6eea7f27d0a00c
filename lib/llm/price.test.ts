import { expect, test } from 'vitest';
import { costUsd, listPrice } from './price';

test('a price is per million tokens, in and out apart', () => {
  const price = listPrice('OPENAI', 'gpt-5-mini');
  expect(costUsd(price, { promptTokens: 1_000_000, completionTokens: 500_000 })).toBeCloseTo(0.25 + 1, 12);
});

test.each([
  ['OPENAI', 'gpt-4o-2024-08-06', 2.5],
  ['OPENAI', 'gpt-4.1-mini', 0.4],
  ['ANTHROPIC', 'claude-sonnet-4-20250514', 3],
  ['ANTHROPIC', 'claude-3-5-haiku-latest', 0.8],
  ['LLAMACPP', 'anything', 0],
  ['ECHO', 'echo', 0],
] as const)('%s %s costs %d USD for a million tokens in', (engine, model, usd) => {
  expect(listPrice(engine, model)?.inputUsdPerMillion).toBe(usd);
});

test.each([
  ['OPENAI', 'gpt-99'],
  ['REMOTE', 'gpt-5'],
  ['OPENAI', 'constructor'],
] as const)('the price of %s %s is unknown, not guessed', (engine, model) => {
  expect(listPrice(engine, model)).toBeNull();
});
