import { expect, test } from 'vitest';
import { modelFacts } from './model-facts';

test('what a model can do is known by its name, with or without its version, and never guessed', () => {
  const nano = modelFacts('OPENAI', 'gpt-5-nano');
  expect(nano).toEqual({ contextTokens: 400_000, can: ['JSON', 'tools', 'thinking'] });
  expect(modelFacts('OPENAI', 'gpt-5-nano-2025-08-07')).toBe(nano);
  expect(modelFacts('OPENAI', 'gpt-9')).toBeNull();
  expect(modelFacts('OPENAI', 'constructor')).toBeNull();
  expect(modelFacts('REMOTE', 'gpt-5-nano')).toBeNull();
});
