import { expect, test } from 'vitest';
import { driveNext } from './testing/drive';
import { dig, testServer, type TestServer } from './testing/test-server';

const project = '/v1/projects/1';

/** As the service's public notebook sends it, but for a model that answers here: keys null, values by the dozen. */
function hostedConfig(values = 25, more: Record<string, unknown> = {}) {
  return {
    type: 'synthesize',
    model_identifier: { model_type: 'OPENAI_API', model_name: 'gpt-5-mini', api_keys: null },
    inference_config: {
      inference_temperature: 1.0,
      inference_max_new_tokens: 64,
      requests_per_minute: 500,
    },
    synthesis_config: {
      synthesis_type: 'general',
      synthesis_config: {
        num_samples: 25,
        strategy: 'general',
        strategy_params: {
          sampled_attributes: [
            {
              id: 'label',
              name: 'Label',
              description: 'What it is about',
              possible_values: Array.from({ length: values }, (_, at) => ({
                id: String(at),
                name: `name_${at}`,
                description: 'd',
                sample_rate: at === values - 1 ? 1 - (values - 1) * 0.012987 : 0.012987,
              })),
            },
          ],
          transformed_attributes: [
            {
              id: 'conversation',
              transformation_strategy: {
                type: 'chat',
                chat_transform: {
                  messages: [
                    { role: 'user', content: 'Which?' },
                    { role: 'assistant', content: '{label}' },
                  ],
                  metadata: {},
                },
              },
            },
          ],
          passthrough_attributes: ['conversation', 'label'],
        },
      },
    },
    ...more,
  };
}

const unknownModel = {
  model_identifier: { model_type: 'OTHER_API', model_name: 'gpt-5-mini', api_keys: null },
};

const nobodysModel = { model_identifier: { model_type: null, model_name: 'gpt-5-mini', api_keys: null } };

async function operationOf(api: TestServer, id: unknown) {
  const { status, body } = await api.call('GET', `${project}/operations/${String(id)}`);
  expect(status).toBe(200);
  return body;
}

test('A90 a recipe of the hosted service runs as it is sent, and its operation goes from PENDING to COMPLETED', async () => {
  const api = await testServer();
  const { status, body } = await api.call('POST', `${project}/synthesis:run`, {
    body: { recipe: { recipe_config: hostedConfig() } },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: 1, kind: 'synthesis.run', status: 'PENDING', done: false });
  expect(body).not.toHaveProperty('error');
  await driveNext(api.server);
  const ended = await operationOf(api, body['id']);
  expect(ended).toMatchObject({
    status: 'COMPLETED',
    done: true,
    status_metadata: { run_status: 'completed' },
  });
  expect(dig(ended, 'status_metadata', 'progress', 'accepted')).toBe(25);
  expect((await api.call('GET', `${project}/recipes`)).body['data']).toHaveLength(1);
});

