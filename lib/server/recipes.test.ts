import { expect, test } from 'vitest';
import { readSecrets } from '@/lib/store/secrets';
import { sweepDeleted } from '@/lib/store/sweep';
import { echoRecipe } from './testing/drive';
import { dig, testServer } from './testing/test-server';

const recipes = '/v1/projects/1/recipes';

test('A10 a recipe is stored with a drawn seed, listed, read, saved as versions and deleted with a way back', async () => {
  const { call, passTime, server } = await testServer();
  const text = echoRecipe.replace('seed: 11\n', '');
  const created = await call('POST', recipes, { body: { name: 'Weather', yaml: text } });
  expect(created).toMatchObject({
    status: 201,
    body: { id: 1, name: 'Weather', version: 1, yaml: text, diagnostics: [], draft_revision: 0 },
  });
  expect(created.body['seed']).toSatisfy(Number.isSafeInteger);

  const saved = await call('PUT', `${recipes}/1`, { body: { yaml: echoRecipe, base_version: 1 } });
  expect(saved).toMatchObject({ status: 200, body: { version: 2, seed: 11, yaml: echoRecipe } });
  const same = await call('PUT', `${recipes}/1`, {
    body: { yaml: echoRecipe, base_version: 2, name: 'Skies' },
  });
  expect(same.body).toMatchObject({ version: 2, name: 'Skies' });
  const stale = await call('PUT', `${recipes}/1`, { body: { yaml: text, base_version: 1 } });
  expect(stale).toMatchObject({
    status: 409,
    body: { error: { code: 'stale-version', details: { version: 2, yaml: echoRecipe } } },
  });
  expect((await call('GET', `${recipes}/1/versions`)).body).toMatchObject({
    data: [{ version: 2 }, { version: 1 }],
    next_cursor: null,
  });
  expect((await call('GET', `${recipes}/1/versions/1`)).body).toMatchObject({ yaml: text });

  expect((await call('GET', recipes)).body).toMatchObject({
    data: [{ name: 'Skies', model: 'echo', engine: 'ECHO', attributes: { sampled: 1, generated: 2 } }],
  });
  expect(await call('DELETE', `${recipes}/1`)).toMatchObject({ status: 202, body: { id: 1 } });
  expect((await call('GET', `${recipes}/1`)).status).toBe(404);
  expect((await call('POST', `${recipes}/1:restore`)).body).toMatchObject({ name: 'Skies' });
  await call('DELETE', `${recipes}/1`);
  passTime(10_001);
  const late = { status: 409, body: { error: { code: 'too-late' } } };
  expect(await call('POST', `${recipes}/1:restore`)).toMatchObject(late);
  await sweepDeleted(server.context.db, server.now() + 10_000);
  expect(await call('POST', `${recipes}/1:restore`)).toMatchObject(late);
});

test('A10 what is of another project can’t be restored here', async () => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml: echoRecipe } });
  await call('POST', '/v1/projects', { body: { name: 'Other' } });
  expect(await call('POST', '/v1/projects/2/recipes/1:restore')).toMatchObject({ status: 404 });
});

test.each(['/v1/providers/7', `${recipes}/7`, '/v1/projects/1/runs/7'])(
  'A10 what never was can’t be restored: %s',
  async (path) => {
    const { call } = await testServer();
    expect(await call('POST', `${path}:restore`)).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found' } },
    });
  },
);

test('A11 a draft is refused when another one was saved since', async () => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml: echoRecipe } });
  const draft = (yaml: string, base_revision: number) =>
    call('PUT', `${recipes}/1/draft`, { body: { yaml, base_revision } });
  expect((await draft('half: [', 0)).body).toEqual({ revision: 1, diagnostics: [] });
  expect(await draft('other', 0)).toMatchObject({
    status: 409,
    body: { error: { code: 'stale-draft', details: { draft: 'half: [', draft_revision: 1 } } },
  });
  expect((await call('GET', `${recipes}/1`)).body).toMatchObject({
    version: 1,
    yaml: echoRecipe,
    draft: 'half: [',
  });
});

