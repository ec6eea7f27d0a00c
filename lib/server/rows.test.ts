import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJson } from '@/lib/dataset/json';
import type { RowFilter } from '@/lib/dataset/row-filter';
import { commitBatch } from '@/lib/store/commit-batch';
import { claimRun, sampleBatch, sampleRun } from '@/lib/store/testing/sample-run';
import type { Value } from '@/lib/util/value';
import { driveNext, echoRecipe } from './testing/drive';
import { dig, testServer, type Json, type TestServer } from './testing/test-server';

const datasets = '/v1/projects/1/datasets';

/** A run of these rows of two columns, ended. */
async function datasetOf(api: TestServer, rows: readonly (readonly Value[])[]) {
  const { db } = api.server.context;
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const batch = sampleBatch([]);
  const made = rows.map((cells, index) => ({ index, status: 'accepted' as const, cells, answers: [] }));
  await commitBatch(db, job, {
    ...batch,
    rows: made,
    progress: { ...batch.progress, accepted: rows.length },
  });
  const ask = (query: Record<string, string>) =>
    api.call('GET', `${datasets}/${run.id}/rows?${new URLSearchParams(query).toString()}`);
  return { run, ask };
}

test('A137 lists tell the types of columns, as their first rows have them', async () => {
  const api = await testServer();
  const chat = new Map([['messages', []]]);
  await datasetOf(api, [
    ['calm', null],
    [null, chat],
    [5, chat],
    ['warm', null],
  ]);
  await datasetOf(api, [
    [true, [1]],
    [false, null],
  ]);
  await datasetOf(api, []);
  const { body } = await api.call('GET', datasets);
  const types = (body['data'] as unknown as { columns: { type: string }[] }[]).map(({ columns }) =>
    columns.map(({ type }) => type),
  );
  expect(types).toEqual([
    ['text', 'text'],
    ['boolean', 'list'],
    ['text', 'mapping'],
  ]);
});

test('A54 the total of a run that is not large is exact, also when a page is full', async () => {
  const api = await testServer();
  const rows = Array.from({ length: 300 }, (_, at): Value[] => [at % 3 === 0 ? 'calm' : 'warm', at]);
  const { ask } = await datasetOf(api, rows);
  const filter = JSON.stringify([{ column: 'topic', op: 'eq', value: 'calm' }]);
  const { body } = await ask({ filter, limit: '5' });
  expect(body).toMatchObject({ next_cursor: '5', total: { value: 100, exact: true } });
});

const indicesOf = (body: Json) => (body['data'] as unknown as { index: number }[]).map(({ index }) => index);

const cell = fc.oneof(
  fc.constantFrom('', 'calm', 'Calm', 'CALM down', 'käse', 'KÄSE', 'a"b', '50 %', 'role', 'user'),
  fc.integer({ min: -3, max: 12 }),
  fc.boolean(),
  fc.constant(null),
);
const filter: fc.Arbitrary<RowFilter> = fc.oneof(
  fc.record({ column: fc.constantFrom('topic', 'answer'), op: fc.constant('eq' as const), value: cell }),
  fc.record({
    column: fc.constant('topic'),
    op: fc.constant('in' as const),
    value: fc.array(cell, { maxLength: 3 }),
  }),
  fc.record({
    column: fc.constant('topic'),
    op: fc.constant('contains' as const),
    value: fc.constantFrom('cal', 'LM', 'kä', '%', '"'),
  }),
  fc.record({
    column: fc.constant('answer'),
    op: fc.constantFrom('gte' as const, 'lte' as const),
    value: fc.integer({ min: -2, max: 9 }),
  }),
  fc.record({
    column: fc.constant('topic'),
    op: fc.constant('gte' as const),
    value: fc.integer({ min: 0, max: 6 }),
    of: fc.constant('length' as const),
  }),
  fc.record({
    column: fc.constant('topic'),
    op: fc.constant('lte' as const),
    value: fc.integer({ min: 0, max: 6 }),
    of: fc.constant('characters' as const),
  }),
  fc.record({ column: fc.constant('answer'), op: fc.constant('empty' as const) }),
);

