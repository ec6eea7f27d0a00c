import { expect, test } from 'vitest';
import { expectedTime, slowestOf } from './expected-time';

const work = {
  calls: 100,
  promptTokens: 5000,
  completionTokens: 20_000,
  callsInTurn: 1,
  latencyMs: 2000,
  maxConcurrency: 10,
  rates: {},
};

test.each([
  ['as many calls at once as are allowed', {}, 20, 'concurrency', 10],
  [
    'requests a minute, where they are fewer',
    { rates: { requestsPerMinute: 60 } },
    100,
    'requests-per-minute',
    60,
  ],
  [
    'calls at once, where requests a minute allow more',
    { rates: { requestsPerMinute: 6000 } },
    20,
    'concurrency',
    10,
  ],
  [
    'tokens of prompts a minute',
    { rates: { requestsPerMinute: 60, inputTokensPerMinute: 2000 } },
    150,
    'input-tokens-per-minute',
    2000,
  ],
  [
    'tokens of answers a minute',
    { rates: { inputTokensPerMinute: 2000, outputTokensPerMinute: 6000 } },
    200,
    'output-tokens-per-minute',
    6000,
  ],
  ['a row whose calls wait for each other', { calls: 3, callsInTurn: 3 }, 6, 'concurrency', 10],
  [
    'requests alone, before any answer',
    { latencyMs: null, rates: { requestsPerMinute: 60 } },
    100,
    'requests-per-minute',
    60,
  ],
  ['nothing that is known', { latencyMs: null }, null, 'concurrency', 10],
  ['no call at all', { calls: 0 }, 0, null, null],
] as const)('A60 the time of a run is set by %s', (_, change, seconds, limitedBy, limit) => {
  expect(expectedTime({ ...work, ...change })).toEqual({ seconds, limitedBy, limit });
});

test('of several models the slowest sets the time, and one of which nothing is known leaves it open', () => {
  const quick = { seconds: 10, limitedBy: 'concurrency', limit: 32 } as const;
  const slow = { seconds: 90, limitedBy: 'requests-per-minute', limit: 60 } as const;
  const unknown = { seconds: null, limitedBy: 'concurrency', limit: 4 } as const;
  expect(slowestOf([quick, slow])).toEqual({ ...slow, model: 1 });
  expect(slowestOf([slow, quick])).toEqual({ ...slow, model: 0 });
  expect(slowestOf([slow, unknown])).toEqual({ ...unknown, model: 1 });
});
