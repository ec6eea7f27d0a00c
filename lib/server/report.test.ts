import { expect, test } from 'vitest';
import { reportAnswer, type WireReport } from '@/lib/api/report-wire';
import { driveNext, echoRecipe } from './testing/drive';
import { dig, testServer, type TestServer } from './testing/test-server';

async function reportOf({ call }: TestServer, datasetId: number): Promise<WireReport> {
  for (;;) {
    const { body } = await call('GET', `/v1/projects/1/datasets/${datasetId}/report`);
    const { report, working } = reportAnswer.parse(body);
    if (report !== null && working === null) return report;
  }
}

test('A50 a report says what came of what was wanted, and what it cost', async () => {
  const server = await testServer();
  const body = { yaml: echoRecipe, num_samples: 40, reuse: false };
  const started = await server.call('POST', '/v1/projects/1/runs', { body });
  await driveNext(server.server);
  const report = await reportOf(server, Number(started.body['dataset_id']));
  expect(report.rows).toEqual({ accepted: 40, rejected: 0, failed: 0, spare: 0 });
  const [sky] = report.balance;
  expect(sky).toMatchObject({ attribute_id: 'sky', name: 'Sky', rows: 40 });
  expect(sky?.values.map(({ wanted }) => wanted)).toEqual([0.5, 0.5]);
  expect(sky?.values.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  expect(report.lengths.map(({ column }) => column)).toEqual(['report', 'title', 'pair']);
  // The echo answers each sky with the same words: all rows but the first of each are near-duplicates.
  expect(report.near_duplicates).toMatchObject({ column: 'report', compared: 40, threshold: 0.7 });
  expect(report.near_duplicates?.rows).toBe(40 - (report.near_duplicates?.clusters.length ?? 0));
  expect(report.near_duplicates?.clusters[0]?.likeness).toBe(1);
  expect(report.costs.own.calls).toBe(80);
  expect(report.costs.by_attribute.map(({ attribute_id, calls }) => [attribute_id, calls])).toEqual([
    ['report', 40],
    ['title', 40],
  ]);
});

test('A50 marks by hand are counted as they are now', async () => {
  const server = await testServer();
  const started = await server.call('POST', '/v1/projects/1/runs', { body: { yaml: echoRecipe } });
  await driveNext(server.server);
  const datasetId = Number(started.body['dataset_id']);
  const none = { good: 0, bad: 0, edited: 0, accepted_by_hand: 0, rejected_by_hand: 0 };
  expect((await reportOf(server, datasetId)).marks).toEqual(none);
  const change = (index: number, body: unknown, undo = '') =>
    server.call('PATCH', `/v1/projects/1/datasets/${datasetId}/rows/${index}${undo}`, { body });
  await change(0, { rating: 1, values: { title: 'By hand' } });
  await change(1, { rating: -1, status: 'rejected' });
  await change(2, { status: 'rejected' });
  await change(3, { rating: 1 });
  expect((await reportOf(server, datasetId)).marks).toEqual({
    ...none,
    good: 2,
    bad: 1,
    edited: 1,
    rejected_by_hand: 2,
  });
  // Back by a verdict is as it was at first, and so is back by undo.
  await change(1, { status: 'accepted' });
  await change(2, {}, '?undo=true');
  await change(3, { rating: 0 });
  expect((await reportOf(server, datasetId)).marks).toEqual({ ...none, good: 1, bad: 1, edited: 1 });
});

test('A50 a row that a rule rejected counts as accepted by hand once a person said so', async () => {
  const server = await testServer();
  const yaml = `${echoRecipe}quality: { rules: [{ column: report, unique: true }] }\n`;
  const body = { yaml, num_samples: 2, max_rows: 8 };
  const started = await server.call('POST', '/v1/projects/1/runs', { body });
  await driveNext(server.server);
  const dataset = `/v1/projects/1/datasets/${Number(started.body['dataset_id'])}`;
  const { body: rejected } = await server.call('GET', `${dataset}/rows?status=rejected&limit=1`);
  const [row] = rejected['data'] as unknown as { index: number }[];
  await server.call('PATCH', `${dataset}/rows/${row?.index ?? 0}`, { body: { status: 'accepted' } });
  expect((await reportOf(server, Number(started.body['dataset_id']))).marks).toMatchObject({
    accepted_by_hand: 1,
    rejected_by_hand: 0,
  });
  // A152: the same rows are found by the fact.
  const byHand = (value: unknown) => [{ column: '@by_hand', op: value === null ? 'empty' : 'eq', value }];
  const datasetId = Number(started.body['dataset_id']);
  expect(await matches(server, datasetId, byHand('accepted'), 'all')).toBe(1);
  expect(await matches(server, datasetId, byHand('rejected'), 'all')).toBe(0);
  expect(await matches(server, datasetId, byHand(null))).toBe(2);
});

/** How many rows meet conditions. */
async function matches({ call }: TestServer, datasetId: number, filter: unknown, status = 'accepted') {
  const query = new URLSearchParams({ filter: JSON.stringify(filter), status, limit: '100' });
  const { body } = await call('GET', `/v1/projects/1/datasets/${datasetId}/rows?${query.toString()}`);
  expect(body).toMatchObject({ total: { exact: true } });
  return dig(body, 'total', 'value');
}

test('A151 each number of a report is that of the rows which its conditions find', async () => {
  const server = await testServer();
  const yaml = echoRecipe.replace(
    '  generated_attributes:',
    `    - { id: member, name: Member, description: Is one, sampler: { type: boolean, rate: 0.5 } }
  generated_attributes:`,
  );
  const started = await server.call('POST', '/v1/projects/1/runs', { body: { yaml, num_samples: 40 } });
  expect(started.body).toMatchObject({ status: 'pending' });
  await driveNext(server.server);
  const datasetId = Number(started.body['dataset_id']);
  // Without a report yet: the filter waits until there is one.
  const repeats = [{ column: '@repeats', op: 'empty', value: false }];
  const found = await matches(server, datasetId, repeats);
  const report = await reportOf(server, datasetId);
  const { near_duplicates: near } = report;
  expect([found, near?.clusters.length]).toEqual([near?.rows, 2]);
  for (const { size, rows } of near?.clusters ?? []) {
    expect(await matches(server, datasetId, [{ column: '@alike', op: 'eq', value: rows[0] }])).toBe(size);
    expect(await matches(server, datasetId, [{ column: '@repeats', op: 'in', value: [rows[0]] }])).toBe(
      size - 1,
    );
  }
  expect(await matches(server, datasetId, [{ column: '@repeats', op: 'empty' }])).toBe(2);
  expect(await matches(server, datasetId, [{ column: '@alike', op: 'empty' }])).toBe(0);
  const grey = { column: 'sky', op: 'eq', value: 'grey' };
  const greyRows = await matches(server, datasetId, [grey]);
  expect(await matches(server, datasetId, [grey, ...repeats])).toBe(Number(greyRows) - 1);

  const ofBin = (column: string, { from, to }: { from: number; to: number | null }) => [
    { column, op: 'gte', value: from, of: 'characters' },
    ...(to === null ? [] : [{ column, op: 'lte', value: to - 1, of: 'characters' }]),
  ];
  for (const { column, bins } of report.lengths) {
    for (const bin of bins) expect(await matches(server, datasetId, ofBin(column, bin))).toBe(bin.count);
  }
  for (const { attribute_id: attribute, values } of report.balance) {
    for (const { cell, count } of values) {
      expect(await matches(server, datasetId, [{ column: attribute, op: 'eq', value: cell }])).toBe(count);
    }
  }
});

test('A151 a row that was rejected by hand is a near-duplicate no more once the report is renewed', async () => {
  const server = await testServer();
  const body = { yaml: echoRecipe, num_samples: 12 };
  const started = await server.call('POST', '/v1/projects/1/runs', { body });
  await driveNext(server.server);
  const datasetId = Number(started.body['dataset_id']);
  const repeats = [{ column: '@repeats', op: 'empty', value: false }];
  const before = Number(await matches(server, datasetId, repeats));
  const dataset = `/v1/projects/1/datasets/${datasetId}`;
  const of = { filter: JSON.stringify(repeats) };
  const changed = await server.call('POST', `${dataset}/rows:change`, { body: { of, status: 'rejected' } });
  expect(changed.body).toMatchObject({ changed: before });
  expect(await matches(server, datasetId, repeats)).toBe(0);
  const byHand = [{ column: '@by_hand', op: 'eq', value: 'rejected' }];
  expect(await matches(server, datasetId, byHand, 'all')).toBe(before);
  // As the report stood: it is made anew after a while.
  expect(await matches(server, datasetId, repeats, 'all')).toBe(before);
  server.passTime(3000);
  expect(await matches(server, datasetId, repeats, 'all')).toBe(0);
  const { body: statistics } = await server.call('GET', `${dataset}:statistics?filter=${of.filter}`);
  expect(statistics).toMatchObject({ rows: 0 });
});

test('A51 a report follows the rows of its run, but not more often than every three seconds', async () => {
  const server = await testServer();
  const started = await server.call('POST', '/v1/projects/1/runs', { body: { yaml: echoRecipe } });
  const [id, datasetId] = [Number(started.body['id']), Number(started.body['dataset_id'])];
  expect((await reportOf(server, datasetId)).rows.accepted).toBe(0);
  await driveNext(server.server);
  expect((await reportOf(server, datasetId)).rows.accepted).toBe(0);
  server.passTime(3000);
  expect((await reportOf(server, datasetId)).rows.accepted).toBe(4);
  expect((await server.call('GET', `/v1/projects/1/datasets/${id + 99}/report`)).status).toBe(404);
});

test('A141 an edit of a cell leaves the counts alone and makes the report anew', async () => {
  const server = await testServer();
  const started = await server.call('POST', '/v1/projects/1/runs', { body: { yaml: echoRecipe } });
  await driveNext(server.server);
  const dataset = `/v1/projects/1/datasets/${Number(started.body['dataset_id'])}`;
  const asked = async () => {
    const { report, stale } = reportAnswer.parse((await server.call('GET', `${dataset}/report`)).body);
    return { stale, longest: report?.lengths.find(({ column }) => column === 'report')?.longest.length };
  };
  await reportOf(server, Number(started.body['dataset_id']));
  const before = await asked();
  expect(before).toMatchObject({ stale: false });
  const body = { values: { report: 'x'.repeat(999) } };
  expect((await server.call('PATCH', `${dataset}/rows/0`, { body })).status).toBe(200);
  // As it stood, and it says so: the next one has its time.
  expect(await asked()).toEqual({ ...before, stale: true });
  server.passTime(3000);
  await reportOf(server, Number(started.body['dataset_id']));
  expect(await asked()).toEqual({ stale: false, longest: 999 });
});

test('A52 the history of a run has its start, its end and the numbers of both', async () => {
  const server = await testServer();
  const started = await server.call('POST', '/v1/projects/1/runs', { body: { yaml: echoRecipe } });
  const path = `/v1/projects/1/runs/${Number(started.body['id'])}/history`;
  expect((await server.call('GET', path)).body).toMatchObject({ points: [], marks: [] });
  await driveNext(server.server);
  const { body } = await server.call('GET', path);
  expect(body).toMatchObject({ marks: [{ type: 'start' }, { type: 'end', status: 'completed' }] });
  expect((body['points'] as unknown as { accepted: number }[]).at(-1)?.accepted).toBe(4);
});