test('A63 a rename changes the name alone: version, draft and its revision stay, whatever is saved meanwhile', async () => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml: echoRecipe } });
  await call('PUT', `${recipes}/1/draft`, { body: { yaml: 'half: [', base_revision: 0 } });
  const { body: before } = await call('GET', `${recipes}/1`);
  expect(await call('PATCH', `${recipes}/1`, { body: { name: '  Skies ' } })).toMatchObject({
    status: 200,
    body: { ...before, name: 'Skies' },
  });
  expect((await call('GET', `${recipes}/1`)).body).toEqual({ ...before, name: 'Skies' });
  // An editor that is open knows nothing of it and saves on.
  expect(
    await call('PUT', `${recipes}/1/draft`, { body: { yaml: 'half: [1', base_revision: 1 } }),
  ).toMatchObject({ status: 200, body: { revision: 2 } });
});

test.each([
  [{ name: ' ' }, 400, /^name: /],
  [{ name: 'x'.repeat(201) }, 400, /^name: .*200/],
  [{}, 400, /^name: /],
  [{ name: 'Skies', yaml: 'a: 1' }, 400, /yaml/],
])('A63 a rename by %j is refused with the field', async (body, status, message) => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml: echoRecipe } });
  const answer = await call('PATCH', `${recipes}/1`, { body });
  expect(answer.status).toBe(status);
  expect(dig(answer.body, 'error', 'message')).toMatch(message);
  expect((await call('GET', `${recipes}/1`)).body).toMatchObject({ name: 'Weather' });
});

test('A63 what is deleted, of another project or not there has no name to change', async () => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml: echoRecipe } });
  await call('POST', '/v1/projects', { body: { name: 'Other' } });
  for (const path of [`${recipes}/2`, '/v1/projects/2/recipes/1']) {
    expect((await call('PATCH', path, { body: { name: 'Skies' } })).status).toBe(404);
  }
  await call('DELETE', `${recipes}/1`);
  expect((await call('PATCH', `${recipes}/1`, { body: { name: 'Skies' } })).status).toBe(404);
});

const hosted = (more = '') => echoRecipe.replace('engine: ECHO', `engine: OPENAI${more}`);

test.each([
  ['asks nobody', echoRecipe, null],
  ['asks a provider without a key', hosted(), 'missing-key'],
  ['brings its own key', hosted('\n  remote_params: { api_key: sk-own-key-0123456789 }'), null],
  [
    'names a variable that is not set',
    hosted('\n  remote_params: { api_key_env_varname: OPENAI_API_KEY }'),
    'missing-key',
  ],
  ['has no address', echoRecipe.replace('engine: ECHO', 'engine: REMOTE'), 'missing-address'],
  ['has errors', hosted().replace('sampled_attributes', 'samplde_attributes'), null],
])('A64 a recipe that %s says what it lacks', async (_, yaml, code) => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml } });
  const listed = dig((await call('GET', recipes)).body, 'data', 0, 'missing');
  const told = dig((await call('GET', `${recipes}/1/needs`)).body, 'missing');
  expect(told).toEqual(listed);
  expect(told).toEqual(code === null ? null : expect.objectContaining({ code }));
});

test('A64 what a draft lacks counts, and a stored key mends it', async () => {
  const { call } = await testServer();
  await call('POST', recipes, { body: { name: 'Weather', yaml: echoRecipe } });
  await call('PUT', `${recipes}/1/draft`, { body: { yaml: hosted(), base_revision: 0 } });
  expect((await call('GET', `${recipes}/1/needs`)).body).toMatchObject({
    asks: null,
    missing: {
      code: 'missing-key',
      engine: 'OPENAI',
      provider: 'OpenAI',
      message: expect.stringContaining('Models') as string,
    },
  });
  await call('POST', '/v1/providers', {
    body: { name: 'OpenAI', engine: 'OPENAI', api_key: 'sk-stored-key-0123456789' },
  });
  expect((await call('GET', `${recipes}/1/needs`)).body).toMatchObject({ asks: 'endpoint', missing: null });
  expect((await call('GET', recipes)).body).toMatchObject({ data: [{ errors: 0, missing: null }] });
});

