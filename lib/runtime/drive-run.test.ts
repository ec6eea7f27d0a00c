import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { changeRun, pauseRun, resumeRun, retryRun, type RunJob } from '@/lib/store/run-state';
import { readRowPage } from '@/lib/store/rows';
import { readRunHistory } from '@/lib/store/run-histories';
import { readRun, type RunRecord } from '@/lib/store/runs';
import { insertProvider, readProvider } from '@/lib/store/providers';
import { readTrial } from '@/lib/store/trials';
import type { Context } from './context';
import { driveRun, type DriveEnd } from './drive-run';
import { driveTrial } from './drive-trial';
import { startRun, type StartRunRequest } from './start-run';
import { mockInference, testRecipe } from './testing/test-recipe';
import { testContext } from './testing/test-context';
import { claim, driveWith, mock } from './testing/test-drive';
import { startTrial } from './try-rows';

const projectId = 1;

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let settle: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle(value) };
}

async function start(
  context: Context,
  url: string,
  request: Partial<StartRunRequest> = {},
  remote: Record<string, unknown> = {},
): Promise<RunRecord> {
  const yaml = testRecipe(mockInference(url, remote));
  return startRun(context, { projectId, source: { yaml }, ...request });
}

async function claimRun(context: Context, owner?: string): Promise<RunJob> {
  const job = await claim(context, owner);
  if (job.kind !== 'run') throw new Error('a trial was claimed');
  return job;
}

async function stored(context: Context, id: number): Promise<RunRecord> {
  const run = await readRun(context.db, id);
  if (run === null) throw new Error('the run is gone');
  return run;
}

const acceptedRows = (context: Context, runId: number) =>
  readRowPage(context.db, { runId, fromIndex: 0, status: 'accepted', limit: 1000 });

test('a run is driven from its start to its rows', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const { id } = await start(context, endpoint.url);
  expect(await driveRun(driveWith(context), await claimRun(context))).toBe<DriveEnd>('ended');
  const run = await stored(context, id);
  expect(run).toMatchObject({ status: 'completed', seed: 11, error: null });
  expect(run.progress).toMatchObject({ accepted: 20, calls: 40, inFlightRows: 0, waitingRows: 0 });
  expect(await acceptedRows(context, id)).toHaveLength(20);
  expect(endpoint.stats().answeredAgain).toBe(0);
});

test('E102 a run with rules goes on after a stop and comes to the rows of an undisturbed one', async () => {
  const endpoint = await mock();
  const yaml = JSON.stringify({
    ...JSON.parse(testRecipe(mockInference(endpoint.url))),
    quality: {
      rules: [
        // One topic of fifty comes again and again.
        { id: 'new-topic', column: 'topic', unique: true },
        { id: 'no-seven', column: 'topic', not_pattern: '7$' },
      ],
    },
  });
  const request = { projectId, source: { yaml }, maxRows: 200 };
  const outcome = async (context: Context, runId: number) =>
    (await readRowPage(context.db, { runId, fromIndex: 0, limit: 1000 })).map(
      ({ index, status, cells, reason }) => ({ index, status, cells, reason }),
    );
  const calm = await testContext();
  const { id: calmId } = await startRun(calm, request);
  await driveRun(driveWith(calm), await claimRun(calm));
  const expected = await outcome(calm, calmId);
  expect((await stored(calm, calmId)).progress.accepted).toBe(20);
  expect(expected.find(({ reason }) => reason?.code === 'new-topic')?.reason?.message).toMatch(
    /^topic is the same as in row \d+$/,
  );

  const context = await testContext();
  const { id } = await startRun(context, request);
  endpoint.configure({ holdAfter: endpoint.stats().answered + 24 });
  const stop = new AbortController();
  const drive = driveWith(context, {
    signal: stop.signal,
    onProgress: (_, progress) => progress.accepted > 5 && stop.abort(),
  });
  expect(await driveRun(drive, await claimRun(context))).toBe<DriveEnd>('released');
  endpoint.configure({ holdAfter: 0 });
  await driveRun(driveWith(context), await claimRun(context));
  expect(await outcome(context, id)).toEqual(expected);
  const { progress } = await stored(context, id);
  expect(progress.rejections.reduce((sum, { count }) => sum + count, 0)).toBe(progress.rejected);
});

test('a key that is refused fails the run with the words of the provider', async () => {
  const endpoint = await mock({ apiKey: 'right' });
  const context = await testContext();
  const { id } = await start(context, endpoint.url, {}, { api_key: 'wrong' });
  await driveRun(driveWith(context), await claimRun(context));
  const run = await stored(context, id);
  expect(run).toMatchObject({ status: 'failed', error: { code: 'key-refused' } });
  expect(run.error?.message).toBeTruthy();
  expect(JSON.stringify(run)).not.toContain('wrong"');
});

