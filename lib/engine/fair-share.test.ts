import { expect, test } from 'vitest';
import { createModelLimiter } from './model-limiter';
import { createFakeClock } from './testing/fake-clock';
import { createRunFixture, createTestControl, startRun } from './testing/run-fixture';
import { createScriptedModel } from './testing/scripted-model';

const runs = 100;
const rows = 20;

test.each([
  ['calls at once', { maxConcurrency: 64 }],
  ['requests a minute', { maxConcurrency: 64, requestsPerMinute: 6000 }],
  ['tokens a minute', { maxConcurrency: 64, inputTokensPerMinute: 60_000 }],
])('E155 a hundred runs get on alike on one limiter of %s', async (_, limits) => {
  const clock = createFakeClock();
  const limiter = createModelLimiter(limits, clock);
  const asked = Array.from({ length: runs }, () => 0);
  // From when all have begun (whoever comes first finds all places free) until the first comes to its end.
  const begun: number[] = [];
  const made: number[] = [];
  const driven = asked.map((__, run) => {
    const model = createScriptedModel(
      clock,
      undefined,
      (prompt) => 80 + ((prompt.length * 31 + run * 17) % 60),
    );
    return startRun(createRunFixture(clock), {
      limiter,
      control: createTestControl(rows),
      callModel(call, options) {
        asked[run] = (asked[run] ?? 0) + 1;
        if (begun.length === 0 && asked.every((count) => count >= 3)) begun.push(...asked);
        if (made.length === 0 && begun.length > 0 && asked[run] === 2 * rows)
          made.push(...asked.map((count, other) => count - (begun[other] ?? 0)));
        return model.callModel(call, options);
      },
    });
  });
  const ends = await clock.runUntil(Promise.all(driven));
  expect(ends.every(({ status }) => status === 'completed')).toBe(true);
  expect(made).toHaveLength(runs);
  expect(Math.min(...made)).toBeGreaterThan(10);
  expect(Math.max(...made) / Math.min(...made)).toBeLessThanOrEqual(1.2);
});
