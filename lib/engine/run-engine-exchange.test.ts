import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerError, askUntilSaid, type ToolUse } from '@/lib/plan/exchange';
import { fastHash128Hex } from '@/lib/util/fast-hash';
import type { Tools } from './engine-job';
import { createRunFixture, createTestControl, type RunFixture, startRun } from './testing/run-fixture';
import { answerOf, createScriptedModel, failureOf } from './testing/scripted-model';
import { createTestProgram, type TestExchange } from './testing/test-program';

const rows = 6;

/** A plan, then turns that each see the one before; a turn that isn't good is asked for again once. */
const talk: TestExchange = function* (place) {
  const { content } = place;
  const ask = (step: string, text: string) =>
    askUntilSaid({ step, messages: [{ role: 'user', content: text }] }, place);
  const plan = yield* ask('plan', `plan ${content}`);
  let said = plan.text;
  for (let turn = 1; turn <= 3; turn += 1) {
    const step = `turn:${turn}`;
    const text = `turn ${turn} of ${content} after <${said}>`;
    let reply = yield* ask(step, text);
    if (reply.text.includes('bad')) {
      const asksAgain = { code: 'unusable-answer', message: 'It was bad.' };
      const messages = [{ role: 'user' as const, content: `${text} again` }];
      reply = yield { type: 'ask', step, attempt: place.firstAttempt + 10, asksAgain, messages };
      if (reply.text.includes('bad')) throw new AnswerError('unusable-answer', `Turn ${turn} stayed bad.`);
    }
    said = reply.text;
  }
  return said;
};

/** Some answers are bad, some empty, some tries fail: by the prompt, as if the world were the same each time. */
function script(prompt: string, attempt: number) {
  const chance = Number.parseInt(fastHash128Hex(prompt).slice(0, 8), 16) / 2 ** 32;
  if (chance < 0.03) return '';
  if (chance < 0.25) return 'bad';
  if (chance < 0.35 && attempt === 0) return failureOf('server-error');
  return `t${Math.floor(chance * 1000)}`;
}

const program = () => createTestProgram({ steps: { first: [], talk: ['first'] }, exchange: talk });

function outcomeOf({ store }: RunFixture) {
  return [...store.rows.values()]
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, status, cells, reason }) => ({ index, status, cells, code: reason?.code }));
}

async function run(fixture: RunFixture, control = createTestControl(rows), concurrency = 3) {
  const model = createScriptedModel(fixture.clock, script);
  const end = startRun(fixture, { callModel: model.callModel, control, program: program(), concurrency });
  return { model, end };
}

test('E112 killed after any statement, an exchange goes on where it was, and no stored answer is paid again', async () => {
  const whole = createRunFixture();
  const { end } = await run(whole);
  await whole.clock.runUntil(end);
  const expected = outcomeOf(whole);
  expect(expected.some(({ code }) => code === 'unusable-answer')).toBe(true);
  expect(expected.filter(({ status }) => status === 'accepted')).toHaveLength(rows);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 8 }),
      async (deaths, concurrency) => {
        const fixture = createRunFixture();
        for (const statements of deaths) {
          const control = createTestControl(rows);
          const died = fixture.store.dieAfter(statements);
          await fixture.clock.runUntil(Promise.race([died, (await run(fixture, control, concurrency)).end]));
          control.stop();
        }
        void fixture.store.dieAfter(Number.POSITIVE_INFINITY);
        await fixture.clock.runUntil((await run(fixture)).end);
        expect(outcomeOf(fixture)).toEqual(expected);
        // The store refuses a key that it has: as many answers as an undisturbed run stored, none twice.
        expect(new Set(fixture.store.entries.keys())).toEqual(new Set(whole.store.entries.keys()));
      },
    ),
    { numRuns: 30, seed: 3 },
  );
});

test('E113 what was of no use is seen in the answer that was taken, and counts as a try in vain', async () => {
  const fixture = createRunFixture();
  const { end } = await run(fixture);
  const { progress } = await fixture.clock.runUntil(end);
  const again = [...fixture.store.entries.values()].filter(({ attempt }) => attempt >= 10);
  expect(again.length).toBeGreaterThan(0);
  for (const entry of again) {
    expect(entry.attempts).toContainEqual({ code: 'unusable-answer', message: 'It was bad.', waitedMs: 0 });
  }
  expect(progress.retriedCalls).toBeGreaterThanOrEqual(again.length);
  for (const row of fixture.store.rows.values()) {
    const asked = [...fixture.store.entries.values()].filter(({ rowIndex }) => rowIndex === row.index);
    expect(row.answers.map(({ key }) => key).toSorted()).toEqual(asked.map(({ key }) => key).toSorted());
  }
});