test('E170 a stored key that a run was refused with is marked, until a model answers with it', async () => {
  const key = 'the-key-of-the-provider';
  const endpoint = await mock({ apiKey: 'another' });
  const context = await testContext();
  const { id } = await insertProvider(context.db, {
    name: 'Mock',
    engine: 'REMOTE',
    baseUrl: endpoint.url,
    sealedKey: context.box.seal(key),
    keyHint: null,
    requestsPerMinute: null,
    inputTokensPerMinute: null,
    outputTokensPerMinute: null,
    maxConcurrency: null,
    timeoutMs: null,
    createdAtMs: 1,
  });
  const driven = async (remote: Record<string, unknown> = {}) => {
    const run = await start(context, endpoint.url, {}, remote);
    await driveRun(driveWith(context), await claimRun(context));
    return run;
  };
  const refusal = async () => (await readProvider(context.db, id))?.keyRefusal;
  const run = await driven();
  expect(await refusal()).toMatchObject({
    run_id: run.id,
    run_name: run.name,
    message: expect.stringMatching(/key/) as string,
  });
  // A key of the recipe's own says nothing of the provider's, however it fares.
  await driven({ api_key: 'another' });
  expect(await refusal()).toMatchObject({ run_id: run.id });
  endpoint.configure({ apiKey: key });
  await driven();
  expect(await refusal()).toBeNull();
  await driven({ api_key: 'wrong' });
  expect(await refusal()).toBeNull();
});

test('the key of a recipe is not in its stored text, but goes out with its calls', async () => {
  const endpoint = await mock({ apiKey: 'right' });
  const context = await testContext();
  const { id } = await start(context, endpoint.url, {}, { api_key: 'right' });
  await driveRun(driveWith(context), await claimRun(context));
  expect((await stored(context, id)).status).toBe('completed');
  const texts = await context.db.prisma.run.findMany({ select: { yaml: true } });
  expect(texts[0]?.yaml).toContain('"api_key":null');
});

test('an endpoint that is down is waited for, in words, and the run goes on by itself', async () => {
  const gone = await startMockEndpoint();
  const port = Number(new URL(gone.url).port);
  await gone.close();
  const context = await testContext();
  const { id } = await start(context, gone.url);
  const told = deferred<string>();
  const drive = driveWith(context, { onWaiting: (_, message) => message !== null && told.resolve(message) });
  const driven = driveRun(drive, await claimRun(context));
  expect(await told.promise).toContain(`127.0.0.1:${port}`);
  expect((await stored(context, id)).status).toBe('running');
  const back = await startMockEndpoint({ port });
  onTestFinished(() => back.close());
  await driven;
  expect(await stored(context, id)).toMatchObject({ status: 'completed', waiting: null });
});

test('pause keeps the answers in flight, resume pays for none again', async () => {
  const endpoint = await mock({ holdAfter: 30, latencyMs: 20 });
  const context = await testContext();
  const { id } = await start(context, endpoint.url, { numSamples: 40 });
  const firstRows = deferred<undefined>();
  const drive = driveWith(context, {
    onProgress: (_, progress) => progress.accepted > 4 && firstRows.resolve(undefined),
  });
  const driven = driveRun(drive, await claimRun(context));
  await firstRows.promise;
  expect(await pauseRun(context.db, id)).toBe(true);
  drive.wishes.poke();
  // Asked after the run has asked for its wishes, so answered after that.
  expect((await stored(context, id)).status).toBe('pausing');
  endpoint.configure({ holdAfter: 0 });
  expect(await driven).toBe('ended');
  const paused = await stored(context, id);
  expect(paused).toMatchObject({ status: 'paused', pauseReason: 'user' });
  expect(paused.progress.accepted).toBeLessThan(40);
  await resumeRun(context.db, id);
  await driveRun(driveWith(context), await claimRun(context));
  expect(await stored(context, id)).toMatchObject({
    status: 'completed',
    progress: { accepted: 40, calls: 80 },
  });
  expect(endpoint.stats()).toMatchObject({ answered: 80, answeredAgain: 0 });
});