/** What a condition means, in plain words. */
function fits(value: Value | undefined, { op, value: wanted, of }: RowFilter): boolean {
  const one =
    of === 'length' || of === 'characters'
      ? typeof value === 'string'
        ? Array.from(value).length
        : null
      : (value ?? null);
  const contains = (text: string) =>
    typeof one !== 'object' && String(one).toLowerCase().includes(text.toLowerCase());
  switch (op) {
    case 'eq':
      return one === wanted;
    case 'in':
      return Array.isArray(wanted) && wanted.some((each) => each === one);
    case 'contains':
      return contains(String(wanted));
    case 'gte':
      return typeof one === 'number' && one >= Number(wanted);
    case 'lte':
      return typeof one === 'number' && one <= Number(wanted);
    case 'empty':
      return one === null || one === '';
  }
}

test('A53 filters find what they say, whatever the values', async () => {
  const api = await testServer();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 12 }),
      fc.array(filter, { minLength: 1, maxLength: 2 }),
      async (rows, filters) => {
        const { ask } = await datasetOf(api, rows);
        const { status, body } = await ask({ filter: JSON.stringify(filters) });
        expect(status).toBe(200);
        const isBoolean = (value: Value | undefined) => typeof value === 'boolean';
        const expected = rows.flatMap((cells, index) =>
          filters.every((one) => {
            const value = cells[one.column === 'topic' ? 0 : 1];
            // SQL sees 1 and 0 where JSON has true and false; nobody looks for letters in them.
            return !(one.op === 'contains' && isBoolean(value)) && fits(value, one);
          })
            ? [index]
            : [],
        );
        const skipped = filters.some(({ op }) => op === 'contains')
          ? rows.flatMap(([topic], at) => (isBoolean(topic) ? [at] : []))
          : [];
        expect(indicesOf(body).filter((index) => !skipped.includes(index))).toEqual(expected);
      },
    ),
    { seed: 4, numRuns: 120 },
  );
});

test('A150 characters are those of a text, or of all contents of a conversation together', async () => {
  const { ask } = await datasetOf(await testServer(), [
    ['a', 'four'],
    ['b', decodeJson('[{"role": "user", "content": "tw"}, {"role": "assistant", "content": "o 😀"}]')],
    ['c', decodeJson('{"messages": [{"role": "user", "content": "five5"}, {"role": "tool"}]}')],
    ['d', 12_345],
    ['e', null],
    ['f', decodeJson('{"other": "five5"}')],
    ['g', decodeJson('["on", "e"]')],
  ]);
  const between = async (from: number, to: number) => {
    const range = [
      { column: 'answer', op: 'gte', value: from, of: 'characters' },
      { column: 'answer', op: 'lte', value: to, of: 'characters' },
    ];
    return indicesOf((await ask({ filter: JSON.stringify(range) })).body);
  };
  expect(await between(3, 3)).toEqual([6]);
  expect(await between(4, 4)).toEqual([0]);
  expect(await between(5, 5)).toEqual([1, 2]);
  expect(await between(0, 99)).toEqual([0, 1, 2, 6]);
});

test('A150 a condition on near-duplicates that has no order is refused by name', async () => {
  const { ask } = await datasetOf(await testServer(), [['a', 'b']]);
  const { status, body } = await ask({ filter: '[{"column":"@alike","op":"gte","value":3}]' });
  expect([status, dig(body, 'error', 'message')]).toEqual([
    400,
    'filter: gte on "@alike": it goes with eq, in and empty only.',
  ]);
});

test('A154 rows tell how long their own answers took, when asked', async () => {
  const api = await testServer();
  const yaml = echoRecipe;
  const start = async () => {
    const { body } = await api.call('POST', '/v1/projects/1/runs', { body: { yaml } });
    await driveNext(api.server);
    return `${datasets}/${Number(body['dataset_id'])}/rows`;
  };
  const timesOf = async (rows: string, query = '?times=true') =>
    (dig((await api.call('GET', `${rows}${query}`)).body, 'data') as { took_ms?: number }[]).map(
      ({ took_ms: ms }) => typeof ms,
    );
  const rows = await start();
  expect(await timesOf(rows)).toEqual(['number', 'number', 'number', 'number']);
  expect(await timesOf(rows, '')).toEqual(Array.from({ length: 4 }, () => 'undefined'));
  // The same recipe again: all answers are reused, which takes none.
  expect(await timesOf(await start())).toEqual(Array.from({ length: 4 }, () => 'undefined'));
});

