import { expect, test } from 'vitest';
import { createModelLimiter } from './model-limiter';
import { createRunFixture, createTestControl, startRun } from './testing/run-fixture';
import { answerOf, createScriptedModel, failureOf } from './testing/scripted-model';
import { createTestProgram } from './testing/test-program';

test('E1 a row takes its answers in the order of what they need, and all rows asked for are accepted', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(3) }),
  );
  expect(end).toMatchObject({ status: 'completed', progress: { planned: 3, accepted: 3, calls: 6 } });
  expect(fixture.store.rows.get(2)?.cells).toEqual([2, 're: question 2', 're: answer 2 <re: question 2>']);
  expect(fixture.store.progress).toEqual(end.progress);
});

test('E1 independent attributes of a row are asked side by side', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const startMs = fixture.clock.now();
  await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: model.callModel,
      control: createTestControl(1),
      program: createTestProgram({ steps: { a: [], b: [], c: ['a', 'b'] } }),
    }),
  );
  expect(model.prompts).toEqual(['a 0', 'b 0', 'c 0 <re: a 0> <re: b 0>']);
  expect(fixture.clock.now() - startMs).toBeLessThan(300);
});

test('E2 lower rows go first, so that first rows are finished first', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(3), concurrency: 1 }),
  );
  expect(model.prompts.map((prompt) => prompt.slice(0, 10))).toEqual([
    'question 0',
    'answer 0 <',
    'question 1',
    'answer 1 <',
    'question 2',
    'answer 2 <',
  ]);
});

test('E3 no more calls at once than the limiter allows, and rows open only as there is room', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const run = startRun(fixture, {
    callModel: model.callModel,
    control: createTestControl(1000),
    concurrency: 5,
  });
  await fixture.clock.advance(1000);
  expect(model.peakInFlight).toBe(5);
  const { inFlightRows, waitingRows } = fixture.store.progress;
  expect(inFlightRows + waitingRows).toBeLessThanOrEqual(6);
  await fixture.clock.runUntil(run);
  expect(model.peakInFlight).toBe(5);
});

test('E4 a failed row is replaced by the next unused index', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt) =>
    prompt.startsWith('answer 1 ') ? 'request-refused' : 'fine',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(4) }),
  );
  expect(end.progress).toMatchObject({ planned: 5, accepted: 4, failed: 1, spare: 0 });
  expect(end.progress.failures).toEqual([
    { code: 'request-refused', message: 'the provider says request-refused', count: 1, exampleRow: 1 },
  ]);
  expect(fixture.store.rows.get(1)).toMatchObject({
    status: 'failed',
    cells: [1, 'fine', undefined],
    reason: { attributeId: 'answer', code: 'request-refused', attempts: 1 },
    answers: [{ attributeId: 'question' }],
  });
});

test('E4 too few accepted rows within the most that may be tried: failed, rows kept', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt) =>
    prompt.startsWith('answer 0') ? 'fine' : prompt.startsWith('answer') ? 'content-filtered' : 'fine',
  );
  const control = createTestControl(3);
  control.wish({ maxRows: 6 });
  const end = await fixture.clock.runUntil(startRun(fixture, { callModel: model.callModel, control }));
  expect(end).toMatchObject({ status: 'failed', error: { code: 'attempts-exhausted' } });
  expect(end.progress).toMatchObject({ planned: 6, accepted: 1, failed: 5 });
  expect(fixture.store.rows.size).toBe(6);
});

test('E4 more rows asked for while running or after the end: the run goes on', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const control = createTestControl(2);
  const run = startRun(fixture, { callModel: model.callModel, control });
  await fixture.clock.advance(150);
  control.wish({ rows: 5, maxRows: 25 });
  expect((await fixture.clock.runUntil(run)).progress.accepted).toBe(5);
  control.wish({ rows: 7 });
  const later = await fixture.clock.runUntil(startRun(fixture, { callModel: model.callModel, control }));
  expect(later.progress).toMatchObject({ planned: 7, accepted: 7, calls: 14, reusedCalls: 0 });
});

