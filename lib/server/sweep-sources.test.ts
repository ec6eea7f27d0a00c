import { readdirSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweepSnapshots } from '@/lib/runtime/sources/sweep-snapshots';
import { execute, sql } from '@/lib/store/sql';
import { testServer } from './testing/test-server';

const day = 24 * 60 * 60_000;

test('A78 what was read of a source goes with the runs that keep it, a day after it was last looked at', async () => {
  const api = await testServer();
  const form = new FormData();
  form.append('file', new Blob(['x\n1\n']), 'a.csv');
  const encoded = new Response(form);
  await api.ask('POST', '/v1/projects/1/datasets:upload', {
    rawBody: await encoded.arrayBuffer(),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
  });
  const yaml = `strategy_params: {input_data: [{path: "upload:1/a.csv"}]}
inference_config: {engine: ECHO, model: {model_name: echo}}
`;
  expect((await api.call('POST', '/v1/projects/1/runs', { body: { yaml } })).status).toBe(201);
  const { context } = api.server;
  const folder = join(context.config.dataDir, 'sources');
  const [snapshot = ''] = readdirSync(folder);
  const nowMs = Date.now();
  const yesterday = new Date(nowMs - 2 * day);
  await utimes(join(folder, snapshot), yesterday, yesterday);
  await sweepSnapshots(context, nowMs);
  expect(readdirSync(folder)).toEqual([snapshot]);

  await execute(context.db, sql`DELETE FROM runs`);
  // A preview that looks at it keeps it for another day.
  const body = { source: { path: 'upload:1/a.csv' }, indices: [0] };
  expect((await api.call('POST', '/v1/projects/1/sources:read', { body })).status).toBe(200);
  await sweepSnapshots(context, nowMs);
  expect(readdirSync(folder)).toEqual([snapshot]);
  await utimes(join(folder, snapshot), yesterday, yesterday);
  await sweepSnapshots(context, nowMs);
  expect(readdirSync(folder)).toEqual([]);
});
