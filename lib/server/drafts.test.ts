import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { MockOptions } from '@/bench/mock-options';
import { exampleRecipe } from '@/lib/plan/drafting/draft-prompt';
import { driveDraft } from '@/lib/runtime/draft/drive-draft';
import { claim, driveWith, mock } from '@/lib/runtime/testing/test-drive';
import { dropLeases } from '@/lib/store/jobs';
import { driveNext } from './testing/drive';
import { dig, testServer, type TestServer } from './testing/test-server';

// Databases on disk: a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const project = '/v1/projects/1';
const good = `\`\`\`yaml\n${exampleRecipe}\`\`\``;
const wrong = good.replace('{question}\n', '{nobody}\n');
const key = 'sk-drafting-key-0123456789';

/** As the service's clients ask for a recipe. */
const body = {
  task_definition: 'Questions on health with short answers.',
  model_identifier: { model_type: 'OPENAI_API', model_name: 'gpt-5-mini', api_keys: { openai: key } },
  inference_config: { inference_temperature: 1.0, inference_max_new_tokens: 512, requests_per_minute: 500 },
};

async function studio(script: MockOptions['script'], options: Partial<MockOptions> = {}) {
  const endpoint = await mock({ script, ...options });
  const api = await testServer({ OPENAI_BASE_URL: `${endpoint.url}/v1` });
  return { api, endpoint };
}

