import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { createRequestHandler } from './handle-request';
import { routes } from './route-table';
import { driveNext } from './testing/drive';
import { testServer, type TestServer } from './testing/test-server';

const project = '/v1/projects/1';

async function upload({ server }: TestServer, files: Record<string, string>) {
  const body = new FormData();
  for (const [name, text] of Object.entries(files)) body.append('file', new Blob([text]), name);
  const handle = createRequestHandler(server, routes, { validateAnswers: true });
  const answer = await handle(
    new Request(`http://localhost/api${project}/datasets:upload`, {
      method: 'POST',
      body,
      headers: { host: 'localhost:3000' },
    }),
  );
  return { status: answer.status, body: (await answer.json()) as unknown };
}

function recipe(path: string) {
  return `num_samples: 3
strategy_params: {input_data: [{path: "${path}"}]}
inference_config: {engine: ECHO, model: {model_name: echo}}
`;
}

test('A62 a file that was given is read by its path, by requests and by runs', async () => {
  const api = await testServer();
  const path = 'upload:1/größe 1.csv';
  expect(await upload(api, { 'größe 1.csv': 'zip,n\n00123,1\n9,2\n' })).toEqual({
    status: 201,
    body: { id: 1, path, kind: 'data', rows: 2, columns: ['zip', 'n'], bad_records: 0 },
  });
  const read = await api.call('POST', `${project}/sources:read`, {
    body: { source: { path }, indices: [1, 0] },
  });
  expect(read).toMatchObject({
    status: 200,
    body: {
      count: 2,
      columns: ['zip', 'n'],
      records: [
        { zip: '9', n: '2' },
        { zip: '00123', n: '1' },
      ],
    },
  });
  expect((await api.call('POST', `${project}/runs`, { body: { yaml: recipe(path) } })).status).toBe(201);
  await driveNext(api.server);
  const { body: rows } = await api.call('GET', `${project}/datasets/1/rows`);
  expect(rows['data']).toMatchObject(
    [0, 1, 2].map((index) => ({ values: { zip: index === 1 ? '9' : '00123' } })),
  );
});

test('A62 what can not be read is refused, and nothing of it stays', async () => {
  const api = await testServer();
  expect(await upload(api, { 'a.jsonl': '{\n{' })).toMatchObject({
    status: 400,
    body: {
      error: {
        message: expect.stringContaining(
          'a.jsonl has 2 records, and none can be read: a.jsonl line 1 is no valid JSON',
        ) as unknown,
      },
    },
  });
  expect(await upload(api, { 'a.exe': 'x' })).toMatchObject({
    status: 400,
    body: { error: { code: 'unsupported-format' } },
  });
  const body = { source: { path: 'upload:1/a.jsonl' }, indices: [] };
  expect((await api.call('POST', `${project}/sources:read`, { body })).status).toBe(400);
  const run = await api.call('POST', `${project}/runs`, { body: { yaml: recipe('/etc/a.csv') } });
  expect(run).toMatchObject({
    status: 422,
    body: { error: { message: expect.stringContaining('Upload the file') as unknown } },
  });
});

test('A73 of segments only the wanted column is sent', async () => {
  const api = await testServer();
  await upload(api, { 'a.txt': 'one two three four five six seven eight nine ten' });
  const source = { path: 'upload:1/a.txt', segmentation_params: { segment_length: 5 } };
  const ask = (columns?: string[]) =>
    api.call('POST', `${project}/sources:read`, {
      body: { source, indices: [1], ...(columns && { columns }) },
    });
  expect((await ask(['segment'])).body['records']).toEqual([{ segment: ' six seven eight nine ten' }]);
  expect((await ask()).body['records']).toMatchObject([
    { document: 'one two three four five six seven eight nine ten' },
  ]);
});

test('A74 several files are one source, in the order of their names', async () => {
  const api = await testServer();
  expect(await upload(api, { 'b.csv': 'x,y\n2,3\n', 'a.csv': 'x\n1\n' })).toMatchObject({
    status: 201,
    body: { path: 'upload:1/*.csv', kind: 'data', rows: 2, columns: ['x', 'y'] },
  });
  expect(await upload(api, { 'b.md': '# B', 'a.txt': 'A' })).toMatchObject({
    status: 201,
    body: { path: 'upload:2/*', kind: 'documents', rows: 2 },
  });
  const records = async (path: string, kind: string) =>
    (await api.call('POST', `${project}/sources:read`, { body: { source: { path, kind }, indices: [0, 1] } }))
      .body;
  expect((await records('upload:1/*.csv', 'data'))['records']).toEqual([
    { x: '1', y: null },
    { x: '2', y: '3' },
  ]);
  expect((await records('upload:2/*', 'documents'))['records']).toEqual([
    { document: 'A' },
    { document: '# B' },
  ]);
  const mixed: Record<string, string>[] = [
    { 'a.csv': 'x\n1', 'b.md': 'x' },
    { 'a.csv': 'x\n1', 'b.tsv': 'x\n1' },
  ];
  for (const files of mixed) {
    expect(await upload(api, files)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('all of one format') as unknown } },
    });
  }
  for (const name of ['../a.csv', '.a.csv', 'a\\b.csv', 'a*.csv', '.csv']) {
    // A sender may strip folders from a name itself; what comes here as a name of two parts is refused.
    const answer = await upload(api, { [name]: 'x\n1' });
    if (answer.status === 201)
      expect(answer.body).toMatchObject({ path: expect.not.stringContaining('..') as unknown });
    else expect(answer).toMatchObject({ body: { error: { code: 'unsupported-format' } } });
  }
});