test('A153 rows are found by whether their answers were reused', async () => {
  const api = await testServer();
  const { db } = api.server.context;
  const run = await sampleRun(db);
  const job = await claimRun(db, run);
  const answersOf = (...reused: boolean[]) =>
    reused.map((one, at) => ({ attributeId: `a${at}`, key: `key-${at}`, reused: one }));
  const rows = [answersOf(false, false), answersOf(true, false), answersOf(true, true), []].map(
    (answers, index) => ({ index, status: 'accepted' as const, cells: ['x', 'y'], answers }),
  );
  await commitBatch(db, job, { ...sampleBatch([]), rows });
  const found = async (condition: object) => {
    const filter = JSON.stringify([{ column: '@reused', ...condition }]);
    return indicesOf((await api.call('GET', `${datasets}/${run.id}/rows?filter=${filter}`)).body);
  };
  expect(await found({ op: 'eq', value: 'all' })).toEqual([2]);
  expect(await found({ op: 'empty', value: false })).toEqual([1, 2]);
  expect(await found({ op: 'empty' })).toEqual([0, 3]);
});

test('A53 search looks into all texts but the names of roles', async () => {
  const api = await testServer();
  const chat = decodeJson('[{"role":"user","content":"Where is my card?"}]');
  const { ask } = await datasetOf(api, [
    ['a', 'The user waits'],
    ['b', chat],
    ['c', 'nothing'],
  ]);
  expect(indicesOf((await ask({ search: 'CARD' })).body)).toEqual([1]);
  expect(indicesOf((await ask({ search: 'user' })).body)).toEqual([0]);
  expect(indicesOf((await ask({ search: '%' })).body)).toEqual([]);
});

test('A53 a conversation or a list contains what one of its texts does, not what its JSON is written with', async () => {
  const api = await testServer();
  const chat = decodeJson('[{"role":"user","content":"She said \\"stay\\".\\nThen left."}]');
  const { ask } = await datasetOf(api, [
    ['a', chat],
    ['b', decodeJson('["Stay here", 12]')],
    ['c', 'the user said "stay"'],
    ['d', null],
  ]);
  const containing = async (value: string) =>
    indicesOf((await ask({ filter: JSON.stringify([{ column: 'answer', op: 'contains', value }]) })).body);
  expect(await containing('STAY')).toEqual([0, 1, 2]);
  expect(await containing('said "stay"')).toEqual([0, 2]);
  expect(await containing('.\nThen')).toEqual([0]);
  expect(await containing('user')).toEqual([2]);
  expect(await containing('content')).toEqual([]);
  expect(await containing('[')).toEqual([]);
});

test('A54 a choice is paged to its end in any order, and says how many there are', async () => {
  const api = await testServer();
  const values = [5, 3, null, 9, 1, 3, 7];
  const { ask } = await datasetOf(
    api,
    values.map((value, index) => [`t${index}`, value]),
  );
  for (const [sort, expected] of [
    ['answer', [4, 1, 5, 0, 6, 3, 2]],
    ['-answer', [3, 6, 0, 1, 5, 4, 2]],
  ] as const) {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await ask({ sort, limit: '2', ...(cursor === null ? {} : { cursor }) });
      expect(body['total']).toEqual({ value: 7, exact: true });
      seen.push(...indicesOf(body));
      cursor = body['next_cursor'] as unknown as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(expected);
  }
});

test('A54 a page begins at any place, or with any row, of what fits; the answer says where', async () => {
  const api = await testServer();
  const { ask } = await datasetOf(
    api,
    Array.from({ length: 9 }, (_, index) => [index % 2 === 0 ? 'even' : 'odd', (index * 4) % 9]),
  );
  const page = async (query: Record<string, string>) => {
    const { body } = await ask({ limit: '2', ...query });
    return [body['offset'], indicesOf(body)];
  };
  const filter = '[{"column":"topic","op":"eq","value":"even"}]';
  expect(await page({ filter, offset: '3' })).toEqual([3, [6, 8]]);
  expect(await page({ filter, offset: '40' })).toEqual([40, []]);
  expect(await page({ filter, at_row: '4' })).toEqual([2, [4, 6]]);
  expect(await page({ filter, at_row: '5' })).toEqual([3, [6, 8]]);
  expect(await page({ filter, at_row: '50' })).toEqual([4, [8]]);
  // By the answers 0, 4, 8, 3, 7, 2, 6, 1, 5.
  expect(await page({ sort: 'answer', at_row: '2' })).toEqual([8, [2]]);
  expect(await page({ sort: '-answer', offset: '1' })).toEqual([1, [4, 6]]);
  expect(await page({ offset: '7' })).toEqual([7, [7, 8]]);
  expect(await page({ at_row: '3' })).toEqual([3, [3, 4]]);
  expect(await page({ status: 'failed', offset: '1' })).toEqual([1, []]);
});