test('E114 what every row asks alike is asked once, whoever fails', async () => {
  const fixture = createRunFixture();
  const shared: TestExchange = function* (place) {
    const common = place.row % 2 === 0 ? 'even' : 'odd';
    const { text } = yield {
      type: 'ask',
      step: 'tool:look',
      attempt: 0,
      isShared: true,
      messages: [{ role: 'user', content: `look ${common}` }],
    };
    if (place.row === 0) throw new AnswerError('unusable-answer', 'Row 0 does not like it.');
    const own = yield* askUntilSaid(
      { step: 'answer', messages: [{ role: 'user', content: `${place.content} ${text}` }] },
      place,
    );
    return own.text;
  };
  const model = createScriptedModel(fixture.clock, (prompt) => `re: ${prompt}`);
  const options = { callModel: model.callModel, concurrency: 8 };
  const made = createTestProgram({ steps: { a: [] }, exchange: shared });
  const end = await fixture.clock.runUntil(
    startRun(fixture, { ...options, program: made, control: createTestControl(10) }),
  );
  expect(end.progress).toMatchObject({ accepted: 10, failed: 1 });
  expect(end.progress.calls).toBe(12);
  expect([...model.answered].filter(([prompt]) => prompt.startsWith('look'))).toEqual([
    ['look even', 1],
    ['look odd', 1],
  ]);
  // Another start finds them in the journal.
  const more = await fixture.clock.runUntil(
    startRun(fixture, { ...options, program: made, control: createTestControl(14) }),
  );
  expect(more.progress).toMatchObject({ accepted: 14, calls: 16 });
});

test('E114 a shared question that fails fails all who asked it', async () => {
  const fixture = createRunFixture();
  const shared: TestExchange = function* () {
    const messages = [{ role: 'user' as const, content: 'look' }];
    return (yield { type: 'ask', step: 'tool:look', attempt: 0, isShared: true, messages }).text;
  };
  const model = createScriptedModel(fixture.clock, (_, attempt) =>
    attempt < 1 ? failureOf('content-filtered') : 'ok',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: model.callModel,
      program: createTestProgram({ steps: { a: [] }, exchange: shared }),
      control: createTestControl(3),
      concurrency: 3,
    }),
  );
  expect(end.progress).toMatchObject({ accepted: 3, failed: 3, calls: 1 });
});

test('E115 a tool is used between questions, again on a resume, and its state is let go with the row', async () => {
  const fixture = createRunFixture();
  const use: ToolUse = {
    type: 'use-tool',
    step: 'tool:1',
    environmentId: 'shop',
    toolId: 'count',
    arguments: {},
  };
  const counting: TestExchange = function* (place) {
    const first = yield* askUntilSaid(
      { step: 'answer', messages: [{ role: 'user', content: place.content }] },
      place,
    );
    const one = yield use;
    const two = yield use;
    return `${first.text} ${one.text} ${two.text}`;
  };
  const states = new Map<number, number>();
  const released: number[] = [];
  const tools: Tools = {
    async use({ row }) {
      await fixture.clock.sleep(10, new AbortController().signal);
      states.set(row, (states.get(row) ?? 0) + 1);
      return { text: String(states.get(row)) };
    },
    release(row) {
      released.push(row);
      states.delete(row);
    },
  };
  const options = {
    callModel: createScriptedModel(fixture.clock, () => answerOf('said')).callModel,
    program: createTestProgram({ steps: { a: [] }, exchange: counting }),
    ports: { tools },
  };
  const control = createTestControl(4);
  const died = fixture.store.dieAfter(1);
  await fixture.clock.runUntil(Promise.race([died, startRun(fixture, { ...options, control })]));
  control.stop();
  states.clear();
  void fixture.store.dieAfter(Number.POSITIVE_INFINITY);
  const end = await fixture.clock.runUntil(startRun(fixture, { ...options, control: createTestControl(4) }));
  expect(end.status).toBe('completed');
  expect([...fixture.store.rows.values()].map(({ cells }) => cells[1])).toEqual(
    Array.from({ length: 4 }, () => 'said 1 2'),
  );
  expect(new Set(released)).toEqual(new Set([0, 1, 2, 3]));
  expect(states.size).toBe(0);
});

test('E140 a tool that can not be used to its end fails its row with its reason, and no other', async () => {
  const fixture = createRunFixture();
  const using: TestExchange = function* () {
    return (yield { type: 'use-tool', step: 'tool:1', environmentId: 'shop', toolId: 'find', arguments: {} })
      .text;
  };
  const failure = { code: 'tool-timeout', message: 'It took too long.' };
  const tools: Tools = {
    use: ({ row }) => Promise.resolve(row === 1 ? { failure } : { text: 'found' }),
    release: () => undefined,
  };
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: createScriptedModel(fixture.clock).callModel,
      program: createTestProgram({ steps: { a: [] }, exchange: using }),
      ports: { tools },
      control: createTestControl(3),
    }),
  );
  expect(end.progress).toMatchObject({ accepted: 3, failed: 1 });
  expect(fixture.store.rows.get(1)?.reason).toEqual({ attributeId: 'a', ...failure, attempts: 0 });
});

test('E112 what follows an attribute that asks nothing is asked once', async () => {
  const fixture = createRunFixture();
  const quiet: TestExchange = function* (place) {
    if (place.name === 'skipped') return '';
    return (yield* askUntilSaid(
      { step: 'answer', messages: [{ role: 'user', content: place.content }] },
      place,
    )).text;
  };
  const model = createScriptedModel(fixture.clock);
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: model.callModel,
      program: createTestProgram({
        steps: { skipped: [], after: ['skipped'], last: ['after'] },
        exchange: quiet,
      }),
      control: createTestControl(4),
    }),
  );
  expect(end.progress).toMatchObject({ accepted: 4, calls: 8 });
  expect(model.prompts).toHaveLength(8);
});