test('R50 a file that was edited while its run was paused changes no row and costs no call', async () => {
  const endpoint = await mock({ holdAfter: 6 });
  const context = await testContext({}, true);
  const file = join(context.config.dataDir, 'topics.jsonl');
  const lines = (word: string) =>
    Array.from({ length: 20 }, (_, at) => JSON.stringify({ topic: `${word} ${at}` })).join('\n');
  await writeFile(file, lines('bread'));
  const yaml = testRecipe(mockInference(endpoint.url), {
    strategy_params: {
      input_data: [{ path: file }],
      generated_attributes: [
        { id: 'question', instruction_messages: [{ role: 'USER', content: 'Ask about {topic}.' }] },
      ],
    },
  });
  const { id } = await startRun(context, { projectId, source: { yaml } });
  const firstRows = deferred<undefined>();
  const drive = driveWith(context, {
    onProgress: (_, progress) => progress.accepted > 4 && firstRows.resolve(undefined),
  });
  const driven = driveRun(drive, await claimRun(context));
  await firstRows.promise;
  await pauseRun(context.db, id);
  drive.wishes.poke();
  expect((await stored(context, id)).status).toBe('pausing');
  endpoint.configure({ holdAfter: 0 });
  await driven;
  expect((await stored(context, id)).progress.accepted).toBeLessThan(20);

  await writeFile(file, lines('wine'));
  await resumeRun(context.db, id);
  await driveRun(driveWith(context), await claimRun(context));
  const topics = (await acceptedRows(context, id)).map(({ cells }) => cells);
  expect(topics).toHaveLength(20);
  expect(topics.join()).not.toContain('wine');
  expect(topics.filter((cells) => cells.includes('bread'))).toHaveLength(20);
  expect(endpoint.stats()).toMatchObject({ answered: 20, answeredAgain: 0 });
});

test('a budget pauses, and raising it goes on', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const { id } = await start(context, endpoint.url, { budget: { calls: 10 } });
  await driveRun(driveWith(context), await claimRun(context));
  expect(await stored(context, id)).toMatchObject({ status: 'paused', pauseReason: 'budget' });
  expect(endpoint.stats().answered).toBe(10);
  await changeRun(context.db, id, { budget: { calls: 1000 } });
  await driveRun(driveWith(context), await claimRun(context));
  expect(await stored(context, id)).toMatchObject({ status: 'completed', progress: { calls: 40 } });
});

test('a hard stop gives the run back at once, with all that was committed', async () => {
  const endpoint = await mock({ holdAfter: 30 });
  const context = await testContext();
  const { id } = await start(context, endpoint.url, { numSamples: 40 });
  const stop = new AbortController();
  const drive = driveWith(context, {
    signal: stop.signal,
    onProgress: (_, progress) => progress.accepted > 4 && stop.abort(),
  });
  expect(await driveRun(drive, await claimRun(context))).toBe('released');
  expect((await stored(context, id)).status).toBe('running');
  endpoint.configure({ holdAfter: 0 });
  expect(await driveRun(driveWith(context), await claimRun(context, 'another'))).toBe('ended');
  expect(await stored(context, id)).toMatchObject({ status: 'completed', progress: { accepted: 40 } });
});

test('who lost the lease writes no row any more', async () => {
  const endpoint = await mock({ holdAfter: 30 });
  const context = await testContext();
  const { id } = await start(context, endpoint.url, { numSamples: 40 });
  const firstRows = deferred<undefined>();
  const slow = driveRun(
    driveWith(context, {
      onProgress: (_, progress) => progress.accepted > 4 && firstRows.resolve(undefined),
    }),
    await claimRun(context, 'slow'),
  );
  await firstRows.promise;
  await context.db.prisma.job.updateMany({ data: { leaseExpiresAt: 0n } });
  const second = driveRun(driveWith(context), await claimRun(context, 'quick'));
  endpoint.configure({ holdAfter: 0 });
  expect(await slow).toBe('lost');
  expect(await second).toBe('ended');
  const run = await stored(context, id);
  expect(run).toMatchObject({ status: 'completed', progress: { accepted: 40 } });
  expect((await acceptedRows(context, id)).map((row) => row.index)).toEqual(
    Array.from({ length: 40 }, (_, i) => i),
  );
});

test('a trial streams its texts, and the run with its seed takes its answers', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const yaml = testRecipe(mockInference(endpoint.url));
  const trial = await startTrial(context, { projectId, source: { yaml }, rows: 3 });
  const job = await claim(context);
  if (job.kind !== 'trial') throw new Error('a run was claimed');
  await driveTrial(driveWith(context), job);
  const done = await readTrial(context.db, trial.id);
  expect(done).toMatchObject({ status: 'completed', seed: 11, state: { end: { calls: 6 } } });
  expect(done?.state.rows.map((row) => row.index).toSorted()).toEqual([0, 1, 2]);
  expect(done?.state.texts).toHaveLength(6);
  expect(done?.state.texts.every((text) => text.text !== '' && !text.text.includes('\u0000'))).toBe(true);

  const { id } = await start(context, endpoint.url);
  await driveRun(driveWith(context), await claimRun(context));
  const run = await stored(context, id);
  expect(run.progress).toMatchObject({ accepted: 20, calls: 34, reusedCalls: 6, reusedRows: 3 });
  const rows = await acceptedRows(context, id);
  expect(rows.slice(0, 3).map((row) => row.cells)).toEqual(
    done?.state.rows.toSorted((a, b) => a.index - b.index).map((row) => row.cells),
  );
});

