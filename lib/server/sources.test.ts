import { expect, test } from 'vitest';
import { createRequestHandler } from './handle-request';
import { routes } from './route-table';
import { driveNext } from './testing/drive';
import { testServer, type TestServer } from './testing/test-server';

const project = '/v1/projects/1';

async function upload({ server }: TestServer, name: string, text: string) {
  const body = new FormData();
  body.append('file', new Blob([text]), name);
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
  expect(await upload(api, 'größe 1.csv', 'zip,n\n00123,1\n9,2\n')).toEqual({
    status: 201,
    body: { id: 1, path, rows: 2, columns: ['zip', 'n'] },
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
  expect(await upload(api, 'a.jsonl', '{"a":1}\n{')).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('a.jsonl line 2 is no valid JSON') as unknown } },
  });
  expect(await upload(api, 'a.exe', 'x')).toMatchObject({
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
  await upload(api, 'a.txt', 'one two three four five six seven eight nine ten');
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
