import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { commitBatch } from '@/lib/store/commit-batch';
import { beginRun } from '@/lib/store/run-state';
import { claimRun, sampleBatch, sampleRow, sampleRun } from '@/lib/store/testing/sample-run';
import { insertApiKey } from '@/lib/store/api-keys';
import type { Value } from '@/lib/util/value';
import { dig, testServer, type TestServer } from '../testing/test-server';

const download = '/v1/projects/1/datasets/1:download';

async function runWithRows({ server }: TestServer, cells: readonly (readonly Value[])[]) {
  const { db } = server.context;
  const run = await sampleRun(db, {
    name: 'Weather / grüße',
    columns: [
      { name: 'topic', kind: 'sampled', output: true },
      { name: 'hidden', kind: 'generated', output: false },
      { name: '1', kind: 'transformed', output: true },
    ],
  });
  const job = await claimRun(db, run);
  await beginRun(db, job, 1000);
  const rows = cells.map((values, index) => ({ ...sampleRow(index), cells: values }));
  await commitBatch(db, job, { ...sampleBatch([]), rows });
  return { db, run, job };
}

test('A30 JSONL has one object a line in row order, output columns in their order', async () => {
  const api = await testServer();
  const nested = new Map<string, Value>([
    ['2', 'b'],
    ['1', ['ü', null]],
  ]);
  await runWithRows(api, [
    ['blue', 'x', nested],
    ['grey', 'y', 7n],
  ]);
  const response = await api.ask('GET', download);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="Weather-gr__e-1.jsonl"; filename*=UTF-8''Weather-gr%C3%BC%C3%9Fe-1.jsonl`,
  );
  expect(await response.text()).toBe(
    '{"topic":"blue","1":{"2":"b","1":["ü",null]}}\n{"topic":"grey","1":7}\n',
  );
});

test('A30 CSV has a header and quotes what needs it', async () => {
  const api = await testServer();
  await runWithRows(api, [
    ['a "quoted", one', 'x', null],
    ['two\nlines', 'y', ['l', 1]],
  ]);
  const response = await api.ask('GET', `${download}?format=csv&columns=1,topic`);
  expect(await response.text()).toBe('1,topic\r\n,"a ""quoted"", one"\r\n"[""l"",1]","two\nlines"\r\n');
});

test('A30 the options choose columns, status and a number of rows', async () => {
  const api = await testServer();
  const { db, job } = await runWithRows(api, [
    ['a', '', 1],
    ['b', '', 2],
    ['c', '', 3],
  ]);
  await commitBatch(db, job, {
    ...sampleBatch([]),
    rows: [{ ...sampleRow(3), cells: ['d', '', 4], status: 'rejected' }],
  });
  const text = async (query: string) => (await api.ask('GET', `${download}?${query}`)).text();
  expect(await text('columns=hidden&limit=1')).toBe('{"hidden":""}\n');
  expect(await text('status=rejected')).toBe('{"topic":"d","1":4}\n');
  expect((await text('status=all')).split('\n')).toHaveLength(5);
});

test('A30 what can’t be made is refused before a byte is sent', async () => {
  const api = await testServer();
  await runWithRows(api, []);
  for (const [query, code] of [
    ['format=avro', 'unsupported-format'],
    ['format=toString', 'unsupported-format'],
    ['columns=nothing', 'bad-request'],
    ['columns=topic,topic', 'bad-request'],
    ['split=half', 'bad-request'],
    ['filter=x', 'bad-request'],
  ]) {
    const { status, body } = await api.call('GET', `${download}?${query ?? ''}`);
    expect([query, status, body['error']?.['code']]).toEqual([query, 400, code]);
  }
  // An address that can only fail isn't given out either.
  const headers = { accept: 'application/json' };
  expect((await api.call('GET', `${download}?format=avro`, { headers })).status).toBe(400);
  expect(await (await api.ask('GET', download)).text()).toBe('');
});

test('A31 a download equals the rows on the page, over many pages and while rows are written', async () => {
  const api = await testServer();
  const { db, job } = await runWithRows(api, []);
  // So many that the reading, which runs some pages ahead, hasn't come to their end when more are written.
  const total = 12_500;
  const write = (from: number, to: number) =>
    commitBatch(db, job, {
      ...sampleBatch([]),
      rows: Array.from({ length: to - from }, (_, offset) => ({
        ...sampleRow(from + offset),
        cells: [`t${from + offset}`, '', from + offset],
      })),
    });
  await write(0, 12_000);
  const response = await api.ask('GET', download);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no body');
  let text = (await reader.read()).value ?? '';
  await write(12_000, total);
  for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(total);
  const { body } = await api.call('GET', `/v1/projects/1/datasets/1/rows?from_index=12490&limit=10`);
  const shown = (body['data'] as unknown as { values: Record<string, unknown> }[]).map(({ values }) => ({
    topic: values['topic'],
    1: values['1'],
  }));
  expect(lines.slice(12_490).map((line) => JSON.parse(line) as unknown)).toEqual(shown);
});

test('A31 a slow client holds the reading back', async () => {
  const api = await testServer();
  await runWithRows(
    api,
    Array.from({ length: 5000 }, (_, index) => [`t${index}`, '', index]),
  );
  const { db } = api.server.context;
  const query = db.prisma.$queryRaw.bind(db.prisma);
  let reads = 0;
  Object.assign(db.prisma, {
    $queryRaw: (...given: Parameters<typeof query>) => {
      if (JSON.stringify(given[0]).includes('FROM rows')) reads += 1;
      return query(...given);
    },
  });
  const response = await api.ask('GET', download);
  const reader = response.body?.getReader();
  await reader?.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(reads).toBeLessThanOrEqual(3);
  await reader?.cancel();
});

test('A32 Accept: application/json alone gives an address that needs no key for an hour', async () => {
  const api = await testServer();
  await runWithRows(api, [['a', 'b', 1]]);
  await insertApiKey(api.server.context.db, { name: 'k', key: 'sl-key', nowMs: 1 });
  expect((await api.ask('GET', download)).status).toBe(401);
  const asked = await api.call('GET', `${download}?columns=topic`, {
    headers: { accept: 'application/json', 'x-api-key': 'sl-key' },
  });
  const url = new URL(String(dig(asked.body, 'url')));
  expect(url.origin).toBe('http://localhost:3000');

  for (const accept of ['Application/JSON', 'application/json;q=0.9']) {
    const told = await api.call('GET', download, { headers: { accept, 'x-api-key': 'sl-key' } });
    expect(told.body).toHaveProperty('url');
  }

  const get = (address: string) => api.ask('GET', address);
  expect(await (await get(`${url.pathname}${url.search}`)).text()).toBe('{"topic":"a"}\n');
  expect((await get(`${url.pathname}${url.search.replace('topic', 'hidden')}`)).status).toBe(401);
  expect((await get(`${url.pathname.replace('/1:', '/2:')}${url.search}`)).status).toBe(401);
  api.passTime(60 * 60_000 + 1);
  expect((await get(`${url.pathname}${url.search}`)).status).toBe(401);
});

test('A31 a Parquet file is whole, typed by all rows, and holds the rows that were there when it was asked for', async () => {
  const api = await testServer();
  const rows = Array.from({ length: 2300 }, (_, index) => [`t${index}`, '', index === 2299 ? 0.5 : index]);
  await runWithRows(api, rows);
  const response = await api.ask('GET', `${download}?format=parquet&limit=5000`);
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
  const bytes = new Uint8Array(await response.arrayBuffer());
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const read = await parquetReadObjects({ file });
  expect(read).toHaveLength(2300);
  expect(read.at(-1)).toEqual({ topic: 't2299', 1: 0.5 });
  expect(read[7]).toEqual({ topic: 't7', 1: 7 });
});

test('A32 conversations are taken from their column or made of two, and what can not be made is said first', async () => {
  const api = await testServer();
  const talk = (text: string) =>
    new Map<string, Value>([
      [
        'messages',
        [
          new Map([
            ['role', 'user'],
            ['content', text],
          ]),
          new Map([
            ['role', 'assistant'],
            ['content', 'ok'],
          ]),
        ],
      ],
    ]);
  await runWithRows(api, [
    ['blue', 'x', talk('a')],
    ['grey', 'y', talk('b')],
  ]);
  const text = async (query: string) => (await api.ask('GET', `${download}?${query}`)).text();
  expect(await text('format=chat&system=Be%20kind&limit=1')).toBe(
    '{"messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"a"},{"role":"assistant","content":"ok"}]}\n',
  );
  expect(await text('format=sharegpt&user=hidden&assistant=topic&limit=1')).toBe(
    '{"conversations":[{"from":"human","value":"x"},{"from":"gpt","value":"blue"}]}\n',
  );
  const { status, body } = await api.call('GET', `${download}?format=chat&columns=topic`);
  expect([status, body['error']?.['code']]).toEqual([400, 'bad-request']);
  expect(body['error']?.['message']).toContain('topic');
  expect(await text('format=csv&columns=topic&separator=semicolon&index_column=id')).toBe(
    'id;topic\r\n0;blue\r\n1;grey\r\n',
  );
});
