import { expect, onTestFinished, test, vi } from 'vitest';
import { startMockEndpoint, type MockEndpoint } from '@/bench/mock-endpoint';
import { mockInference, testRecipe } from '@/lib/runtime/testing/test-recipe';
import { driveNext } from './testing/drive';
import { dig, testServer, type Json, type TestServer } from './testing/test-server';

// Databases on disk and real calls: a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

const datasets = '/v1/projects/1/datasets';
const row = `${datasets}/1/rows/2`;

type Bench = { api: TestServer; endpoint: MockEndpoint; read: () => Promise<Json> };

/** A finished run of rows with a question and its answer; the model gives back what it is asked. */
async function finishedRun(changes: Record<string, unknown> = {}): Promise<Bench> {
  const endpoint = await startMockEndpoint({ mode: 'echo' });
  onTestFinished(() => endpoint.close());
  const api = await testServer();
  const yaml = testRecipe(mockInference(endpoint.url), { num_samples: 4, ...changes });
  expect((await api.call('POST', '/v1/projects/1/runs', { body: { yaml } })).status).toBe(201);
  await driveNext(api.server);
  endpoint.reset();
  return { api, endpoint, read: async () => (await api.call('GET', row)).body };
}

function answerAs(endpoint: MockEndpoint, answers: Record<string, string>): void {
  endpoint.configure({
    script: Object.entries(answers).map(([contains, answer]) => ({ contains, answer })),
  });
}

const regenerate = ({ api }: Bench, attributeId: string) =>
  api.call('POST', `${row}:regenerate`, { body: { attribute_id: attributeId } });

test('A61 a value is asked anew, what uses it follows, and the rest stays', async () => {
  const bench = await finishedRun();
  const { api, endpoint, read } = bench;
  const before = await read();
  const estimate = await api.call('POST', `${row}:estimate`, { body: { attribute_id: 'question' } });
  expect(estimate).toMatchObject({ status: 200, body: { asks: ['question', 'answer'], calls: 2 } });
  expect(dig(estimate.body, 'prompt_tokens')).toBeGreaterThan(0);

  answerAs(endpoint, { 'Ask about': 'Why?', 'Answer: Why?': 'Because.' });
  const started = await regenerate(bench, 'question');
  expect(started).toMatchObject({ status: 202, body: { row: 2, status: 'pending', calls: 2 } });
  expect(await regenerate(bench, 'question')).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict' } },
  });
  await driveNext(api.server);

  const after = await read();
  expect(endpoint.stats().answered).toBe(2);
  expect(after).toMatchObject({
    status: 'accepted',
    values: { topic: dig(before, 'values', 'topic'), question: 'Why?', answer: 'Because.' },
    regeneration: { status: 'completed', answered: 2 },
    changes: [{ regenerated: 'question', values: { question: { after: 'Why?' } } }],
  });
  const lineage = after['lineage'] as unknown as Json[];
  expect(lineage.find((entry) => dig(entry, 'attribute_id') === 'answer')).toMatchObject({
    answer: 'Because.',
    messages: [{ content: 'Answer: Why?' }],
    reused: false,
  });
  expect((await api.call('GET', `${datasets}/1/rows/1`)).body).not.toHaveProperty('changes');
  const run = (await api.call('GET', '/v1/projects/1/runs/1')).body;
  expect(dig(run, 'progress', 'calls')).toBe(10);

  await api.call('PATCH', `${row}?undo=true`, { body: {} });
  const undone = await read();
  expect(undone['values']).toEqual(before['values']);
  expect(undone['lineage']).toEqual(before['lineage']);
  expect(undone).not.toHaveProperty('changes');
});

test('A61 what uses a value is asked only where its prompt has changed, and never what comes before it', async () => {
  const bench = await finishedRun();
  const { api, endpoint, read } = bench;
  const before = await read();
  await regenerate(bench, 'question');
  await driveNext(api.server);
  // The echo gave the same question: its answer stands.
  expect(endpoint.stats().answered).toBe(1);
  expect((await read())['values']).toEqual(before['values']);

  endpoint.reset();
  answerAs(endpoint, { 'Answer:': 'Another.' });
  await regenerate(bench, 'answer');
  await driveNext(api.server);
  expect(endpoint.stats().answered).toBe(1);
  expect(await read()).toMatchObject({
    values: { question: dig(before, 'values', 'question'), answer: 'Another.' },
  });
  // Asked anew again it is a new call again, with another seed.
  await regenerate(bench, 'answer');
  await driveNext(api.server);
  const [seed, other] = endpoint.requests().map(({ body }) => (JSON.parse(body) as { seed: number }).seed);
  expect(endpoint.stats().answered).toBe(2);
  expect(seed).not.toBe(other);
});