test.each(['plan', 'prompt', 'finish'] as const)(
  'E5 an error in the %s of row 0 fails the run with its message, of a later row only that row',
  async (place) => {
    const first = createRunFixture();
    const firstModel = createScriptedModel(first.clock);
    const end = await first.clock.runUntil(
      startRun(first, {
        callModel: firstModel.callModel,
        control: createTestControl(3),
        program: createTestProgram({ failAt: { in: place, rows: [0] } }),
        concurrency: 1,
      }),
    );
    expect(end).toMatchObject({ status: 'failed', error: { message: `cannot ${place} row 0` } });
    expect(firstModel.prompts).toHaveLength(place === 'finish' ? 2 : 0);

    const later = createRunFixture();
    const laterModel = createScriptedModel(later.clock);
    const laterEnd = await later.clock.runUntil(
      startRun(later, {
        callModel: laterModel.callModel,
        control: createTestControl(3),
        program: createTestProgram({ failAt: { in: place, rows: [1] } }),
      }),
    );
    expect(laterEnd).toMatchObject({ status: 'completed', progress: { accepted: 3, failed: 1 } });
    expect(later.store.rows.get(1)?.reason?.message).toBe(`cannot ${place} row 1`);
  },
);

test('E6 each retry stands in the lineage of the answer, with how long it waited', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (_, attempt) =>
    attempt === 0 ? 'timeout' : attempt === 1 ? 'server-error' : 'fine',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: model.callModel,
      control: createTestControl(1),
      program: createTestProgram({ steps: { only: [] } }),
    }),
  );
  const [entry] = fixture.store.entries.values();
  expect(entry?.attempts.map(({ code }) => code)).toEqual(['timeout', 'server-error']);
  expect(entry?.attempts[0]?.waitedMs).toBe(0);
  expect(entry?.attempts[1]?.waitedMs).toBeGreaterThanOrEqual(500);
  expect(end.progress).toMatchObject({ calls: 1, retriedCalls: 2 });
});

test('E6 a call that keeps failing takes its row with it after its tries, and no other row', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt) =>
    prompt === 'question 2' ? 'server-error' : 'fine',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(5) }),
  );
  expect(end.progress).toMatchObject({ accepted: 5, failed: 1 });
  expect(model.prompts.filter((prompt) => prompt === 'question 2')).toHaveLength(4);
  expect(fixture.store.rows.get(2)?.reason).toMatchObject({ code: 'server-error', attempts: 4 });
});

test.each(['key-refused', 'forbidden', 'unknown-model'] as const)(
  'E7 %s fails the run within seconds with the words of the provider; rows made stay',
  async (code) => {
    const fixture = createRunFixture();
    const model = createScriptedModel(
      fixture.clock,
      (prompt) => (prompt.startsWith('answer 6') ? code : 'fine'),
      (prompt) => (prompt.startsWith('question 9') ? 300_000 : 100),
    );
    const startMs = fixture.clock.now();
    const end = await fixture.clock.runUntil(
      startRun(fixture, { callModel: model.callModel, control: createTestControl(50) }),
    );
    expect(end).toMatchObject({ status: 'failed', error: { code, message: `the provider says ${code}` } });
    expect(fixture.clock.now() - startMs).toBeLessThan(4000);
    expect(end.progress.accepted).toBe(fixture.store.rows.size);
    expect(end.progress.accepted).toBeGreaterThanOrEqual(6);
    expect(end.progress).toMatchObject({ inFlightRows: 0, waitingRows: 0 });
  },
);

test('E7 a refused request fails the run in row 0, later only its row', async () => {
  const refusing = (row: string) => async () => {
    const fixture = createRunFixture();
    const model = createScriptedModel(fixture.clock, (prompt) =>
      prompt === `question ${row}` ? 'request-refused' : 'fine',
    );
    return fixture.clock.runUntil(
      startRun(fixture, { callModel: model.callModel, control: createTestControl(4) }),
    );
  };
  expect(await refusing('0')()).toMatchObject({ status: 'failed', error: { code: 'request-refused' } });
  expect(await refusing('1')()).toMatchObject({ status: 'completed', progress: { failed: 1 } });
});

test('E8 an endpoint that is down fails no row: the run waits, says so, and goes on by itself', async () => {
  const fixture = createRunFixture();
  let isDown = true;
  const model = createScriptedModel(fixture.clock, () => (isDown ? 'endpoint-down' : 'fine'));
  const waits: unknown[] = [];
  const run = startRun(fixture, {
    callModel: model.callModel,
    control: createTestControl(20),
    ports: { onWaiting: (waiting) => waits.push(waiting) },
  });
  await fixture.clock.advance(300_000);
  expect(fixture.store.progress).toMatchObject({ failed: 0, limitedBy: 'endpoint' });
  // Eight calls at first, then one each 1, 2, 4, 8, 16, 30, 30 … seconds.
  expect(model.prompts.length).toBeLessThan(8 + 16);
  expect(waits.at(-1)).toMatchObject({ reason: 'endpoint-down' });
  isDown = false;
  const end = await fixture.clock.runUntil(run);
  expect(end).toMatchObject({ status: 'completed', progress: { accepted: 20, failed: 0 } });
  expect(waits.at(-1)).toBeNull();
});