test('a full disk pauses the run, and it goes on when there is room again', async () => {
  const endpoint = await mock();
  const context = await testContext();
  const { id } = await start(context, endpoint.url, { numSamples: 300 });
  const limitPages = (count: bigint) => context.db.prisma.$queryRawUnsafe(`PRAGMA max_page_count = ${count}`);
  // Such a limit is one connection's; the thread that writes batches has another.
  const batches: typeof context.db.batches = {
    ...context.db.batches,
    async write(values) {
      const [, , , completions] = values.write;
      if (completions === '[]') return context.db.batches.write(values);
      const [pages] = await context.db.prisma.$queryRaw<{ page_count: bigint }[]>`PRAGMA page_count`;
      await limitPages(pages?.page_count ?? 1n);
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    },
  };
  const full = deferred<string>();
  const log = pino({ level: 'error' }, { write: full.resolve });
  const driven = driveRun(
    driveWith({ ...context, db: { ...context.db, batches }, log }),
    await claimRun(context),
  );
  expect(await full.promise).toContain('the disk is full');
  // The end can't be written either before there is some room.
  await limitPages(1_000_000n);
  expect(await driven).toBe('ended');
  expect(await stored(context, id)).toMatchObject({ status: 'paused', pauseReason: 'disk' });
  await resumeRun(context.db, id);
  await driveRun(driveWith(context), await claimRun(context));
  expect(await stored(context, id)).toMatchObject({ status: 'completed', progress: { accepted: 300 } });
});

test('a cap in USD needs a price', async () => {
  const endpoint = await mock();
  const context = await testContext();
  await expect(start(context, endpoint.url, { budget: { usd: 1 } })).rejects.toMatchObject({
    code: 'budget-invalid',
  });
});

test('an invalid recipe stores nothing', async () => {
  const context = await testContext();
  const yaml = testRecipe(mockInference('http://127.0.0.1:9/v1')).replace('{question}', '{nobody}');
  await expect(startRun(context, { projectId, source: { yaml } })).rejects.toMatchObject({
    code: 'recipe-invalid',
    message: expect.stringContaining('nobody') as string,
  });
  expect(await context.db.prisma.recipe.count()).toBe(0);
  expect(await context.db.prisma.run.count()).toBe(0);
});

test('E92 failed rows are asked again while the run goes on, with longer answers, and paid answers stay', async () => {
  const endpoint = await mock({
    latencyMs: 40,
    script: [{ contains: 'Answer:', answer: '', finishReason: 'length' }],
  });
  const context = await testContext();
  const run = await start(context, endpoint.url, { numSamples: 60, maxRows: 200 });
  const drive = driveWith(context);
  const driving = driveRun(drive, await claimRun(context));
  await vi.waitFor(async () => expect((await stored(context, run.id)).progress.failed).toBeGreaterThan(2), {
    timeout: 50_000,
    interval: 5,
  });
  endpoint.configure({ script: [] });
  expect(await retryRun(context.db, run.id, { codes: ['cut-off'], maxNewTokens: 2048 })).toBe(true);
  drive.wishes.poke();
  expect(await driving).toBe('ended');
  const ended = await stored(context, run.id);
  expect(ended).toMatchObject({ status: 'completed', maxNewTokens: 2048 });
  expect(ended.progress).toMatchObject({ accepted: 60, failed: 0 });
  expect(ended.endpoint).toMatchObject({ model: 'mock', maxNewTokens: 2048, maxConcurrency: 8, price: null });
  expect(endpoint.requests().at(-1)?.body).toContain('2048');
  const { marks, points } = await readRunHistory(context.db, run.id);
  expect(marks.map(({ type }) => type)).toEqual(['start', 'end']);
  expect(points.at(-1)).toMatchObject({ accepted: 60, failed: 0 });
});

test('E92 an empty answer is forgotten by a retry and asked for anew', async () => {
  const endpoint = await mock({ script: [{ contains: 'Answer:', answer: '' }] });
  const context = await testContext();
  const run = await start(context, endpoint.url, { numSamples: 4, maxRows: 4 });
  await driveRun(driveWith(context), await claimRun(context));
  expect((await stored(context, run.id)).progress).toMatchObject({ accepted: 0, failed: 4 });
  endpoint.configure({ script: [] });
  expect(await retryRun(context.db, run.id, {})).toBe(true);
  await driveRun(driveWith(context), await claimRun(context));
  expect((await stored(context, run.id)).progress).toMatchObject({ accepted: 4, failed: 0 });
});