test('A62 prompts see what a person wrote, and edits of other cells stay', async () => {
  const bench = await finishedRun();
  const { api, endpoint, read } = bench;
  await api.call('PATCH', row, { body: { values: { question: 'By hand?', topic: 't7' } } });
  await regenerate(bench, 'answer');
  await driveNext(api.server);
  expect(endpoint.stats().answered).toBe(1);
  const after = await read();
  expect(after).toMatchObject({
    values: { topic: 't7', question: 'By hand?', answer: 'Answer: By hand?' },
    edited: ['question', 'topic'],
    generated: { answer: 'Answer: By hand?' },
  });
  const lineage = after['lineage'] as unknown as Json[];
  expect(lineage.at(-1)).toMatchObject({ messages: [{ content: 'Answer: By hand?' }] });

  answerAs(endpoint, { 'Ask about Topic 7': 'Asked?' });
  await api.call('PATCH', row, { body: { values: { topic: 'Topic 7' } } });
  await regenerate(bench, 'question');
  await driveNext(api.server);
  expect(await read()).toMatchObject({
    values: { question: 'Asked?', answer: 'Answer: Asked?' },
    edited: ['topic'],
  });
});

test('A62 a row that breaks a rule by its new answer is rejected, and undo takes it back', async () => {
  const bench = await finishedRun({ quality: { rules: [{ column: 'answer', max_length: 40 }] } });
  const { api, endpoint, read } = bench;
  answerAs(endpoint, { 'Answer:': 'one two three four five six seven eight nine' });
  await regenerate(bench, 'answer');
  await driveNext(api.server);
  expect(await read()).toMatchObject({ status: 'rejected', reason: { attribute_id: 'answer' } });
  const counts = async () => (await api.call('GET', `${datasets}/1`)).body['counts'];
  expect(await counts()).toMatchObject({ accepted: 3, rejected: 1 });
  await api.call('PATCH', `${row}?undo=true`, { body: {} });
  expect(await read()).toMatchObject({ status: 'accepted' });
  expect(await counts()).toMatchObject({ accepted: 4, rejected: 0 });
});

test('A63 a regeneration that fails says why and changes nothing', async () => {
  const bench = await finishedRun();
  const { api, endpoint, read } = bench;
  const before = await read();
  endpoint.configure({ script: [{ contains: 'Answer:', status: 400, message: 'Too rude.' }] });
  await regenerate(bench, 'answer');
  await driveNext(api.server);
  const after = await read();
  expect(after).toMatchObject({
    values: before['values'],
    regeneration: {
      status: 'failed',
      error: { code: 'request-refused', message: expect.stringContaining('Too rude.') as unknown },
    },
  });
  expect(after).not.toHaveProperty('changes');
});

test('A63 only what a model wrote is regenerated, and not while the run goes on; one that waits can be cancelled', async () => {
  const bench = await finishedRun();
  const { api } = bench;
  expect(await regenerate(bench, 'topic')).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('question, answer') as unknown } },
  });
  const started = await regenerate(bench, 'answer');
  const path = `${datasets}/1/regenerations/${started.body['id'] as unknown as number}`;
  expect(await api.call('GET', path)).toMatchObject({ status: 200, body: { status: 'pending' } });
  expect(await api.call('POST', `${path}:cancel`)).toMatchObject({
    status: 202,
    body: { status: 'cancelled' },
  });
  expect((await api.call('POST', `${path}:cancel`)).status).toBe(409);
  await api.call('PATCH', '/v1/projects/1/runs/1', { body: { num_samples: 6 } });
  expect(await regenerate(bench, 'answer')).toMatchObject({
    status: 409,
    body: { error: { code: 'wrong-state' } },
  });
});