test('A91 A138 the parts are datasets of their own, one after the other the whole, and stay within it', async () => {
  const api = await testServer();
  await api.call('POST', `${project}/synthesis:run`, { body: { recipe: { recipe_config: hostedConfig() } } });
  await driveNext(api.server);
  const operation = await operationOf(api, 1);
  const idOf = (name: string) => String(dig(operation, 'status_metadata', `${name}dataset_id`));
  const lines = async (name: string) => {
    const file = await api.ask('GET', `${project}/datasets/${idOf(name)}:download?format=jsonl`);
    return (await file.text()).split('\n').filter((line) => line !== '');
  };
  const parts = [await lines('train_'), await lines('validation_'), await lines('test_')];
  expect(parts.map((part) => part.length)).toEqual([21, 2, 2]);
  expect(parts.flat()).toEqual(await lines(''));
  const { body } = await api.call('GET', `${project}/datasets/${idOf('test_')}`);
  expect(body).toMatchObject({ rows: 2, split: 'test', splits: { train: 0, validation: 0, test: 2 } });
  const rows = await api.call('GET', `${project}/datasets/${idOf('test_')}/rows?limit=50`);
  expect(rows.body['data']).toMatchObject([{ index: 23 }, { index: 24 }]);
  for (const asked of ['/rows', ':download']) {
    const own = await api.ask('GET', `${project}/datasets/${idOf('test_')}${asked}?split=test`);
    expect(own.status).toBe(200);
    const other = await api.call('GET', `${project}/datasets/${idOf('test_')}${asked}?split=train`);
    expect([other.status, other.body['error']?.['message']]).toEqual([
      400,
      expect.stringContaining('is a test part and has no train part itself'),
    ]);
  }
  const part = `${project}/datasets/${idOf('test_')}`;
  const statistics = await api.call('GET', `${part}:statistics`);
  expect([statistics.body['rows'], dig(statistics.body, 'columns', 0, 'count')]).toEqual([2, 2]);
  const label = dig(rows.body, 'data', 1, 'values', 'label');
  const filter = encodeURIComponent(JSON.stringify([{ column: 'label', op: 'in', value: [label, 'none'] }]));
  for (const asked of [`rows?filter=${filter}`, `rows?status=all&filter=${filter}`]) {
    const { body: fitting } = await api.call('GET', `${part}/${asked}`);
    expect((fitting['data'] as unknown as { index: number }[]).map(({ index }) => index)).toContain(24);
    expect(Number(dig(fitting, 'total', 'value'))).toBeLessThanOrEqual(2);
  }
  const found = await api.ask('GET', `${part}:download?filter=${filter}`);
  expect((await found.text()).trim().split('\n').length).toBeLessThanOrEqual(2);
  expect((await api.call('GET', `${part}/rows?status=rejected`)).body['data']).toEqual([]);
  expect((await api.call('GET', `${part}/rows/24`)).body).toMatchObject({ index: 24 });
  for (const [method, body] of [
    ['GET', undefined],
    ['PATCH', { rating: 1 }],
  ] as const) {
    const outside = await api.call(method, `${part}/rows/3`, { body });
    expect([outside.status, outside.body['error']?.['message']]).toEqual([
      404,
      expect.stringContaining('Row 3 is not in dataset'),
    ]);
  }
  const removed = await api.call('DELETE', `${project}/datasets/${idOf('test_')}`);
  expect([removed.status, removed.body['error']?.['code']]).toEqual([409, 'wrong-state']);
  const renamed = await api.call('PATCH', `${project}/datasets/${idOf('test_')}`, {
    body: { name: 'Held out' },
  });
  expect(renamed.body['name']).toBe('Held out');
  expect((await api.call('GET', `${project}/runs/1`)).body['name']).not.toBe('Held out');
});

test('A90 a stored recipe runs by its id, each time with a seed of its own', async () => {
  const api = await testServer();
  await api.call('POST', `${project}/synthesis:run`, { body: { recipe: { recipe_config: hostedConfig() } } });
  const again = () =>
    api.call('POST', `${project}/synthesis:run`, { body: { recipe: { recipeId: 1, recipeVersion: 1 } } });
  expect((await again()).body).toMatchObject({ id: 2, recipe_id: 1, recipe_version: 1 });
  await again();
  const seeds = await Promise.all(
    [1, 2, 3].map(async (id) => (await api.call('GET', `${project}/runs/${id}`)).body['seed']),
  );
  expect(new Set(seeds).size).toBe(3);
  const { body } = await api.call('GET', `${project}/operations?limit=2`);
  expect(body['data']).toMatchObject([{ id: 3 }, { id: 2 }]);
  expect(
    (await api.call('GET', `${project}/operations?cursor=${body['next_cursor'] as unknown as string}`)).body[
      'data'
    ],
  ).toMatchObject([{ id: 1 }]);
});

