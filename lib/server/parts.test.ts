import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportAnswer, type WireReport } from '@/lib/api/report-wire';
import { splits } from '@/lib/dataset/split';
import { commitBatch } from '@/lib/store/commit-batch';
import { execute, sql } from '@/lib/store/sql';
import { claimRun, sampleBatch, sampleRun } from '@/lib/store/testing/sample-run';
import { driveNext, echoRecipe } from './testing/drive';
import { dig, testServer, type Json, type TestServer } from './testing/test-server';

const project = '/v1/projects/1';

const indicesOf = (body: Json) => (body['data'] as unknown as { index: number }[]).map(({ index }) => index);

/** An operation of forty rows, and how its parts are asked. */
async function partsOfForty(api: TestServer) {
  const yaml = echoRecipe.replace('num_samples: 4', 'num_samples: 40');
  const recipe = await api.call('POST', `${project}/recipes`, { body: { name: 'Weather', yaml } });
  const body = { recipe: { recipeId: recipe.body['id'] } };
  const operation = await api.call('POST', `${project}/synthesis:run`, { body });
  await driveNext(api.server);
  const ids = operation.body['status_metadata'] as unknown as Record<string, number>;
  const at = (name: string) => `${project}/datasets/${ids[`${name}dataset_id`]}`;
  const reportOf = async (name: string): Promise<WireReport> => {
    for (;;) {
      const answer = reportAnswer.parse((await api.call('GET', `${at(name)}/report`)).body);
      if (answer.report !== null && answer.working === null) return answer.report;
    }
  };
  return { at, reportOf };
}

test('A138 the report of a part is of its rows alone, and so are conditions on what it found', async () => {
  const api = await testServer();
  const { at, reportOf } = await partsOfForty(api);
  await api.call('PATCH', `${at('')}/rows/0`, { body: { rating: 1, values: { title: 'By hand' } } });
  await api.call('PATCH', `${at('')}/rows/39`, { body: { rating: -1 } });
  const [whole, train, held] = [await reportOf(''), await reportOf('train_'), await reportOf('test_')];
  expect([whole, train, held].map(({ rows }) => rows.accepted)).toEqual([40, 32, 4]);
  expect([whole, train, held].map(({ costs }) => costs.own.calls)).toEqual([80, 64, 8]);
  expect([train, held].map(({ near_duplicates: near }) => near?.compared)).toEqual([32, 4]);
  expect(train.marks).toMatchObject({ good: 1, bad: 0, edited: 1 });
  expect(held.marks).toMatchObject({ good: 0, bad: 1, edited: 0 });
  const filter = encodeURIComponent(JSON.stringify([{ column: '@repeats', op: 'empty', value: false }]));
  const repeats = await api.call('GET', `${at('test_')}/rows?filter=${filter}`);
  expect(dig(repeats.body, 'total', 'value')).toBe(held.near_duplicates?.rows);
});

test('A138 rows:change of a part changes its rows alone', async () => {
  const api = await testServer();
  const { at } = await partsOfForty(api);
  const change = (name: string, body: unknown) => api.call('POST', `${at(name)}/rows:change`, { body });
  const rated = async () => {
    const filter = encodeURIComponent('[{"column":"@rating","op":"eq","value":1}]');
    return indicesOf((await api.call('GET', `${at('')}/rows?filter=${filter}&limit=100`)).body);
  };
  const outside = await change('test_', { indices: [36, 3], rating: 1 });
  expect([outside.status, outside.body['error']?.['message']]).toEqual([
    404,
    expect.stringMatching(/^Row 3 is not in dataset \d+, which is the test part of dataset \d+\.$/),
  ]);
  expect(await rated()).toEqual([]);
  expect((await change('test_', { of: {}, rating: 1 })).body['indices']).toEqual([36, 37, 38, 39]);
  expect((await change('validation_', { of: { from_index: 0, to_index: 34 }, rating: 1 })).body).toEqual({
    changed: 2,
    indices: [32, 33],
  });
  expect(await rated()).toEqual([32, 33, 36, 37, 38, 39]);
  expect((await change('test_', { of: { status: 'rejected' }, rating: 1 })).body['changed']).toBe(0);
});

test('A138 a row that was rejected by way of a part comes back the same way', async () => {
  const api = await testServer();
  const { at } = await partsOfForty(api);
  const many = (body: unknown) => api.call('POST', `${at('test_')}/rows:change`, { body });
  expect((await many({ indices: [36, 38], status: 'rejected' })).status).toBe(200);
  expect((await many({ indices: [36], rating: 1 })).status).toBe(404);
  expect((await many({ indices: [36, 38], undo: true })).body['changed']).toBe(2);
  await api.call('PATCH', `${at('test_')}/rows/37`, { body: { status: 'rejected' } });
  const undone = await api.call('PATCH', `${at('test_')}/rows/37?undo=true`, { body: {} });
  expect(undone.body).toMatchObject({ index: 37, status: 'accepted' });
  expect((await api.call('GET', at(''))).body['counts']).toMatchObject({ accepted: 40, rejected: 0 });
});