test('A64 a recipe that only holds conversations asks for a key as well', async () => {
  const { call } = await testServer();
  const head = hosted().slice(0, hosted().indexOf('  generated_attributes:'));
  const tail = hosted().slice(hosted().indexOf('inference_config:'));
  const yaml = `${head}  multiturn_attributes:
    - id: chat
      min_turns: 2
      max_turns: 2
      role_instruction_messages: { USER: "Ask about a {sky} sky.", ASSISTANT: "Answer." }
${tail}`;
  await call('POST', recipes, { body: { name: 'Chats', yaml } });
  expect((await call('GET', recipes)).body).toMatchObject({
    data: [{ errors: 0, attributes: { conversation: 1 }, missing: { code: 'missing-key' } }],
  });
});

test('a list counts the sources and the errors of each recipe', async () => {
  const { call } = await testServer();
  const yaml = echoRecipe.replace(
    'strategy_params:',
    'strategy_params:\n  input_examples: [{ id: shot, examples: [{ text: one }] }]',
  );
  await call('POST', recipes, { body: { name: 'Sourced', yaml } });
  await call('POST', recipes, { body: { name: 'Broken', yaml: 'num_samples: many' } });
  expect((await call('GET', recipes)).body).toMatchObject({
    data: [
      { name: 'Broken', errors: expect.toSatisfy((errors: number) => errors > 0) as number },
      { name: 'Sourced', attributes: { sourced: 1 }, errors: 0 },
    ],
  });
});