async function start({ call }: TestServer, changes: Record<string, unknown> = {}) {
  const answer = await call('POST', `${project}/synthesis:generate-config`, {
    body: { ...body, ...changes },
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

async function operation({ call }: TestServer) {
  return (await call('GET', `${project}/operations/1`)).body;
}

test('A93 a model drafts a recipe: it is sent back with its problems, stored, and runs as it is given', async () => {
  const { api, endpoint } = await studio([
    { contains: 'not a valid recipe yet', answer: good },
    { contains: 'Write a recipe for this task', answer: wrong },
  ]);
  expect(await start(api)).toMatchObject({
    id: 1,
    kind: 'synthesis.generate-config',
    status: 'PENDING',
    done: false,
    recipe_id: null,
  });
  await driveNext(api.server);
  const ended = await operation(api);
  expect(ended).toMatchObject({
    status: 'COMPLETED',
    done: true,
    recipe_id: 1,
    recipe_version: 1,
    status_metadata: { asks: 2 },
    result: {
      diagnostics: [],
      recipe_config: {
        type: 'synthesize',
        model_identifier: { model_type: 'OPENAI_API', model_name: 'gpt-5-mini', api_keys: null },
        inference_config: body.inference_config,
        synthesis_config: { synthesis_type: 'general', synthesis_config: { strategy: 'general' } },
      },
    },
  });
  expect(ended).not.toHaveProperty('error');
  expect(endpoint.requests()).toHaveLength(2);
  const stored = await api.call('GET', `${project}/recipes/1`);
  expect(stored.body).toMatchObject({ name: 'Questions on health, with answers' });

  const config = dig(ended, 'result', 'recipe_config') as { model_identifier: object };
  const run = await api.call('POST', `${project}/synthesis:run`, {
    body: {
      recipe: {
        recipe_config: {
          ...config,
          model_identifier: { ...config.model_identifier, ...body.model_identifier },
        },
      },
    },
  });
  expect(run.body).toMatchObject({ kind: 'synthesis.run', status: 'PENDING' });
});

test('R119 a draft goes into a new recipe that is there at once, and into one that was edited meanwhile', async () => {
  const { api } = await studio([{ contains: '', answer: good }]);
  expect(await start(api, { into_recipe: 'new' })).toMatchObject({ recipe_id: 1, recipe_version: null });
  const plain = (await api.call('GET', `${project}/recipes/1`)).body;
  expect(plain).toMatchObject({ name: 'Questions on health with short answers', version: 1 });
  expect(plain['yaml']).toContain('model_name: gpt-5-mini');
  expect(JSON.stringify(plain)).not.toContain(key);
  await driveNext(api.server);
  expect(await operation(api)).toMatchObject({ status: 'COMPLETED', recipe_id: 1, recipe_version: 2 });
  expect(await operation(api)).not.toHaveProperty('warnings');

  const edited = { yaml: '# mine\nnum_samples: 1\n', base_revision: 0 };
  expect((await api.call('PUT', `${project}/recipes/1/draft`, { body: edited })).status).toBe(200);
  await start(api, { into_recipe: 1 });
  await driveNext(api.server);
  const stored = (await api.call('GET', `${project}/recipes/1`)).body;
  expect(stored).toMatchObject({ version: 4 });
  expect(stored).not.toHaveProperty('draft');
  const mine = (await api.call('GET', `${project}/recipes/1/versions/3`)).body;
  expect(mine).toMatchObject({ yaml: edited.yaml });
  expect((await api.call('GET', `${project}/recipes`)).body['data']).toHaveLength(1);
});

test('R119 a draft into a recipe that is gone makes its own; one that never was is refused', async () => {
  const { api } = await studio([{ contains: '', answer: good }]);
  const refused = await api.call('POST', `${project}/synthesis:generate-config`, {
    body: { ...body, into_recipe: 7 },
  });
  expect([refused.status, dig(refused.body, 'error', 'message')]).toEqual([
    404,
    'into_recipe: there is no recipe 7.',
  ]);
  await start(api, { into_recipe: 'new' });
  await api.call('DELETE', `${project}/recipes/1`);
  await driveNext(api.server);
  expect(await operation(api)).toMatchObject({ status: 'COMPLETED', recipe_id: 2, recipe_version: 1 });
});

test('A93 both kinds of operation are listed, the newest first', async () => {
  const { api } = await studio([{ contains: '', answer: good }]);
  await start(api);
  await driveNext(api.server);
  const run = await api.call('POST', `${project}/synthesis:run`, { body: { recipe: { recipeId: 1 } } });
  expect(run.status).toBe(200);
  await start(api, { note: 'kept out' });
  const listed = (await api.call('GET', `${project}/operations`)).body['data'];
  expect(listed).toMatchObject([
    {
      id: 3,
      status: 'PENDING',
      warnings: [expect.stringMatching(/^note: /)],
      unknown_fields: [{ path: ['note'], value: 'kept out' }],
    },
    { id: 2, kind: 'synthesis.run' },
    { id: 1, status: 'COMPLETED' },
  ]);
});

test('A94 a provider that refuses fails the draft with its own words, and nothing is stored', async () => {
  const { api } = await studio([{ contains: '', status: 401, message: 'Incorrect API key provided.' }]);
  await start(api);
  await driveNext(api.server);
  const ended = await operation(api);
  expect(ended).toMatchObject({ status: 'FAILED', done: true });
  expect(String(dig(ended, 'error', 'message'))).toContain('Incorrect API key provided.');
  expect((await api.call('GET', `${project}/recipes`)).body['data']).toEqual([]);
});

test('A94 what can not be asked is refused before anything is stored', async () => {
  const { api } = await studio([]);
  const refused = async (changes: Record<string, unknown>) => {
    const answer = await api.call('POST', `${project}/synthesis:generate-config`, {
      body: { ...body, ...changes },
    });
    return [answer.status, dig(answer.body, 'error', 'message')];
  };
  expect(await refused({ task_definition: '  ' })).toEqual([
    400,
    expect.stringMatching(/^task_definition: /),
  ]);
  expect(await refused({ task_definition: 7 })).toEqual([400, expect.stringMatching(/^task_definition: /)]);
  expect(await refused({ model_identifier: null })).toEqual([
    400,
    expect.stringMatching(/^model_identifier: /),
  ]);
  const noKey = { ...body.model_identifier, api_keys: null, model_type: 'ANTHROPIC_API' };
  expect(await refused({ model_identifier: noKey })).toEqual([
    422,
    expect.stringContaining('has no key yet'),
  ]);
  const hot = { ...body.inference_config, inference_temperature: 'warm' };
  expect(await refused({ inference_config: hot })).toEqual([422, expect.stringContaining('temperature')]);
  expect((await api.call('GET', `${project}/operations`)).body['data']).toEqual([]);
});

test('A94 a key of a draft is stored sealed, and nobody is told', async () => {
  const { api } = await studio([{ contains: '', answer: good }]);
  await start(api);
  await driveNext(api.server);
  const texts = JSON.stringify([
    await operation(api),
    await api.call('GET', `${project}/recipes/1`),
    await api.server.context.db.prisma.draft.findMany({
      select: { skeleton: true, state: true, yaml: true },
    }),
    await api.server.context.db.prisma.secret.findMany({ select: { sealed: true } }),
  ]);
  expect(texts).not.toContain(key);
});

test('A95 a draft is stopped before its turn and while it is written, and then never again', async () => {
  const { api } = await studio([{ contains: '', answer: good, delayMs: 60_000 }]);
  await start(api);
  const stopped = await api.call('POST', `${project}/operations/1:stop`);
  expect(stopped.body).toMatchObject({ status: 'CANCELLED', done: true });
  expect((await api.call('POST', `${project}/operations/1:stop`)).status).toBe(409);

  await start(api);
  const driven = driveNext(api.server);
  await vi.waitFor(async () => {
    expect((await api.call('GET', `${project}/operations/2`)).body['status']).toBe('RUNNING');
  });
  // Another process writes the wish, so that the worker sees it.
  const other = await testServerOn(api);
  expect((await other.call('POST', `${project}/operations/2:stop`)).body['status']).toBe('CANCELLING');
  await driven;
  expect((await api.call('GET', `${project}/operations/2`)).body).toMatchObject({ status: 'CANCELLED' });
  expect((await api.call('GET', `${project}/recipes`)).body['data']).toEqual([]);
});

test('A96 a draft whose worker was killed goes on where it was, and pays for no answer twice', async () => {
  const { api, endpoint } = await studio([
    { contains: 'not a valid recipe yet', answer: good, delayMs: 3000 },
    { contains: 'Write a recipe for this task', answer: wrong },
  ]);
  await start(api);
  const { context } = api.server;
  const job = await claim(context, 'first');
  if (job.kind !== 'draft') throw new Error('no draft');
  const killed = new AbortController();
  const driven = driveDraft(driveWith(context, { signal: killed.signal }), job);
  await vi.waitFor(() => expect(endpoint.requests()).toHaveLength(2), { timeout: 20_000 });
  await vi.waitFor(async () =>
    expect(dig(await operation(api), 'status_metadata', 'problem')).toContain('nobody'),
  );
  await sleep(100); // The first answer is durable within 50 ms.
  killed.abort();
  await driven;
  await dropLeases(context.db, 'first');
  await driveNext(api.server);
  expect(await operation(api)).toMatchObject({ status: 'COMPLETED', status_metadata: { asks: 2 } });
  // The answer that was on its way is asked for again, the one that had come is not.
  expect(endpoint.requests()).toHaveLength(3);
});

test('A96 a draft that ends twice makes one recipe', async () => {
  const { api } = await studio([{ contains: '', answer: good }]);
  await start(api);
  await driveNext(api.server);
  const { prisma } = api.server.context.db;
  // As after a crash between storing the recipe and writing the end.
  await prisma.draft.updateMany({
    data: { status: 'running', recipeId: null, recipeVersion: null, yaml: null },
  });
  await driveNext(api.server);
  expect(await operation(api)).toMatchObject({ status: 'COMPLETED', recipe_id: 1 });
  expect((await api.call('GET', `${project}/recipes`)).body['data']).toHaveLength(1);
});

/** The same studio through a connection of its own. */
async function testServerOn({ server }: TestServer): Promise<TestServer> {
  return testServer({}, server.context.config.dataDir);
}