test('A54 texts are sorted by their first 64 characters, then in row order', async () => {
  const api = await testServer();
  const long = 'x'.repeat(64);
  const { ask } = await datasetOf(api, [
    ['a', `${long}b`],
    ['b', `${long}a`],
    ['c', `${'x'.repeat(63)}a`],
  ]);
  expect(indicesOf((await ask({ sort: 'answer' })).body)).toEqual([2, 0, 1]);
});

test('A54 what can not be understood is refused by name', async () => {
  const api = await testServer();
  const { ask } = await datasetOf(api, [['a', 'b']]);
  for (const [query, words] of [
    [{ filter: '{' }, /^filter: is not JSON/],
    [
      { filter: '[{"column":"nowhere","op":"eq","value":1}]' },
      /no column "nowhere"; there are topic, answer/,
    ],
    [{ filter: '[{"column":"topic","op":"like"}]' }, /^filter\.0\.op: must be "eq" or/],
    [{ filter: '{}' }, /^filter: must be a list, but is an object/],
    [{ search: '' }, /^search: must have at least 1 character, but has 0/],
    [{ sort: 'nowhere' }, /^sort: there is no column/],
    [{ sort: 'topic', from_index: '3' }, /^from_index/],
  ] as const) {
    const { status, body } = await ask(query);
    expect([status, dig(body, 'error', 'message')]).toEqual([400, expect.stringMatching(words)]);
  }
});

test('A55 splits lie one after the other: train, a tenth each for validation and test', async () => {
  const api = await testServer();
  const { ask } = await datasetOf(
    api,
    Array.from({ length: 25 }, (_, index) => [`t${index}`, index]),
  );
  expect(indicesOf((await ask({ split: 'train' })).body)).toEqual(Array.from({ length: 21 }, (_, at) => at));
  expect(indicesOf((await ask({ split: 'validation' })).body)).toEqual([21, 22]);
  expect(indicesOf((await ask({ split: 'test' })).body)).toEqual([23, 24]);
  // By the numbers of the whole, as everywhere.
  expect(indicesOf((await ask({ split: 'validation', from_index: '22' })).body)).toEqual([22]);
  expect(indicesOf((await ask({ split: 'validation', from_index: '0' })).body)).toEqual([21, 22]);
});

/** A finished run of the echo: sky, report, title and a pair made of them. */
async function echoDataset(api: TestServer, yaml = echoRecipe) {
  await api.call('POST', '/v1/projects/1/runs', { body: { yaml } });
  await driveNext(api.server);
  const row = async () => (await api.call('GET', `${datasets}/1/rows/1`)).body;
  const patch = (body: unknown, query = '') => api.call('PATCH', `${datasets}/1/rows/1${query}`, { body });
  return { row, patch };
}

test('A56 an edit stays beside what was generated, transforms follow, and undo takes it back', async () => {
  const api = await testServer();
  const { row, patch } = await echoDataset(api);
  const before = await row();
  const edited = await patch({ values: { title: 'By hand' } });
  expect(edited).toMatchObject({ status: 200, body: { edited: ['title'], values: { title: 'By hand' } } });
  const sky = dig(before, 'values', 'pair', 0);
  expect(dig(edited.body, 'values', 'pair')).toEqual([sky, 'By hand']);
  expect(await row()).toMatchObject({
    generated: before['values'],
    changes: [{ values: { title: { before: dig(before, 'values', 'title'), after: 'By hand' } } }],
  });
  const found = await api.call('GET', `${datasets}/1/rows?search=by+hand`);
  expect(indicesOf(found.body)).toEqual([1]);
  const file = await (await api.ask('GET', `${datasets}/1:download`)).text();
  expect(file.split('\n')[1]).toContain('By hand');
  expect(await patch({ rating: 1 })).toMatchObject({ body: { rating: 1, edited: ['title'] } });
  expect((await patch({}, '?undo=true')).body['rating']).toBeUndefined();
  expect((await patch({}, '?undo=true')).body['values']).toEqual(before['values']);
  // What changes nothing leaves nothing to take back.
  expect((await patch({})).status).toBe(200);
  expect((await patch({ values: {} })).status).toBe(200);
  expect(await patch({}, '?undo=true')).toMatchObject({ status: 409 });
  expect(await patch({ values: { nowhere: 1 } })).toMatchObject({ status: 400 });
});

