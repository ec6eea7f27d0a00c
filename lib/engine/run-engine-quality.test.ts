import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '@/lib/dataset/column';
import type { ModelAnswer, ModelFailure } from '@/lib/llm/model-call';
import { compileQuality } from '@/lib/quality/quality';
import { fastHash128Hex } from '@/lib/util/fast-hash';
import { createRunFixture, createTestControl, startRun, type RunFixture } from './testing/run-fixture';
import { answerOf, createScriptedModel, failureOf } from './testing/scripted-model';
import { createTestProgram } from './testing/test-program';

const rows = 12;
const columns = ['row', 'question', 'answer'].map((name): Column => ({
  name,
  kind: 'generated',
  output: true,
}));
const quality = compileQuality(
  [
    { id: 'no-seven', column: 'answer', not_pattern: '7' },
    { id: 'fresh', column: 'answer', unique: true },
  ],
  columns,
);

/** Answers that come again and again, some that break a rule, some that fail; the same for the same prompt. */
function script(seed: number) {
  return (prompt: string): string | ModelAnswer | ModelFailure => {
    const number = Number.parseInt(fastHash128Hex(`${seed}/${prompt.slice(0, 12)}`).slice(0, 6), 16);
    if (number % 11 === 0) return failureOf('content-filtered');
    return answerOf(prompt.startsWith('answer') ? `re: ${number % 30}` : 'asked', prompt);
  };
}

/** A run from what the store holds, with the rows that it has accepted already taken in. */
function start(fixture: RunFixture, seed: number, concurrency: number, latencySeed = 0) {
  const comparison = quality.compareRows?.() ?? null;
  const stored = [...fixture.store.rows.values()].toSorted((a, b) => a.index - b.index);
  for (const { index, status, cells } of stored) if (status === 'accepted') comparison?.add(index, cells);
  const control = createTestControl(rows);
  control.wish({ maxRows: 400 });
  const model = createScriptedModel(fixture.clock, script(seed), (prompt, attempt) =>
    Math.floor(
      1 + (Number.parseInt(fastHash128Hex(`${latencySeed}/${prompt}/${attempt}`).slice(0, 4), 16) % 300),
    ),
  );
  const program = { ...createTestProgram(), check: checkRow };
  const run = startRun(fixture, {
    callModel: model.callModel,
    control,
    concurrency,
    program,
    job: { comparison },
  });
  return { run, control };
}

const checkRow = (_: unknown, cells: Parameters<typeof quality.check>[0]) =>
  quality.check(cells, () => undefined);

function outcomeOf({ store }: RunFixture) {
  return [...store.rows.values()]
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, status, cells, reason }) => ({
      index,
      status,
      cells,
      code: reason?.code,
      why: reason?.message,
    }));
}

async function undisturbed(seed: number) {
  const fixture = createRunFixture();
  const end = await fixture.clock.runUntil(start(fixture, seed, 1).run);
  return { end, outcome: outcomeOf(fixture) };
}

test('E100 rows that break a rule are kept with their reason and replaced until enough are accepted', async () => {
  const { end, outcome } = await undisturbed(5);
  expect(end).toMatchObject({ status: 'completed', progress: { accepted: rows } });
  const rejected = outcome.filter(({ status }) => status === 'rejected');
  expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set(['no-seven', 'fresh']));
  expect(rejected.find(({ code }) => code === 'fresh')?.why).toMatch(/^answer is the same as in row \d+$/);
  const { progress } = end;
  expect(progress.generated).toBe(progress.accepted + progress.rejected);
  expect(progress.rejections.reduce((sum, { count }) => sum + count, 0)).toBe(progress.rejected);
  const answers = outcome.filter(({ status }) => status === 'accepted').map(({ cells }) => cells[2]);
  expect(new Set(answers).size).toBe(rows);
});

test('E101 the same rows are accepted and rejected at any concurrency and in any order of answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(500),
      fc.integer({ min: 2, max: 64 }),
      fc.nat(500),
      async (seed, concurrency, late) => {
        const fixture = createRunFixture();
        await fixture.clock.runUntil(start(fixture, seed, concurrency, late).run);
        expect(outcomeOf(fixture)).toEqual((await undisturbed(seed)).outcome);
      },
    ),
    { numRuns: 25, seed: 21 },
  );
});

test('E102 killed after any statement, a run with rules ends like an undisturbed one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(500),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 }),
      async (seed, deaths) => {
        const expected = await undisturbed(seed);
        const fixture = createRunFixture();
        for (const statements of deaths) {
          const died = fixture.store.dieAfter(statements);
          const { run, control } = start(fixture, seed, 6, seed);
          await fixture.clock.runUntil(Promise.race([died, run]));
          control.stop();
        }
        void fixture.store.dieAfter(Number.POSITIVE_INFINITY);
        const end = await fixture.clock.runUntil(start(fixture, seed, 6).run);
        expect(outcomeOf(fixture)).toEqual(expected.outcome);
        expect(end.progress.rejections.map(({ rule, count }) => [rule, count])).toEqual(
          expect.arrayContaining(expected.end.progress.rejections.map(({ rule, count }) => [rule, count])),
        );
      },
    ),
    { numRuns: 40, seed: 22 },
  );
});

test('E103 a row that breaks a rule by itself waits for no other, one that is compared waits for all lower ones', async () => {
  const fixture = createRunFixture();
  const control = createTestControl(4);
  const comparison = quality.compareRows?.() ?? null;
  const model = createScriptedModel(
    fixture.clock,
    (prompt) => (prompt.startsWith('answer 2 ') ? 'a 7' : prompt.startsWith('answer') ? prompt : 'asked'),
    (prompt) => (prompt.startsWith('answer 0 ') ? 5000 : 100),
  );
  const run = startRun(fixture, {
    callModel: model.callModel,
    control,
    concurrency: 8,
    program: { ...createTestProgram(), check: checkRow },
    job: { comparison },
  });
  await fixture.clock.advance(2000);
  expect([...fixture.store.rows.keys()]).toEqual([2]);
  const end = await fixture.clock.runUntil(run);
  expect(end.progress).toMatchObject({ accepted: 4, rejected: 1 });
  expect(outcomeOf(fixture).map(({ index, status }) => [index, status])).toEqual([
    [0, 'accepted'],
    [1, 'accepted'],
    [2, 'rejected'],
    [3, 'accepted'],
    [4, 'accepted'],
  ]);
});
