import { expect, test, vi } from 'vitest';
import { readEvents, type ServerEvent } from '@/lib/api/sse';
import { runEvent, trialEvent } from '@/lib/api/event-wire';
import { commitBatch } from '@/lib/store/commit-batch';
import { beginRun, endRun, readRunWishes } from '@/lib/store/run-state';
import { openSecrets } from '@/lib/runtime/keys/recipe-secrets';
import { readRun } from '@/lib/store/runs';
import { readSecrets } from '@/lib/store/secrets';
import { claimRun, sampleBatch, sampleRow, sampleRun } from '@/lib/store/testing/sample-run';
import { driveNext, echoRecipe } from './testing/drive';
import { dig, testServer, type Json, type TestServer } from './testing/test-server';

const runs = '/v1/projects/1/runs';
const datasets = '/v1/projects/1/datasets';

/** A run of the echo recipe, made to its end. */
async function finishedRun(test: TestServer) {
  const started = await test.call('POST', runs, { body: { yaml: echoRecipe } });
  expect(started).toMatchObject({
    status: 201,
    body: { status: 'pending', wanted: 'running', seed: 11, num_samples: 4, max_rows: 24 },
  });
  await driveNext(test.server);
  return started;
}

test('A20 a run of a bare text ends with its rows, each with its lineage', async () => {
  const api = await testServer();
  await finishedRun(api);
  const { body: run } = await api.call('GET', `${runs}/1`);
  expect(run).toMatchObject({
    status: 'completed',
    dataset_id: 1,
    recipe_id: 1,
    recipe_version: 1,
    progress: { planned: 4, generated: 4, accepted: 4, failed: 0, calls: 8, in_flight_rows: 0 },
  });
  expect((await api.call('GET', runs)).body['data']).toMatchObject([{ id: 1 }]);
  expect((await api.call('GET', `${runs}?status=failed,paused`)).body['data']).toEqual([]);
  expect((await api.call('GET', `${runs}?status=nonsense`)).status).toBe(400);

  const { body: dataset } = await api.call('GET', `${datasets}/1`);
  expect(dataset).toMatchObject({ run_id: 1, rows: 4, splits: { train: 4, validation: 0, test: 0 } });
  const { body: row } = await api.call('GET', `${datasets}/1/rows/2`);
  expect(row).toMatchObject({
    index: 2,
    status: 'accepted',
    lineage: [
      { attribute_id: 'sky', kind: 'sampled' },
      {
        attribute_id: 'report',
        kind: 'generated',
        model: 'echo',
        messages: [
          { role: 'user', content: expect.stringMatching(/^Write about a (Blue|Grey) sky\.$/) as unknown },
        ],
        answer: row['values']?.['report'],
        finish_reason: 'stop',
        attempts: [],
        reused: false,
      },
      {
        attribute_id: 'title',
        messages: [{ content: `Give it a title: ${String(dig(row, 'values', 'report'))}` }],
      },
      { attribute_id: 'pair', kind: 'transformed' },
    ],
  });
  expect((await api.call('GET', `${datasets}/1/rows/99`)).status).toBe(404);
});

test('A21 equal bare texts are one recipe, and the second run reuses the answers', async () => {
  const api = await testServer();
  await finishedRun(api);
  const estimate = await api.call('POST', `${runs}:estimate`, { body: { yaml: echoRecipe } });
  expect(estimate.body).toMatchObject({ calls: 0, reused_calls: 8, cost_usd: 0, seconds: 0 });
  await finishedRun(api);
  const { body } = await api.call('GET', `${runs}/2`);
  expect(body).toMatchObject({ recipe_id: 1, progress: { calls: 0, reused_calls: 8, reused_rows: 4 } });
});

