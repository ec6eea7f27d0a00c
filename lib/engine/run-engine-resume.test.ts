import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelAnswer, ModelFailure } from '@/lib/llm/model-call';
import { emptyProgress } from '@/lib/run/progress';
import { createRunFixture, createTestControl, type RunFixture, startRun } from './testing/run-fixture';
import { answerOf, createScriptedModel, failureOf, type ScriptedModel } from './testing/scripted-model';
import { fastHash128Hex } from '@/lib/util/fast-hash';

const rows = 12;

/** What a prompt gets depends on it and on the number of the try alone, as if the world were the same each time. */
function mixedScript(seed: number) {
  return (prompt: string, attempt: number): string | ModelAnswer | ModelFailure => {
    const chance = chanceOf(`${seed}/${prompt}`);
    if (chance < 0.08) return failureOf('content-filtered');
    if (chance < 0.12) return '';
    if (chance < 0.2 && attempt === 0) return failureOf('server-error');
    if (chance < 0.25 && attempt === 0) return failureOf('rate-limited', { retryAfterMs: 400 });
    return answerOf(`re: ${fastHash128Hex(prompt).slice(0, 6)}`, prompt);
  };
}

function chanceOf(text: string): number {
  return Number.parseInt(fastHash128Hex(text).slice(0, 8), 16) / 2 ** 32;
}

function modelFor(fixture: RunFixture, seed: number, latencySeed = 0): ScriptedModel {
  return createScriptedModel(fixture.clock, mixedScript(seed), (prompt, attempt) =>
    Math.floor(1 + 200 * chanceOf(`${latencySeed}/${prompt}/${attempt}`)),
  );
}

/** What a run came to, without times. */
function outcomeOf({ store }: RunFixture) {
  return [...store.rows.values()]
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, status, cells, reason }) => ({ index, status, cells, code: reason?.code }));
}

async function undisturbed(seed: number, concurrency = 4) {
  const fixture = createRunFixture();
  const model = modelFor(fixture, seed);
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(rows), concurrency }),
  );
  return { end, outcome: outcomeOf(fixture), statements: fixture.store.batches.length * 3 };
}

test('E20 the same rows are accepted at any concurrency and any order of answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(1000),
      async (seed, concurrency, latencySeed) => {
        const fixture = createRunFixture();
        const model = modelFor(fixture, seed, latencySeed);
        await fixture.clock.runUntil(
          startRun(fixture, { callModel: model.callModel, control: createTestControl(rows), concurrency }),
        );
        expect(outcomeOf(fixture)).toEqual((await undisturbed(seed, 1)).outcome);
      },
    ),
    { numRuns: 25, seed: 11 },
  );
});

test('E21 killed after any statement, as often as you like, a run ends like an undisturbed one and pays no stored answer again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
      async (seed, deaths) => {
        const expected = await undisturbed(seed);
        const fixture = createRunFixture();
        for (const statements of deaths) {
          const control = createTestControl(rows);
          const died = fixture.store.dieAfter(statements);
          const run = startRun(fixture, {
            callModel: modelFor(fixture, seed).callModel,
            control,
            concurrency: 4,
          });
          await fixture.clock.runUntil(Promise.race([died, run]));
          // The process is gone: what it had in flight comes to nothing.
          control.stop();
        }
        // The store refuses an answer for a key it has, and a row that is there: nothing is paid or made twice.
        void fixture.store.dieAfter(Number.POSITIVE_INFINITY);
        const end = await fixture.clock.runUntil(
          startRun(fixture, {
            callModel: modelFor(fixture, seed).callModel,
            control: createTestControl(rows),
            concurrency: 4,
          }),
        );
        expect(outcomeOf(fixture)).toEqual(expected.outcome);
        expect(end.status).toBe('completed');
        const { accepted, planned, failed, generated } = end.progress;
        expect({ accepted, planned, failed, generated }).toEqual({
          accepted: expected.end.progress.accepted,
          planned: expected.end.progress.planned,
          failed: expected.end.progress.failed,
          generated: expected.end.progress.generated,
        });
      },
    ),
    { numRuns: 40, seed: 12 },
  );
});

test('E21 a hard stop writes nothing more, and the next start goes on from what was committed', async () => {
  const fixture = createRunFixture();
  const control = createTestControl(rows);
  const run = startRun(fixture, { callModel: modelFor(fixture, 3).callModel, control, concurrency: 4 });
  await fixture.clock.advance(330);
  const before = fixture.store.batches.length;
  control.stop();
  const end = await fixture.clock.runUntil(run);
  expect(end.status).toBe('stopped');
  await fixture.clock.advance(5000);
  expect(fixture.store.batches.length - before).toBeLessThanOrEqual(1);
  await fixture.clock.runUntil(
    startRun(fixture, { callModel: modelFor(fixture, 3).callModel, control: createTestControl(rows) }),
  );
  expect(outcomeOf(fixture)).toEqual((await undisturbed(3)).outcome);
});