test('A57 rows are rejected and accepted by hand, one or many, and the counts follow', async () => {
  const api = await testServer();
  const { patch } = await echoDataset(api);
  const counts = async () => (await api.call('GET', `${datasets}/1`)).body['counts'];
  expect((await patch({ status: 'rejected' })).body).toMatchObject({
    status: 'rejected',
    reason: { code: 'by-hand' },
  });
  expect(await counts()).toMatchObject({ accepted: 3, rejected: 1 });
  expect((await patch({}, '?undo=true')).body).toMatchObject({ status: 'accepted' });
  expect(await counts()).toMatchObject({ accepted: 4, rejected: 0 });
  const many = (body: unknown) => api.call('POST', `${datasets}/1/rows:change`, { body });
  expect(await many({ indices: [0, 2], status: 'rejected' })).toMatchObject({ body: { changed: 2 } });
  expect(await counts()).toMatchObject({ accepted: 2, rejected: 2 });
  await many({ indices: [0, 2], undo: true });
  expect(await counts()).toMatchObject({ accepted: 4, rejected: 0 });
  expect(await many({ of: { except: [1] }, status: 'rejected' })).toMatchObject({
    body: { changed: 3, indices: [0, 2, 3] },
  });
  expect(await counts()).toMatchObject({ accepted: 1, rejected: 3 });
  const rejected = { status: 'rejected', filter: '[{"column":"@reason","op":"eq","value":"by-hand"}]' };
  expect(await many({ of: rejected, undo: true })).toMatchObject({ body: { changed: 3 } });
  expect(await counts()).toMatchObject({ accepted: 4, rejected: 0 });
  expect(await many({ of: { from_index: 1, to_index: 3, except: [2] }, status: 'rejected' })).toMatchObject({
    body: { indices: [1] },
  });
  expect(await many({ of: { from_index: 2 }, status: 'rejected' })).toMatchObject({
    body: { indices: [2, 3] },
  });
  await many({ indices: [1, 2, 3], undo: true });
  // Among rows that fit those without a change are left alone; where one is named that has none, none is changed.
  await many({ indices: [1, 3], rating: 1 });
  expect((await many({ indices: [1, 2], undo: true })).body).toMatchObject({
    error: { code: 'conflict', message: 'Row 2 has no change to take back.' },
  });
  expect((await api.call('GET', `${datasets}/1/rows/1`)).body).toHaveProperty('rating', 1);
  expect(await many({ of: {}, undo: true })).toMatchObject({
    status: 200,
    body: { changed: 2, indices: [1, 3] },
  });
  expect(await many({ of: {}, undo: true })).toMatchObject({
    status: 200,
    body: { changed: 0, indices: [] },
  });
  // A row that is named twice is changed once; where one isn't there none is changed.
  expect((await many({ indices: [2, 2], rating: 1 })).body).toEqual({ changed: 1, indices: [2] });
  expect((await many({ indices: [2], undo: true })).status).toBe(200);
  expect(await many({ indices: [2, 99], rating: 1 })).toMatchObject({ status: 404 });
  expect((await api.call('GET', `${datasets}/1/rows/2`)).body).not.toHaveProperty('rating');
  expect(await many({ indices: [2] })).toMatchObject({ status: 400 });
  expect(await many({ status: 'rejected' })).toMatchObject({ status: 400 });
  expect(await many({ indices: [0], of: {}, status: 'rejected' })).toMatchObject({ status: 400 });
});

test('A61 a regeneration tells its price first, is left to the worker, and is looked after', async () => {
  const api = await testServer();
  await echoDataset(api);
  const ask = (body: unknown, index = 0) =>
    api.call('POST', `${datasets}/1/rows/${index}:regenerate`, { body });
  const row = await api.call('GET', `${datasets}/1/rows/0`);
  const lineage = row.body['lineage'] as unknown as { attribute_id: string; kind: string }[];
  const column = lineage.filter(({ kind }) => kind === 'generated').at(-1)?.attribute_id ?? '';
  expect(await ask({ attribute_id: column, dry_run: true })).toMatchObject({
    status: 202,
    body: { id: null, status: 'planned', attribute_ids: [column], cost_usd: 0 },
  });
  const started = await ask({ attribute_id: column });
  expect(started).toMatchObject({ status: 202, body: { status: 'pending' } });
  const place = `${datasets}/1/regenerations/${JSON.stringify(started.body['id'])}`;
  expect(await api.call('GET', place)).toMatchObject({
    body: { status: 'pending', attribute_ids: [column] },
  });
  expect(await api.call('GET', `${datasets}/1/regenerations/99`)).toMatchObject({ status: 404 });
  expect(await ask({ attribute_id: 'nowhere' })).toMatchObject({ status: 400 });
  expect(await ask({ attribute_id: column }, 99)).toMatchObject({ status: 404 });
});