test('A59 an estimate says which stored answers fit, and why others do not', async () => {
  const api = await testServer();
  await finishedRun(api);
  const reuse = async (body: Record<string, unknown>) =>
    (await api.call('POST', `${runs}:estimate`, { body: { yaml: echoRecipe, ...body } })).body['reuse'];
  const none = { fitting: 0, seed: 0, model: 0, settings: 0, prompt: 0, gone: 0 };
  const of = { stored: 8, run_ids: [1], has_trials: false };
  expect(await reuse({})).toEqual({ ...none, ...of, fitting: 8 });
  expect(await reuse({ seed: 12 })).toEqual({ ...none, ...of, seed: 8 });
  expect(await reuse({ model: 'other' })).toEqual({ ...none, ...of, model: 8 });
  expect(await reuse({ num_samples: 3 })).toEqual({ ...none, ...of, stored: 6, fitting: 6 });
  expect(await reuse({ reuse: false })).toBeUndefined();
  const draft = async (yaml: string) => {
    const { body } = await api.call('POST', `${runs}:estimate`, { body: { yaml, reuse_from: 1 } });
    return body['reuse'];
  };
  // The second prompt holds the first answer, so it changes with it.
  expect(await draft(echoRecipe.replace('Write about', 'Sing about'))).toEqual({ ...none, ...of, prompt: 8 });
  expect(await draft(echoRecipe.replace('Give it a title', 'Name it'))).toEqual({
    ...none,
    ...of,
    fitting: 4,
    prompt: 4,
  });
  const shorter = echoRecipe.replace('engine: ECHO', 'engine: ECHO\n  generation: { max_new_tokens: 9 }');
  expect(await draft(shorter)).toMatchObject({ stored: 8, fitting: 0, settings: 4, prompt: 4 });
  expect(await draft(echoRecipe.replaceAll('report', 'notice'))).toMatchObject({ stored: 8, gone: 4 });
});

test('A69 an estimate reckons with the rows that rules reject, as far as answers are known', async () => {
  const api = await testServer();
  await finishedRun(api);
  const estimate = async (rule: string) => {
    const yaml = `${echoRecipe}quality: { rules: [${rule}] }\n`;
    return (await api.call('POST', `${runs}:estimate`, { body: { yaml, reuse_from: 1 } })).body;
  };
  const rows = await api.call('GET', `${datasets}/1/rows`);
  const skies = (rows.body['data'] as unknown as Json[]).map((row) => dig(row, 'values', 'sky'));
  const grey = skies.filter((sky) => sky === 'grey').length;
  expect(grey).toBeGreaterThan(0);
  expect(grey).toBeLessThan(4);
  expect(await estimate('{ column: report, not_pattern: "(?i)grey" }')).toMatchObject({
    ...{ known_rows: 4, known_rejects: grey, expected_rejects: Math.round((4 * grey) / (4 - grey)) },
  });
  // Rows that are compared are compared with each other.
  expect(await estimate('{ column: sky, unique: true }')).toMatchObject({
    ...{ known_rows: 4, known_rejects: 2, expected_rejects: 4 },
  });
  expect(await estimate('{ column: report, required: true }')).toMatchObject({
    ...{ known_rows: 4, known_rejects: 0, expected_rejects: 0 },
  });
});

test('A119 an estimate needs no key, a run does', async () => {
  const api = await testServer();
  const yaml = echoRecipe.replace('ECHO', 'OPENAI').replace('model_name: echo', 'model_name: gpt-5-mini');
  const estimate = await api.call('POST', `${runs}:estimate`, { body: { yaml } });
  expect(estimate).toMatchObject({ status: 200, body: { calls: 8, models: [{ model: 'gpt-5-mini' }] } });
  expect(estimate.body['cost_usd']).toBeGreaterThan(0);
  const started = await api.call('POST', runs, { body: { yaml } });
  expect(started).toMatchObject({ status: 422, body: { error: { details: [{ code: 'missing-key' }] } } });
});

test('A22 an invalid recipe starts nothing and says why', async () => {
  const { call } = await testServer();
  const yaml = echoRecipe.replace('{sky} sky', '{skyy} sky');
  const answer = await call('POST', runs, { body: { yaml } });
  expect(answer).toMatchObject({
    status: 422,
    body: { error: { code: 'recipe-invalid', details: [{ code: 'unknown-placeholder', fix: {} }] } },
  });
  expect((await call('GET', runs)).body['data']).toEqual([]);
  expect((await call('GET', '/v1/projects/1/recipes')).body['data']).toEqual([]);
});