test('E22 paused or cancelled at any moment: calls in flight are kept, and going on ends like an undisturbed run', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.constantFrom('paused', 'cancelled')), {
        minLength: 1,
        maxLength: 4,
      }),
      async (seed, pauses) => {
        const fixture = createRunFixture();
        const model = modelFor(fixture, seed);
        let paid = 0;
        for (const [afterMs, wanted] of pauses) {
          const control = createTestControl(rows);
          const run = startRun(fixture, { callModel: model.callModel, control, concurrency: 4 });
          await fixture.clock.advance(afterMs);
          control.wish({ wanted });
          const end = await fixture.clock.runUntil(run);
          expect(['completed', wanted]).toContain(end.status);
          expect(end.progress).toMatchObject({ inFlightRows: 0, waitingRows: 0, reservedUsd: 0 });
          paid = [...model.answered.values()].reduce((sum, times) => sum + times, 0);
          expect(fixture.store.entries.size).toBe(paid);
        }
        await fixture.clock.runUntil(
          startRun(fixture, { callModel: model.callModel, control: createTestControl(rows), concurrency: 4 }),
        );
        expect(outcomeOf(fixture)).toEqual((await undisturbed(seed)).outcome);
        expect(fixture.store.progress.calls).toBe(fixture.store.entries.size);
      },
    ),
    { numRuns: 40, seed: 13 },
  );
});

test('E22 wishing to go on while pausing goes on', async () => {
  const fixture = createRunFixture();
  const control = createTestControl(rows);
  const run = startRun(fixture, { callModel: modelFor(fixture, 3).callModel, control });
  await fixture.clock.advance(20);
  control.wish({ wanted: 'paused' });
  await fixture.clock.advance(5);
  control.wish({ wanted: 'running' });
  expect((await fixture.clock.runUntil(run)).status).toBe('completed');
});

test('E23 a second run in the same scope takes every answer from the journal and counts what it saved', async () => {
  const fixture = createRunFixture();
  const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 2 };
  const model = createScriptedModel(fixture.clock);
  const first = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(rows), price }),
  );
  const asked = model.prompts.length;
  const store = { ...createRunFixture(fixture.clock).store, journal: () => fixture.store.journal() };
  const second = await fixture.clock.runUntil(
    startRun(
      { clock: fixture.clock, store },
      { callModel: model.callModel, control: createTestControl(rows), price },
    ),
  );
  expect(model.prompts.length).toBe(asked);
  expect(second.progress).toMatchObject({
    accepted: rows,
    reusedRows: rows,
    calls: 0,
    reusedCalls: 2 * rows,
    costUsd: 0,
  });
  expect(second.progress.savedUsd).toBeCloseTo(first.progress.costUsd, 12);
  expect(first.progress.costUsd).toBeGreaterThan(0);
});

test('E23 an empty scope is never searched', async () => {
  const fixture = createRunFixture();
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: modelFor(fixture, 1).callModel,
      control: createTestControl(2),
      ports: { journal: { has: false, find: () => Promise.reject(new Error('searched')) } },
    }),
  );
  expect(end.status).toBe('completed');
});

test('E24 rows are counted from what is stored, however old the stored progress is', async () => {
  const fixture = createRunFixture();
  await fixture.clock.runUntil(
    startRun(fixture, { callModel: modelFor(fixture, 5).callModel, control: createTestControl(rows) }),
  );
  const counted = fixture.store.progress;
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: modelFor(fixture, 5).callModel,
      control: createTestControl(rows),
      job: { progress: { ...emptyProgress, calls: 3 } },
    }),
  );
  const { planned, generated, accepted, failed } = counted;
  expect(end.progress).toMatchObject({ planned, generated, accepted, failed, calls: 3 });
});

test('E25 a commit that fails ends the run with its error', async () => {
  const fixture = createRunFixture();
  const run = startRun(fixture, {
    callModel: modelFor(fixture, 1).callModel,
    control: createTestControl(rows),
    ports: { commit: () => Promise.reject(new Error('the disk is full')) },
  });
  run.catch(() => undefined);
  await expect(fixture.clock.runUntil(run)).rejects.toThrow('the disk is full');
});

test('E26 slow commits hold calls back instead of filling memory, and nothing is lost', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, undefined, () => 1);
  const waiting = { rows: 0, most: 0 };
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: async (call, options) => {
        waiting.rows += 1;
        waiting.most = Math.max(waiting.most, waiting.rows);
        return model.callModel(call, options);
      },
      control: createTestControl(2000),
      concurrency: 64,
      ports: {
        commit: async (batch) => {
          waiting.rows -= batch.completions.length;
          await fixture.clock.sleep(5000, new AbortController().signal);
          await fixture.store.commit(batch);
        },
      },
    }),
  );
  expect(end.progress.accepted).toBe(2000);
  expect(fixture.store.rows.size).toBe(2000);
  expect(waiting.most).toBeLessThan(2 * 2048 + 128);
});