test('A57 failed rows are passed over where rows are chosen, and keep all from being changed where they are named', async () => {
  const api = await testServer();
  const { db } = api.server.context;
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const batch = sampleBatch([]);
  const rows = (['accepted', 'failed', 'accepted'] as const).map((status, index) => ({
    index,
    status,
    cells: ['calm', 'Yes'],
    answers: [],
  }));
  await commitBatch(db, job, { ...batch, rows, progress: { ...batch.progress, accepted: 2, failed: 1 } });
  await execute(db, sql`UPDATE runs SET status = 'paused' WHERE id = ${run.id}`);
  const change = (body: unknown) => api.call('POST', `${project}/datasets/${run.id}/rows:change`, { body });
  const named = await change({ indices: [0, 1, 2], status: 'rejected' });
  expect([named.status, named.body['error']?.['message']]).toEqual([
    409,
    expect.stringMatching(/^Row 1 failed/),
  ]);
  const counts = async () => (await api.call('GET', `${project}/datasets/${run.id}`)).body['counts'];
  expect(await counts()).toMatchObject({ accepted: 2, rejected: 0 });
  expect((await change({ of: { status: 'all' }, status: 'rejected' })).body['indices']).toEqual([0, 2]);
  expect((await change({ of: { status: 'all' }, rating: 1 })).body['changed']).toBe(3);
});

test('A57 many changes are taken back all or none, also when the run goes on with a row among them', async () => {
  const api = await testServer();
  const { db } = api.server.context;
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  await commitBatch(db, job, sampleBatch([0, 1, 2]));
  const change = (body: unknown) => api.call('POST', `${project}/datasets/${run.id}/rows:change`, { body });
  await execute(db, sql`UPDATE runs SET status = 'paused' WHERE id = ${run.id}`);
  await change({ indices: [2], status: 'rejected' });
  await change({ indices: [0, 1], rating: 1 });
  await execute(db, sql`UPDATE runs SET status = 'running' WHERE id = ${run.id}`);
  for (const rows of [{ indices: [0, 1, 2] }, { of: { status: 'all' } }]) {
    expect(await change({ ...rows, undo: true })).toMatchObject({
      status: 409,
      body: { error: { code: 'wrong-state' } },
    });
    const row = await api.call('GET', `${project}/datasets/${run.id}/rows?status=all`);
    expect(row.body['data']).toMatchObject([{ rating: 1 }, { rating: 1 }, { status: 'rejected' }]);
  }
});

/** Rows of a few topics and texts, some of them near-duplicates, some rejected. */
async function mixedDataset(api: TestServer) {
  const { db } = api.server.context;
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const batch = sampleBatch([]);
  const rows = Array.from({ length: 60 }, (_, index) => ({
    index,
    status: index % 7 === 3 ? ('rejected' as const) : ('accepted' as const),
    cells: [['calm', 'warm', 'loud'][(index * index) % 3] ?? '', `The answer is number ${index % 23}`],
    answers: [],
  }));
  const accepted = rows.filter(({ status }) => status === 'accepted').length;
  const progress = { ...batch.progress, accepted, rejected: rows.length - accepted };
  await commitBatch(db, job, { ...batch, rows, progress });
  return `${project}/datasets/${run.id}`;
}

test('X16 a row is in the same split whatever else is asked: what fits of a split is the split of what fits', async () => {
  const api = await testServer();
  const dataset = await mixedDataset(api);
  const indices = async (query: Record<string, string>) => {
    const asked = new URLSearchParams({ format: 'csv', index_column: 'at', ...query });
    const file = await (await api.ask('GET', `${dataset}:download?${asked.toString()}`)).text();
    return file
      .split('\r\n')
      .slice(1, -1)
      .map((line) => Number(line.split(',')[0]));
  };
  const condition = fc.oneof(
    fc.record({
      column: fc.constant('topic'),
      op: fc.constant('eq'),
      value: fc.constantFrom('calm', 'warm', 'loud', 'none'),
    }),
    fc.record({
      column: fc.constant('answer'),
      op: fc.constant('contains'),
      value: fc.constantFrom('1', '2', 'number 7', 'x'),
    }),
    fc.constant({ column: '@repeats', op: 'empty' }),
  );
  const choice = fc.record({
    filter: fc.array(condition, { maxLength: 2 }).map((conditions) => JSON.stringify(conditions)),
    sort: fc.constantFrom('', 'answer', '-topic'),
  });
  const division = fc.record(
    {
      split_seed: fc.nat(3).map(String),
      validation_share: fc.constantFrom('0', '0.2', '0.35'),
      stratify: fc.constant('topic'),
      keep_together: fc.constant('answer'),
    },
    { requiredKeys: [] },
  );
  const status = fc.constantFrom('accepted', 'rejected', 'all');
  await fc.assert(
    fc.asyncProperty(choice, division, status, async (chosen, divided, asked) => {
      const fitting = await indices({ ...chosen, status: asked });
      const found: number[] = [];
      for (const split of splits) {
        const whole = new Set(await indices({ ...divided, split, status: asked }));
        const part = await indices({ ...chosen, ...divided, split, status: asked });
        expect(part).toEqual(fitting.filter((index) => whole.has(index)));
        found.push(...part);
        if (Object.keys(divided).length > 0) continue;
        // Pages have the splits in row order.
        const query = new URLSearchParams({ ...chosen, split, status: asked, limit: '100' });
        const page = await api.call('GET', `${dataset}/rows?${query.toString()}`);
        expect(indicesOf(page.body)).toEqual(part);
        expect(page.body['total']).toEqual({ value: part.length, exact: true });
      }
      expect(found.sort((a, b) => a - b)).toEqual(fitting.sort((a, b) => a - b));
    }),
    { seed: 16, numRuns: 25 },
  );
});
