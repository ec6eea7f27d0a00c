import { expect, test } from 'vitest';
import { expectedTime } from './expected-time';

const work = {
  calls: 100,
  callsInTurn: 1,
  latencyMs: 2000,
  maxConcurrency: 10,
  requestsPerMinute: undefined,
};

test.each([
  ['as many calls at once as are allowed', {}, 20, 'concurrency', 10],
  ['requests a minute, where they are fewer', { requestsPerMinute: 60 }, 100, 'requests-per-minute', 60],
  ['calls at once, where requests a minute allow more', { requestsPerMinute: 6000 }, 20, 'concurrency', 10],
  ['a row whose calls wait for each other', { calls: 3, callsInTurn: 3 }, 6, 'concurrency', 10],
  [
    'requests alone, before any answer',
    { latencyMs: null, requestsPerMinute: 60 },
    100,
    'requests-per-minute',
    60,
  ],
  ['nothing that is known', { latencyMs: null }, null, 'concurrency', 10],
  ['no call at all', { calls: 0 }, 0, null, null],
] as const)('A60 the time of a run is set by %s', (_, change, seconds, limitedBy, limit) => {
  expect(expectedTime({ ...work, ...change })).toEqual({ seconds, limitedBy, limit });
});
