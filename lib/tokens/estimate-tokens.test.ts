import { expect, test } from 'vitest';
import { estimateTokens, tokenWeight } from './estimate-tokens';

test.each([
  ['', 0, 0],
  ['a', 1, 1],
  // 34 words: tokenizers of English make about four tokens of three words.
  [
    'The lighthouse keeper climbed the stairs every evening. One night the lamp would not light, so he sang until the ships had passed safely into the harbour beyond the rocks and the storm.',
    32,
    48,
  ],
  ['今日はとても良い天気ですね', 9, 14],
])('%j has a likely number of tokens', (text, least, most) => {
  expect(estimateTokens(text)).toBeGreaterThanOrEqual(least);
  expect(estimateTokens(text)).toBeLessThanOrEqual(most);
});

test('the weights of parts add up to the weight of the whole', () => {
  expect(tokenWeight('ab cd') + tokenWeight(' 12é')).toBeCloseTo(tokenWeight('ab cd 12é'), 9);
});