test('A23 pause, resume and cancel answer 202 with the run, and 409 in a wrong state', async () => {
  const { call } = await testServer();
  await call('POST', runs, { body: { yaml: echoRecipe } });
  const verb = (name: string) => call('POST', `${runs}/1:${name}`);
  expect(await verb('pause')).toMatchObject({
    status: 202,
    body: { status: 'paused', pause_reason: 'user' },
  });
  // The list of recipes says it as the run does.
  const { body: list } = await call('GET', '/v1/projects/1/recipes');
  expect(dig(list, 'data', 0, 'latest_run')).toMatchObject({ status: 'paused', pause_reason: 'user' });
  expect(await verb('pause')).toMatchObject({ status: 409, body: { error: { code: 'wrong-state' } } });
  // What is paused has not ended.
  for (const path of [`${runs}/1`, `${datasets}/1`]) {
    expect(await call('DELETE', path)).toMatchObject({
      status: 409,
      body: { error: { code: 'wrong-state' } },
    });
  }
  expect(await verb('resume')).toMatchObject({ status: 202, body: { status: 'pending', wanted: 'running' } });
  expect((await call('DELETE', `${runs}/1`)).status).toBe(409);
  expect(await verb('cancel')).toMatchObject({ status: 202, body: { status: 'cancelled' } });
  expect(await verb('cancel')).toMatchObject({ status: 409 });
  expect(await verb('retry')).toMatchObject({ status: 202, body: { status: 'pending' } });
  expect(await verb('cancel')).toMatchObject({ status: 202 });

  expect((await call('DELETE', `${runs}/1`)).status).toBe(202);
  expect((await call('GET', `${datasets}/1`)).status).toBe(404);
  expect(await call('POST', `${runs}/1:restore`)).toMatchObject({ status: 200, body: { id: 1 } });
});

test('A24 a completed run can be asked for more rows', async () => {
  const api = await testServer();
  await finishedRun(api);
  const raised = await api.call('PATCH', `${runs}/1`, { body: { num_samples: 6 } });
  expect(raised).toMatchObject({ status: 200, body: { status: 'pending', num_samples: 6, max_rows: 26 } });
  expect((await api.call('PATCH', `${runs}/1`, { body: { num_samples: 2 } })).status).toBe(400);
  await driveNext(api.server);
  expect((await api.call('GET', `${runs}/1`)).body).toMatchObject({
    status: 'completed',
    progress: { accepted: 6 },
  });
});

test('A25 rows page by cursor and by index, by status, and say how many there are', async () => {
  const api = await testServer();
  const { run, job } = await startedRun(api);
  const failed = {
    ...sampleRow(3),
    status: 'failed' as const,
    reason: { attributeId: 'answer', code: 'timeout', message: 'No answer', attempts: 2 },
  };
  const batch = sampleBatch([0, 1, 2, 4, 5]);
  await commitBatch(api.server.context.db, job, {
    ...batch,
    rows: [...batch.rows, failed],
    progress: { ...batch.progress, accepted: 5, failed: 1 },
  });
  const rows = async (query: string) => (await api.call('GET', `${datasets}/1/rows?${query}`)).body;
  const indices = (body: Record<string, unknown>) =>
    (body['data'] as { index: number }[]).map(({ index }) => index);

  const first = await rows('limit=2');
  expect(first).toMatchObject({ total: { value: 5, exact: true }, next_cursor: '1' });
  expect(indices(first)).toEqual([0, 1]);
  expect(indices(await rows('limit=2&cursor=1'))).toEqual([2, 4]);
  expect(await rows('limit=2&cursor=4')).toMatchObject({ next_cursor: null });
  expect(indices(await rows('from_index=2&status=all'))).toEqual([2, 3, 4, 5]);
  expect(await rows('status=failed')).toMatchObject({
    data: [{ index: 3, status: 'failed', reason: { attribute_id: 'answer', code: 'timeout', attempts: 2 } }],
    total: { value: 1 },
  });
  expect((await api.call('GET', `${runs}/${run.id}/failures`)).body['data']).toEqual([
    { index: 3, attribute_id: 'answer', code: 'timeout', message: 'No answer', attempts: 2 },
  ]);
  for (const query of ['search=', 'sort=nowhere', 'filter=x', 'split=half', 'from_index=1&cursor=1']) {
    expect([query, (await api.call('GET', `${datasets}/1/rows?${query}`)).status]).toEqual([query, 400]);
  }
});

