import { expect, test } from 'vitest';
import { statedLimits } from './stated-limits';

test.each([
  ['nobody', { date: 'today' }, null],
  [
    'OpenAI, tokens of both kinds together',
    {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '199980',
      'x-ratelimit-reset-tokens': '6ms',
    },
    [500, 200_000, 200_000],
  ],
  [
    'Groq, requests by the day',
    {
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-limit-tokens': '18000',
      'x-ratelimit-remaining-tokens': '17997',
      'x-ratelimit-reset-tokens': '7.66ms',
    },
    [10, 18_000, 18_000],
  ],
  [
    'Anthropic',
    {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-tokens-limit': '38000',
      'anthropic-ratelimit-input-tokens-limit': '30000',
      'anthropic-ratelimit-output-tokens-limit': '8000',
    },
    [50, 30_000, 8000],
  ],
  ['one that says requests alone', { 'x-ratelimit-limit-requests': '60' }, [60, null, null]],
  ['one that says nonsense', { 'x-ratelimit-limit-requests': 'many' }, null],
])('what a key may ask in a minute, as it is said by %s', (_, headers, limits) => {
  expect(statedLimits(headers)).toEqual(
    limits && {
      requestsPerMinute: limits[0],
      inputTokensPerMinute: limits[1],
      outputTokensPerMinute: limits[2],
    },
  );
});