test('A90 stopping cancels; what has ended can not be stopped', async () => {
  const api = await testServer();
  await api.call('POST', `${project}/synthesis:run`, { body: { recipe: { recipe_config: hostedConfig() } } });
  const stopped = await api.call('POST', `${project}/operations/1:stop`);
  expect([stopped.status, stopped.body['status']]).toEqual([200, 'CANCELLED']);
  const again = await api.call('POST', `${project}/operations/1:stop`);
  expect([again.status, again.body['error']?.['code']]).toEqual([409, 'wrong-state']);
});

test('A92 what surrounds a recipe may hold more, and says so; what is wrong is refused and starts nothing', async () => {
  const api = await testServer();
  const kept = await api.call('POST', `${project}/synthesis:run`, {
    body: { recipe: { recipe_config: hostedConfig(25, { colour: 'blue' }), display: 1 }, extra: true },
  });
  expect(kept.status).toBe(200);
  expect(kept.body['warnings']).toMatchObject([
    expect.stringContaining('extra:'),
    expect.stringContaining('recipe.display:'),
    expect.stringContaining('colour:'),
  ]);
  for (const [body, status, words] of [
    [{ recipe: {} }, 400, 'recipe_config'],
    [{ recipe: { recipeId: 9 } }, 404, 'recipe 9'],
    [{ recipe: { recipeId: 1, recipe_config: {} } }, 400, 'one of them'],
    [{ recipe: { recipeVersion: 1 } }, 400, 'recipeVersion: goes with recipeId.'],
    [{ recipe: { recipe_config: {}, recipeVersion: 1 } }, 400, 'goes with recipeId, not with recipe_config'],
    [{}, 400, 'recipe'],
    [{ recipe: { recipe_config: {} } }, 422, ''],
    [{ recipe: { recipe_config: 'x' } }, 400, 'recipe_config'],
    [{ recipe: { recipe_config: null, recipeId: null } }, 400, 'recipe_config'],
    [{ recipe: { recipe_config: hostedConfig(25, unknownModel) } }, 400, 'model_type: is "OTHER_API"'],
    [{ recipe: { recipe_config: hostedConfig(25, nobodysModel) } }, 400, 'model_type: is missing'],
  ] as const) {
    const refused = await api.call('POST', `${project}/synthesis:run`, { body });
    expect([body, refused.status]).toEqual([body, status]);
    expect(refused.body['error']?.['message']).toContain(words);
  }
  expect((await api.call('GET', `${project}/runs`)).body['data']).toHaveLength(1);
  for (const recipe of [
    { recipe_config: null, recipeId: 1, recipeVersion: null },
    { recipe_config: hostedConfig(), recipeId: null, recipeVersion: null },
  ]) {
    const taken = await api.call('POST', `${project}/synthesis:run`, { body: { recipe } });
    expect([taken.status, taken.body['recipe_id']]).toEqual([200, 1]);
  }
});