test('A20 runs are found by a part of their name or by their id', async () => {
  const api = await testServer();
  for (const name of ['Birds of 2', 'Bread']) await sampleRun(api.server.context.db, { name });
  for (const [search, ids] of [
    ['BIRD', [1]],
    ['b', [2, 1]],
    ['2', [2, 1]],
    ['1', [1]],
    ['b%', []],
  ] as const) {
    const { body } = await api.call('GET', `${runs}?search=${encodeURIComponent(search)}`);
    expect(body['data']).toMatchObject(ids.map((id) => ({ id })));
  }
});

test('A26 events give the newest state at once, then changes, then the end', async () => {
  const api = await testServer();
  const { run, job } = await startedRun(api);
  const { db } = api.server.context;
  const response = await api.ask('GET', `${runs}/${run.id}/events`);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events = eventsOf(response);
  expect((await events.next()).value).toMatchObject({ event: 'progress', data: { status: 'running' } });

  await commitBatch(db, job, sampleBatch([0, 1]));
  expect((await events.next()).value).toMatchObject({
    event: 'progress',
    data: { progress: { accepted: 2 } },
  });

  const seen = await readRunWishes(db, run.id);
  const stored = await readRun(db, run.id);
  if (!seen || !stored) throw new Error('the run is gone');
  await endRun(db, job, { status: 'completed', progress: stored.progress, seen, nowMs: 9 });
  expect((await events.next()).value).toMatchObject({ event: 'progress', data: { status: 'completed' } });
  expect((await events.next()).value).toMatchObject({ event: 'end', data: { status: 'completed' } });
  expect((await events.next()).done).toBe(true);
});

test('A26 after a reconnect the newest state comes again, with a larger id', async () => {
  const api = await testServer();
  const { run } = await startedRun(api);
  const firstEvent = async () => {
    const abort = new AbortController();
    const response = await api.ask('GET', `${runs}/${run.id}/events`, { signal: abort.signal });
    if (!response.body) throw new Error('no body');
    const reader = readEvents(response.body);
    const { value } = await reader.next();
    await reader.return();
    abort.abort();
    return value as ServerEvent;
  };
  const before = await firstEvent();
  api.passTime(1);
  const after = await firstEvent();
  expect(JSON.parse(after.data)).toEqual(JSON.parse(before.data));
  expect(Number(after.id)).toBeGreaterThan(Number(before.id));
  expect(api.server.streams.size).toBe(0);
});

test('A26 one stream for several runs stays open, and ends with the server', async () => {
  const api = await testServer();
  const { run } = await startedRun(api);
  const second = await sampleRun(api.server.context.db, { name: 'Second' });
  const response = await api.ask('GET', `/v1/projects/1/events?runs=${run.id},${second.id},99`);
  const events = eventsOf(response);
  const names = [(await events.next()).value, (await events.next()).value].map((event) => event?.data.name);
  expect(names.toSorted()).toEqual(['Sample', 'Second']);
  await api.server.close();
  expect((await events.next()).done).toBe(true);
  expect((await api.call('GET', '/v1/projects/1/events?runs=99')).status).toBe(404);
  expect((await api.call('GET', '/v1/projects/1/events?runs=x')).status).toBe(400);
  const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1000).join(',');
  expect((await api.call('GET', `/v1/projects/1/events?runs=${ids(100)}`)).status).toBe(404);
  const more = await api.call('GET', `/v1/projects/1/events?runs=${ids(101)}`);
  expect([more.status, more.body['error']?.['message']]).toEqual([
    400,
    'runs: must be up to 100 ids with commas between them; open a stream for each hundred of more.',
  ]);
});

test('A26 the stream of several runs pings every 15 s', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const api = await testServer();
    const { run } = await startedRun(api);
    const { body } = await api.ask('GET', `/v1/projects/1/events?runs=${run.id}`);
    if (!body) throw new Error('no body');
    const events = readEvents(body);
    expect((await events.next()).value).toMatchObject({ event: 'progress' });
    vi.advanceTimersByTime(15_000);
    expect((await events.next()).value).toMatchObject({ event: 'ping', data: '{}' });
    await events.return();
  } finally {
    vi.useRealTimers();
  }
});