test('A67 a regeneration that waits is given up', async () => {
  const api = await testServer();
  await echoDataset(api);
  const body = { attribute_id: 'title' };
  const { body: started } = await api.call('POST', `${datasets}/1/rows/0:regenerate`, { body });
  const place = `${datasets}/1/regenerations/${JSON.stringify(started['id'])}`;
  expect(await api.call('POST', `${place}:cancel`)).toMatchObject({ body: { status: 'cancelled' } });
  expect(await api.call('GET', place)).toMatchObject({ body: { status: 'cancelled' } });
  expect(await api.call('POST', `${datasets}/1/regenerations/99:cancel`)).toMatchObject({ status: 404 });
});

test('A68 changes of a row at the same time are all kept', async () => {
  const api = await testServer();
  const { row, patch } = await echoDataset(api);
  await Promise.all([
    patch({ values: { title: 'new' } }),
    patch({ values: { report: 'other' } }),
    patch({ rating: 1 }),
    patch({ status: 'rejected' }),
  ]);
  const body = await row();
  expect(body).toMatchObject({
    ...{ rating: 1, status: 'rejected', values: { title: 'new', report: 'other' } },
    edited: expect.arrayContaining(['title', 'report']) as unknown,
  });
  expect(body['changes']).toHaveLength(4);
});

test('A68 a row tells which rule it breaks since it was edited, until it is rejected', async () => {
  const api = await testServer();
  const rules = '\nquality: { rules: [{ id: plain, column: title, must_not_contain: ["as an AI"] }] }\n';
  const { row, patch } = await echoDataset(api, echoRecipe + rules);
  const breaks = async () => (await row())['breaks'];
  expect(await breaks()).toBeUndefined();
  await patch({ values: { title: 'As an AI, I can not.' } });
  expect(await breaks()).toEqual({ rule: 'plain', column: 'title', message: 'contains "as an AI"' });
  await patch({ status: 'rejected' });
  expect(await breaks()).toBeUndefined();
});

test('A58 a dataset tells what its columns hold, and of how many rows', async () => {
  const api = await testServer();
  const { patch } = await echoDataset(api);
  const read = async () => (await api.call('GET', `${datasets}/1`)).body;
  // Counted beside the requests: asked again, it is there.
  await expect.poll(async () => (await read())['statistics']).toEqual({ rows: 4, exact: true });
  const first = await read();
  expect(first).toMatchObject({
    columns: [
      { name: 'sky', kind: 'sampled', type: 'text', count: 4, top: expect.any(Array) as unknown },
      { name: 'report', type: 'text', count: 4, mean: expect.any(Number) as unknown },
      { name: 'title', kind: 'generated' },
      { name: 'pair', type: 'list', min: 2, max: 2 },
    ],
  });
  // What changes is counted again, but not at each request.
  await patch({ values: { title: 'x' } });
  expect((await read())['columns']).toEqual(first['columns']);
  api.passTime(60_000);
  await expect.poll(async () => dig(await read(), 'columns', 2, 'min')).toBe(1);
});

test('A58 statistics tell what columns hold, in all rows and in those that fit', async () => {
  const api = await testServer();
  await datasetOf(api, [
    ['a', 'xx'],
    ['a', 'xxxx'],
    ['b', 'x'],
    ['a', null],
  ]);
  const ask = async (query: string) => (await api.call('GET', `${datasets}/1:statistics?${query}`)).body;
  expect(await ask('')).toMatchObject({
    rows: 4,
    exact: true,
    columns: [
      {
        name: 'topic',
        type: 'text',
        distinct: 2,
        top: [
          { value: 'a', count: 3 },
          { value: 'b', count: 1 },
        ],
      },
      {
        name: 'answer',
        type: 'text',
        count: 3,
        min: 1,
        max: 4,
        mean: expect.closeTo(7 / 3) as number,
        histogram: [{ from: 1, to: 1, count: 1 }, { count: 1 }, { count: 0 }, { count: 1 }],
      },
    ],
  });
  const filtered = await ask(`filter=${encodeURIComponent('[{"column":"topic","op":"eq","value":"b"}]')}`);
  expect(filtered).toMatchObject({
    rows: 1,
    columns: [{ top: [{ value: 'b', count: 1 }] }, { count: 1, min: 1, max: 1 }],
  });
});