test('A12 a key in a text is sealed, and no answer or stored text has it', async () => {
  const { call, server } = await testServer();
  const key = 'sk-very-secret-key-0123456789';
  const yaml = echoRecipe.replace(
    'engine: ECHO',
    `engine: REMOTE\n  remote_params: { api_url: "https://models.example/v1", api_key: ${key} }`,
  );
  const answers = [
    await call('POST', recipes, { body: { name: 'Keyed', yaml } }),
    await call('PUT', `${recipes}/1`, { body: { yaml: `${yaml}# again\n`, base_version: 1 } }),
    await call('PUT', `${recipes}/1/draft`, { body: { yaml, base_revision: 0 } }),
    await call('POST', `${recipes}:validate`, { body: { yaml } }),
    await call('POST', `${recipes}:import`, { body: { text: yaml } }),
    await call('GET', `${recipes}/1`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
  expect(JSON.stringify(answers)).not.toContain(key);
  expect(JSON.stringify(answers[0]?.body['diagnostics'])).toContain('secret-moved');
  const [sealed = ''] = (await readSecrets(server.context.db, 'recipe:1')).values();
  expect(server.context.box.open(sealed)).toContain(key);
});

test('A13 what people bring becomes a recipe: YAML stays, JSON and wrappers become YAML', async () => {
  const { call } = await testServer();
  const imported = async (text: string) =>
    (await call('POST', `${recipes}:import`, { body: { text } })).body as Record<string, unknown>;
  expect((await imported(`# mine\n${echoRecipe}`))['yaml']).toBe(`# mine\n${echoRecipe}`);
  const json = await imported(
    JSON.stringify({ recipe: { recipe_config: { num_samples: 2, note: 'yes: "no"' } } }),
  );
  expect(json['yaml']).toBe('num_samples: 2\nnote: \'yes: "no"\'\n');
  expect((await imported('a: [1'))['yaml']).toBe('a: [1');
  const created = await call('POST', recipes, { body: { name: 'J', recipe_config: { num_samples: 3 } } });
  expect(created.body['yaml']).toBe('num_samples: 3\n');
});

test('A79 a text of the hosted service becomes a recipe; its key is sealed where a recipe has it, else let go', async () => {
  const { call, server } = await testServer();
  const key = 'sk-very-secret-key-0123456789';
  const config = {
    type: 'synthesize',
    model_identifier: { model_type: 'OPENAI_API', model_name: 'm', api_keys: { openai: key } },
    inference_config: { requests_per_minute: 90, top_k: 3 },
    synthesis_config: { synthesis_config: { num_samples: 2, strategy: 'general' } },
  };
  const text = JSON.stringify({ recipe: { recipe_config: config } });
  const imported = await call('POST', `${recipes}:import`, { body: { text } });
  expect(imported.status).toBe(200);
  expect(imported.body['yaml']).toContain('requests_per_minute: 90\n    api_key: null');
  const codes = ({ diagnostics }: Record<string, unknown>) =>
    (diagnostics as { code: string }[]).map(({ code }) => code);
  expect(codes(imported.body)).toEqual(['secret-moved', 'left-out', 'nothing-to-plan']);
  expect(JSON.stringify(imported)).toContain('is not kept');
  const created = await call('POST', recipes, { body: { name: 'J', recipe_config: config } });
  expect(created.status).toBe(201);
  expect(codes(created.body)).toEqual(['secret-moved', 'left-out', 'nothing-to-plan']);
  expect(JSON.stringify([imported, created])).not.toContain(key);
  const [sealed = ''] = (await readSecrets(server.context.db, 'recipe:1')).values();
  expect(server.context.box.open(sealed)).toContain(key);
});

test('A134 what came around a recipe_config and means nothing here is kept with the recipe, keys as null', async () => {
  const { call } = await testServer();
  const config = {
    type: 'synthesize',
    model_identifier: { model_type: 'OPENAI_API', model_name: 'm', tier: { accessToken: 'sk-of-tier' } },
    inference_config: { top_k: 40 },
    synthesis_config: { synthesis_config: { num_samples: 2 } },
    colour: [1, { shade: 'blue' }],
  };
  const created = await call('POST', recipes, { body: { name: 'J', recipe_config: config } });
  const kept = [
    { path: ['recipe_config', 'colour'], value: [1, { shade: 'blue' }] },
    { path: ['recipe_config', 'model_identifier', 'tier'], value: { accessToken: null } },
    { path: ['recipe_config', 'inference_config', 'top_k'], value: 40 },
  ];
  expect(created.body['unknown_fields']).toEqual(kept);
  const one = `${recipes}/1`;
  const yaml = `${dig(created.body, 'yaml') as string}# edited\n`;
  await call('PUT', one, { body: { yaml, base_version: 1 } });
  expect((await call('GET', one)).body).toMatchObject({ version: 2, unknown_fields: kept });
  const plain = await call('POST', recipes, { body: { name: 'P', yaml: 'num_samples: 3\n' } });
  expect(plain.body).not.toHaveProperty('unknown_fields');
});

test('A80 a recipe is written for oumi and for the hosted service, with what they can not do', async () => {
  const { call } = await testServer();
  const exported = (body: unknown) => call('POST', `${recipes}:export`, { body });
  const oumi = await exported({ yaml: `# mine\n${echoRecipe}`, format: 'oumi' });
  expect(oumi).toMatchObject({
    status: 200,
    body: { text: `# mine\n${echoRecipe.replace('seed: 11\n', '').replaceAll('role: user', 'role: USER')}` },
  });
  const paths = (dig(oumi.body, 'dropped') as { path: string[] }[]).map(({ path }) => path.join('.'));
  expect(paths).toEqual(['seed', 'inference_config.engine']);
  const hosted = await exported({ yaml: echoRecipe, format: 'hosted' });
  expect(JSON.parse(dig(hosted.body, 'text') as string)).toHaveProperty(
    'recipe.recipe_config.type',
    'synthesize',
  );
  expect(await exported({ yaml: 'num_samples: x', format: 'oumi' })).toMatchObject({
    status: 422,
    body: { error: { code: 'recipe-invalid' } },
  });
  expect(await exported({ yaml: echoRecipe, format: 'toml' })).toMatchObject({ status: 400 });
});

test('A14 a preview has the prompts of the plan, with unknown values in braces', async () => {
  const { call } = await testServer();
  const preview = await call('POST', `${recipes}:preview`, { body: { yaml: echoRecipe, rows: 2 } });
  expect(preview).toMatchObject({
    status: 200,
    body: {
      seed: 11,
      rows: [
        {
          index: 0,
          values: { sky: expect.stringMatching(/^(blue|grey)$/) as unknown },
          prompts: [
            { attribute_id: 'report', pending: [] },
            {
              attribute_id: 'title',
              messages: [{ role: 'user', content: 'Give it a title: {report}' }],
              pending: ['report'],
            },
          ],
        },
        { index: 1 },
      ],
      estimate: { calls: 8, cost_usd: 0 },
    },
  });
  const invalid = await call('POST', `${recipes}:preview`, { body: { yaml: 'num_samples: x' } });
  expect(invalid).toMatchObject({ status: 422, body: { error: { code: 'recipe-invalid' } } });
  expect(await call('POST', `${recipes}:preview`, { body: {} })).toMatchObject({ status: 400 });
  expect(await call('POST', `${recipes}:preview`, { body: { yaml: '', rows: 101 } })).toMatchObject({
    status: 400,
  });
});

test('A15 lists go on where the page before ended', async () => {
  const { call } = await testServer();
  for (const name of ['a', 'b', 'c']) await call('POST', recipes, { body: { name, yaml: echoRecipe } });
  const first = await call('GET', `${recipes}?limit=2`);
  expect(first.body['data']).toMatchObject([{ name: 'c' }, { name: 'b' }]);
  const next = await call('GET', `${recipes}?limit=2&cursor=${String(dig(first.body, 'next_cursor'))}`);
  expect(next.body).toMatchObject({ data: [{ name: 'a' }], next_cursor: null });
  expect((await call('GET', `${recipes}?limit=501`)).status).toBe(400);
  expect((await call('GET', `${recipes}?cursor=x`)).status).toBe(400);
});

test('A16 templates begin with the one that runs on the local model', async () => {
  const { call } = await testServer();
  const { body } = await call('GET', '/v1/projects/1/templates');
  expect(body['data']).toMatchObject([
    { id: 'tiny-stories', runs_locally: true },
    { id: 'banking77-intents' },
    { id: 'question-and-answer' },
    { id: 'support-conversations' },
    { id: 'agent-with-tools' },
    { id: 'instructions-to-follow' },
    { id: 'domain-questions' },
    { id: 'shop-messages' },
    { id: 'reworded-reviews' },
    { id: 'questions-on-documents' },
    { id: 'more-like-these' },
    { id: 'judged-answers' },
    { id: 'preference-pairs', tags: ['questions'] },
  ]);
});

test('A17 projects can be made, named and deleted, but for the first', async () => {
  const { call } = await testServer();
  expect(await call('POST', '/v1/projects', { body: { name: 'Two' } })).toMatchObject({
    status: 201,
    body: { id: 2 },
  });
  await call('PATCH', '/v1/projects/2', { body: { name: 'Second' } });
  expect((await call('GET', '/v1/projects')).body['data']).toMatchObject([
    { id: 1, name: 'Default' },
    { id: 2, name: 'Second' },
  ]);
  expect((await call('DELETE', '/v1/projects/2')).status).toBe(202);
  expect((await call('GET', '/v1/projects/2')).status).toBe(404);
  expect((await call('DELETE', '/v1/projects/1')).status).toBe(409);
});