test('A27 a trial sends its rows with lineage and then its end, and a run reuses them', async () => {
  const api = await testServer();
  const response = await api.ask('POST', '/v1/projects/1/recipes:try', {
    body: { yaml: echoRecipe, rows: 2 },
  });
  expect(response.status).toBe(200);
  const driven = driveNext(api.server);
  if (!response.body) throw new Error('no body');
  const rows: Record<number, unknown> = {};
  let end: unknown;
  const texts: Record<string, string> = {};
  for await (const { event, data } of readEvents(response.body)) {
    const parsed = trialEvent.parse({ event, data: JSON.parse(data) as unknown });
    if (parsed.event === 'delta') {
      const key = `${parsed.data.row}/${parsed.data.attribute_id}`;
      texts[key] = (texts[key] ?? '') + parsed.data.text;
    }
    if (parsed.event === 'row') {
      rows[parsed.data.index] = parsed.data.values;
      expect(parsed.data.lineage.map(({ attribute_id }) => attribute_id)).toEqual([
        'sky',
        'report',
        'title',
        'pair',
      ]);
    }
    if (parsed.event === 'end') end = parsed.data;
  }
  await driven;
  expect(end).toMatchObject({ seed: 11, status: 'completed', calls: 4, cost_usd: 0 });
  expect(Object.keys(rows)).toEqual(['0', '1']);

  await finishedRun(api);
  const { body: run } = await api.call('GET', `${runs}/1`);
  expect(run).toMatchObject({ progress: { calls: 4, reused_calls: 4 } });
  const { body: page } = await api.call('GET', `${datasets}/1/rows?limit=2`);
  expect((page['data'] as unknown as { values: unknown }[]).map(({ values }) => values)).toEqual([
    rows[0],
    rows[1],
  ]);
});

test('A27 a trial whose viewer goes is cancelled', async () => {
  const api = await testServer();
  const abort = new AbortController();
  const response = await api.ask('POST', '/v1/projects/1/recipes:try', {
    body: { yaml: echoRecipe },
    signal: abort.signal,
  });
  const closed = response.body?.getReader().closed;
  abort.abort();
  await closed;
  const { readTrial } = await import('@/lib/store/trials');
  await expect.poll(async () => (await readTrial(api.server.context.db, 1))?.status).toBe('cancelled');
});

async function startedRun({ server }: TestServer) {
  const { db } = server.context;
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  return { run, job };
}

async function* eventsOf(response: Response) {
  if (!response.body) throw new Error('no body');
  for await (const { event, data } of readEvents(response.body)) {
    yield runEvent.parse({ event, data: JSON.parse(data) as unknown });
  }
}

test('A28 a key given with :resume is sealed for the run, bound to its address, and never given out', async () => {
  const api = await testServer();
  const yaml = echoRecipe.replace(
    /inference_config:[^]*$/,
    'inference_config:\n  engine: REMOTE\n  model: { model_name: m }\n  remote_params: { api_url: "http://127.0.0.1:9/v1" }\n',
  );
  await api.call('POST', runs, { body: { yaml } });
  const resume = { body: { api_key: 'sk-another-secret' } };
  expect((await api.call('POST', `${runs}/1:resume`, resume)).status).toBe(409);
  expect((await readSecrets(api.server.context.db, 'run:1')).size).toBe(0);
  await api.call('POST', `${runs}/1:cancel`);
  const resumed = await api.call('POST', `${runs}/1:resume`, resume);
  expect(resumed).toMatchObject({ status: 202, body: { status: 'pending' } });
  expect(JSON.stringify(resumed.body)).not.toContain('another-secret');
  const stored = [...(await readSecrets(api.server.context.db, 'run:1'))];
  expect(JSON.stringify(stored)).not.toContain('another-secret');
  const opened = await openSecrets(api.server.context, ['run:1']);
  expect([...opened.values()]).toEqual([{ value: 'sk-another-secret', origin: 'http://127.0.0.1:9' }]);
});
