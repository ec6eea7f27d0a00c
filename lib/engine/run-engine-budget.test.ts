import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Budget } from '@/lib/run/budget';
import { createRunFixture, createTestControl, startRun } from './testing/run-fixture';
import { createScriptedModel } from './testing/scripted-model';
import { createTestProgram } from './testing/test-program';

const price = { inputUsdPerMillion: 100, outputUsdPerMillion: 300 };

const budgets: fc.Arbitrary<Budget> = fc.oneof(
  fc.record({ usd: fc.double({ min: 0, max: 0.8, noNaN: true }) }),
  fc.record({ tokens: fc.integer({ min: 0, max: 6000 }) }),
  fc.record({ calls: fc.integer({ min: 0, max: 50 }) }),
);

test('E30 no cap is ever passed, not even when every call comes to its worst', async () => {
  await fc.assert(
    fc.asyncProperty(
      budgets,
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      async (budget, concurrency, worst) => {
        const fixture = createRunFixture();
        const model = createScriptedModel(
          fixture.clock,
          (prompt) => 'ä'.repeat(worst ? 100 : 1 + (prompt.length % 90)),
          (prompt) => 10 + (prompt.length % 7),
        );
        const end = await fixture.clock.runUntil(
          startRun(fixture, {
            callModel: model.callModel,
            control: createTestControl(30, budget),
            concurrency,
            price,
            program: createTestProgram({ maxNewTokens: 100 }),
          }),
        );
        const { costUsd, promptTokens, completionTokens, calls, reservedUsd } = end.progress;
        expect(costUsd).toBeLessThanOrEqual((budget.usd ?? Infinity) + 1e-9);
        expect(promptTokens + completionTokens).toBeLessThanOrEqual(budget.tokens ?? Infinity);
        expect(calls).toBeLessThanOrEqual(budget.calls ?? Infinity);
        expect(reservedUsd).toBe(0);
        for (const batch of fixture.store.batches) {
          expect(batch.progress.costUsd + batch.progress.reservedUsd).toBeLessThanOrEqual(
            (budget.usd ?? Infinity) + 1e-9,
          );
        }
        if (end.status !== 'completed')
          expect(end).toMatchObject({ status: 'paused', pauseReason: 'budget' });
      },
    ),
    { numRuns: 60, seed: 21 },
  );
});

test('E31 raising the cap goes on where the run paused, and pays nothing twice', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const paused = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(10, { calls: 7 }) }),
  );
  expect(paused).toMatchObject({ status: 'paused', pauseReason: 'budget', progress: { calls: 7 } });
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(10, { calls: 20 }) }),
  );
  expect(end).toMatchObject({ status: 'completed', progress: { calls: 20, accepted: 10 } });
});

test('E31 raising the cap while the last calls are out goes on without a pause', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const control = createTestControl(10, { calls: 3 });
  const run = startRun(fixture, { callModel: model.callModel, control });
  await fixture.clock.advance(50);
  control.wish({ budget: {} });
  expect(await fixture.clock.runUntil(run)).toMatchObject({ status: 'completed' });
});

test('E32 with an unknown price the caps on tokens and calls still hold', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(10, { usd: 1, calls: 4 }) }),
  );
  expect(end).toMatchObject({ status: 'paused', progress: { calls: 4, costUsd: 0 } });
});