test('E8 a prompt that breaks the connection each time, while others are answered, fails its row', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt) =>
    prompt === 'question 3' ? 'endpoint-down' : 'fine',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(40) }),
  );
  expect(end).toMatchObject({ status: 'completed', progress: { accepted: 40, failed: 1 } });
});

test('E184 a server that answers 503 for ten minutes fails no row, and a second outage neither', async () => {
  const fixture = createRunFixture();
  let isDown = true;
  let answers = 0;
  const outage = failureOf('server-error', { status: 503, isOutage: true });
  const model = createScriptedModel(fixture.clock, () => {
    if (isDown) return outage;
    answers += 1;
    isDown = answers === 20;
    return 'fine';
  });
  const waits: unknown[] = [];
  const run = startRun(fixture, {
    callModel: model.callModel,
    control: createTestControl(40),
    ports: { onWaiting: (waiting) => waits.push(waiting) },
  });
  for (let outages = 0; outages < 2; outages++) {
    const asked = model.prompts.length;
    await fixture.clock.advance(600_000);
    expect(fixture.store.progress).toMatchObject({ failed: 0, limitedBy: 'endpoint' });
    expect(waits.at(-1)).toMatchObject({ reason: 'endpoint-down' });
    // Not each call finds it out by itself: a look every 30 seconds.
    expect(model.prompts.length - asked).toBeLessThan(100);
    isDown = false;
  }
  const end = await fixture.clock.runUntil(run);
  expect(end).toMatchObject({ status: 'completed', progress: { accepted: 40, failed: 0 } });
  expect(waits.at(-1)).toBeNull();
});

test.each([
  ['nothing answers', failureOf('endpoint-down')],
  ['503', failureOf('server-error', { status: 503, isOutage: true })],
])(
  'E185 a run that somebody waits for ends where %s, unless there was an answer before',
  async (_, failure) => {
    for (const [answered, end] of [
      [0, { status: 'failed', error: { code: failure.code, message: failure.message } }],
      [3, null],
    ] as const) {
      const fixture = createRunFixture();
      let answers = 0;
      const model = createScriptedModel(fixture.clock, () => (answers++ < answered ? 'fine' : failure));
      const run = startRun(fixture, {
        callModel: model.callModel,
        control: createTestControl(5),
        job: { isAwaited: true },
      });
      let ended: unknown = null;
      void run.then((result) => (ended = result));
      await fixture.clock.advance(600_000);
      if (end === null) expect(ended).toBeNull();
      else expect(ended).toMatchObject(end);
    }
  },
);

test.each([
  ['nothing answers', failureOf('endpoint-down'), 0, 15_000],
  ['nothing answers any more', failureOf('endpoint-down'), 1, 600_000],
  ['503', failureOf('server-error', { status: 503, isOutage: true }), 0, 600_000],
])(
  'E186 a trial ends where %s: whoever tries rows sits before them',
  async (_, failure, answered, withinMs) => {
    const fixture = createRunFixture();
    let answers = 0;
    const model = createScriptedModel(fixture.clock, () => (answers++ < answered ? 'fine' : failure));
    const run = startRun(fixture, {
      callModel: model.callModel,
      control: createTestControl(3),
      job: { onlyRows: [0, 1, 2] },
    });
    let ended: unknown = null;
    void run.then((result) => (ended = result));
    await fixture.clock.advance(withinMs);
    expect(ended).toMatchObject({
      status: 'failed',
      error: { code: failure.code, message: failure.message },
    });
  },
);

test('E184 a prompt that breaks the server each time fails its row, whether others are answered or none is left', async () => {
  for (const rows of [1, 40]) {
    const fixture = createRunFixture();
    const outage = failureOf('server-error', { status: 502, isOutage: true });
    const model = createScriptedModel(fixture.clock, (prompt) => (prompt === 'question 0' ? outage : 'fine'));
    const end = await fixture.clock.runUntil(
      startRun(fixture, { callModel: model.callModel, control: createTestControl(rows) }),
    );
    expect(end).toMatchObject({ status: 'completed', progress: { accepted: rows, failed: 1 } });
  }
});