test('A75 uploads are listed with the recipes that use them, and removed when none does', async () => {
  const api = await testServer();
  await upload(api, { 'a.csv': 'x\n1\n1,2\n' });
  await upload(api, { 'b.csv': 'x\n1\n' });
  await api.call('POST', `${project}/recipes`, { body: { name: 'Mine', yaml: recipe('upload:1/a.csv') } });
  const list = await api.call('GET', `${project}/uploads`);
  expect(list.body['data']).toMatchObject([
    { id: 2, used_by: [] },
    {
      id: 1,
      path: 'upload:1/a.csv',
      rows: 2,
      bad_records: 1,
      bytes: 8,
      used_by: [{ recipe_id: 1, name: 'Mine' }],
    },
  ]);
  const page = await api.call('GET', `${project}/uploads?limit=1`);
  expect(page.body).toMatchObject({ data: [{ id: 2 }], next_cursor: '2' });
  expect(await api.call('DELETE', `${project}/uploads/1`)).toMatchObject({
    status: 409,
    body: { error: { message: 'a.csv is used by the recipe "Mine" (1). Take it out there first.' } },
  });
  expect((await api.call('DELETE', `${project}/uploads/2`)).status).toBe(200);
  expect((await api.call('DELETE', `${project}/uploads/2`)).status).toBe(404);
  await api.call('DELETE', `${project}/recipes/1`);
  expect((await api.call('DELETE', `${project}/uploads/1`)).status).toBe(200);
  expect(readdirSync(join(api.server.context.config.dataDir, 'uploads'))).toEqual([]);
});

test('A76 an upload that is too large is refused, and nothing of it stays', async () => {
  const api = await testServer({ SEEDLOOM_MAX_UPLOAD_MB: '0.5' });
  const half = 'x'.repeat(300_000);
  expect(await upload(api, { 'a.txt': half, 'b.txt': half })).toMatchObject({
    status: 413,
    body: { error: { message: expect.stringContaining('SEEDLOOM_MAX_UPLOAD_MB') as unknown } },
  });
  expect(readdirSync(join(api.server.context.config.dataDir, 'uploads'))).toEqual([]);
  expect((await upload(api, { 'a.txt': half })).status).toBe(201);
});

test('A77 a record that can not be read has null in its place, with the reason', async () => {
  const api = await testServer();
  await upload(api, { 'a.jsonl': '{"a":1}\nx\n' });
  const body = { source: { path: 'upload:1/a.jsonl' }, indices: [1, 0] };
  const reason = 'a.jsonl line 2 is no valid JSON: at column 1 expected a value';
  const answer = await api.call('POST', `${project}/sources:read`, { body });
  expect(answer.body).toMatchObject({ records: [null, { a: 1 }], bad_records: { count: 1 } });
  expect(answer.body['bad']).toMatchObject([
    { index: 1, reason: expect.stringContaining(reason.slice(0, 30)) as unknown },
  ]);
});

test('R118 SQL is looked at by SQLite without a recipe around it', async () => {
  const api = await testServer();
  const check = async (body: object) =>
    (await api.call('POST', `${project}/databases:check`, { body })).body['problems'];
  const schema_sql = 'CREATE TABLE books (title TEXT);';
  const tools = [
    { id: 'find', sql: 'SELECT titles FROM books' },
    { id: 'add', sql: 'INSERT INTO books VALUES (:title)' },
    { id: 'drop', sql: 'DELETE FROM books', read_only: false, needs_rows: true },
  ];
  expect(await check({ schema_sql, tools })).toEqual([
    { place: { type: 'tool', tool_id: 'find' }, text: 'SQLite says: no such column: titles' },
    {
      place: { type: 'tool', tool_id: 'add' },
      text: expect.stringContaining('a statement writes') as string,
    },
    { place: { type: 'tool', tool_id: 'drop' }, text: expect.stringContaining('gives no rows') as string },
  ]);
  const broken = await check({ schema_sql, seed_sql: 'INSERT INTO book VALUES (1)' });
  expect(broken).toEqual([
    { place: { type: 'set-up', key: 'seed_sql' }, text: 'SQLite says: no such table: book' },
  ]);
});

test('R118 SQL that would lead out of the database is carried out by no check', async () => {
  const api = await testServer();
  const path = join(temporaryDirectory(), 'made.db');
  const attach = `ATTACH '${path}' AS made; CREATE TABLE made.t (a)`;
  for (const body of [
    { schema_sql: attach },
    { schema_sql: 'CREATE TABLE t (a)', tools: [{ id: 'make', sql: attach, read_only: false }] },
  ]) {
    expect((await api.call('POST', `${project}/databases:check`, { body })).body['problems']).toEqual([]);
  }
  expect(existsSync(path)).toBe(false);
});