test('A134 fields that mean nothing here are kept with the operation as they were sent, but no key among them', async () => {
  const api = await testServer();
  const config = hostedConfig(25, {
    colour: { shade: 'blue', of: [1, 2.5, null, true] },
    model_identifier: {
      model_type: 'OPENAI_API',
      model_name: 'gpt-5-mini',
      api_keys: { gemini: 'sk-of-another' },
      model_id: 9,
      tier: { name: 'fast', accessToken: 'sk-of-tier' },
    },
    inference_config: { inference_temperature: 1, top_k: 40, max_tokens: 5, api_key: 'sk-of-config' },
  });
  config.synthesis_config = { ...config.synthesis_config, note: 'two\nlines' } as never;
  const made = await api.call('POST', `${project}/synthesis:run`, {
    body: { recipe: { recipe_config: config, display: 1 }, 'x-api-key': 'sk-around', extra: [true] },
  });
  const inConfig = ['recipe', 'recipe_config'];
  const kept = [
    { path: ['x-api-key'], value: null },
    { path: ['extra'], value: [true] },
    { path: ['recipe', 'display'], value: 1 },
    { path: [...inConfig, 'model_identifier', 'model_id'], value: 9 },
    { path: [...inConfig, 'colour'], value: { shade: 'blue', of: [1, 2.5, null, true] } },
    { path: [...inConfig, 'synthesis_config', 'note'], value: 'two\nlines' },
    { path: [...inConfig, 'model_identifier', 'tier'], value: { name: 'fast', accessToken: null } },
    { path: [...inConfig, 'inference_config', 'top_k'], value: 40 },
    { path: [...inConfig, 'inference_config', 'max_tokens'], value: 5 },
    { path: [...inConfig, 'inference_config', 'api_key'], value: null },
  ];
  expect(made.body['unknown_fields']).toEqual(kept);
  const again = await operationOf(api, made.body['id']);
  expect(again['unknown_fields']).toEqual(kept);
  expect(JSON.stringify(again)).not.toContain('sk-');

  const stored = await api.call('POST', `${project}/synthesis:run`, {
    body: { recipe: { recipeId: 1, label: 'mine' } },
  });
  expect(stored.body['unknown_fields']).toEqual([{ path: ['recipe', 'label'], value: 'mine' }]);
  const plain = await api.call('POST', `${project}/synthesis:run`, { body: { recipe: { recipeId: 1 } } });
  expect(plain.body).not.toHaveProperty('unknown_fields');
});

const vertexAddress =
  'https://europe-west4-aiplatform.googleapis.com/v1beta1/projects/my-project/locations/europe-west4/endpoints/openapi';

test('A135 VERTEX_API asks at the address of the project and region in the environment, with the token of the request', async () => {
  const config = hostedConfig(25, {
    model_identifier: {
      model_type: 'VERTEX_API',
      model_name: 'gemini-2.5-flash',
      api_keys: { vertex: 'ya29.token' },
    },
  });
  const inner = config.synthesis_config.synthesis_config.strategy_params as Record<string, unknown>;
  inner['generated_attributes'] = [
    { id: 'query', instruction_messages: [{ role: 'user', content: 'Ask about {label}.' }] },
  ];
  const start = async (environment: Record<string, string>) => {
    const api = await testServer(environment);
    const body = { recipe: { recipe_config: config } };
    return { api, ...(await api.call('POST', `${project}/synthesis:run`, { body })) };
  };
  for (const [environment, words] of [
    [{}, 'REGION is not set and PROJECT_ID is not set'],
    [{ PROJECT_ID: 'my-project' }, 'environment REGION is not set'],
    [{ PROJECT_ID: 'my-project', REGION: 'evil.test/' }, 'REGION is "evil.test/", which is no name'],
  ] as const) {
    const refused = await start(environment);
    expect([refused.status, refused.body['error']?.['message']]).toEqual([
      422,
      expect.stringContaining(words),
    ]);
  }
  const started = await start({ PROJECT_ID: 'my-project', REGION: 'europe-west4' });
  expect([started.status, started.body['status']]).toEqual([200, 'PENDING']);
  const models = await started.api.call('GET', '/v1/models');
  expect(models.body['data']).toMatchObject([
    { engine: 'GOOGLE_VERTEX', name: 'gemini-2.5-flash', base_url: vertexAddress },
  ]);
});

test('A92 a key in a request is used for its run and shown nowhere', async () => {
  const api = await testServer();
  const config = hostedConfig(25, {
    model_identifier: {
      model_type: 'OPENAI_API',
      model_name: 'gpt-5-mini',
      api_keys: { openai: 'sk-secret-123456' },
    },
  });
  const { status } = await api.call('POST', `${project}/synthesis:run`, {
    body: { recipe: { recipe_config: config } },
  });
  expect(status).toBe(200);
  for (const path of ['operations/1', 'runs/1', 'recipes/1']) {
    expect(JSON.stringify((await api.call('GET', `${project}/${path}`)).body)).not.toContain('sk-secret');
  }
});