test('E9 an empty answer is asked for once more, then the row fails; both answers are kept', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt, attempt) =>
    prompt === 'question 1' ? ' \n' : prompt === 'question 2' && attempt === 0 ? '' : 'fine',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(4) }),
  );
  expect(end.progress).toMatchObject({ accepted: 4, failed: 1 });
  expect(fixture.store.rows.get(1)?.reason).toMatchObject({ code: 'empty-answer', attempts: 2 });
  const kept = [...fixture.store.entries.values()].filter(({ rowIndex }) => rowIndex === 1);
  expect(kept.map(({ attempt }) => attempt)).toEqual([0, 1]);
});

test('E9 an answer held back by a content filter or cut off fails its row at once, and is kept', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt) => ({
    ...answerOf('some text'),
    finishReason: prompt === 'question 1' ? 'content_filter' : prompt === 'question 2' ? 'length' : 'stop',
  }));
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(4) }),
  );
  expect(end.progress).toMatchObject({ accepted: 4, failed: 2 });
  expect(fixture.store.rows.get(1)?.reason?.code).toBe('content-filtered');
  expect(fixture.store.rows.get(2)?.reason?.code).toBe('cut-off');
  const cut = [...fixture.store.entries.values()].filter(({ finishReason }) => finishReason === 'length');
  expect(cut.map(({ rowIndex }) => rowIndex)).toEqual([2]);
});

test('E10 a trial makes its rows and no others', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (prompt) =>
    prompt === 'question 5' ? 'request-refused' : 'fine',
  );
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: model.callModel,
      control: createTestControl(3),
      job: { onlyRows: [4, 5, 6] },
    }),
  );
  expect(end).toMatchObject({ status: 'completed', progress: { planned: 3, accepted: 2, failed: 1 } });
  expect([...fixture.store.rows.keys()].toSorted()).toEqual([4, 5, 6]);
});

test('E11 rows without any call are made as fast as they can be stored, and memory stays bounded', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock);
  const end = await fixture.clock.runUntil(
    startRun(fixture, {
      callModel: model.callModel,
      control: createTestControl(6000),
      program: createTestProgram({ steps: {} }),
    }),
  );
  expect(end).toMatchObject({ status: 'completed', progress: { accepted: 6000, calls: 0 } });
  expect(Math.max(...fixture.store.batches.map(({ rows }) => rows.length))).toBeLessThanOrEqual(2048);
});

test('E12 jobs of one model share its limiter evenly, and a trial goes before them', async () => {
  const { clock } = createRunFixture();
  const limiter = createModelLimiter({ maxConcurrency: 10 }, clock);
  const model = createScriptedModel(clock);
  const fixtures = Array.from({ length: 5 }, () => createRunFixture(clock));
  const runs = fixtures.map((each) =>
    startRun(each, { callModel: model.callModel, control: createTestControl(1000), limiter }),
  );
  await clock.advance(20_000);
  const accepted = fixtures.map(({ store }) => store.progress.accepted);
  expect(Math.min(...accepted)).toBeGreaterThan(100);
  expect(Math.max(...accepted) / Math.min(...accepted)).toBeLessThanOrEqual(1.2);

  const trial = startRun(createRunFixture(clock), {
    callModel: model.callModel,
    control: createTestControl(3),
    limiter,
    job: { onlyRows: [0, 1, 2] },
  });
  const before = clock.now();
  await clock.runUntil(trial);
  expect(clock.now() - before).toBeLessThan(500);
  await clock.runUntil(Promise.all(runs));
});

test('E13 a 429 makes the call wait as long as it was told, and fails no row', async () => {
  const fixture = createRunFixture();
  const model = createScriptedModel(fixture.clock, (_, attempt) =>
    attempt < 5 ? failureOf('rate-limited', { retryAfterMs: 2500 }) : 'fine',
  );
  const startMs = fixture.clock.now();
  const end = await fixture.clock.runUntil(
    startRun(fixture, { callModel: model.callModel, control: createTestControl(2) }),
  );
  expect(end).toMatchObject({ status: 'completed', progress: { accepted: 2, failed: 0 } });
  expect(fixture.clock.now() - startMs).toBeGreaterThanOrEqual(2 * 5 * 2500);
});
