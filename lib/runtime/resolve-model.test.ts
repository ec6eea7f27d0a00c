import { describe, expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { insertProvider, type NewProvider } from '@/lib/store/providers';
import { rememberModels, listModels, setModelPrice } from '@/lib/store/models';
import { readConfig } from './config';
import type { Context } from './context';
import type { RecipeSecrets } from './keys/recipe-secret';
import { resolveModel, type ResolvedModel } from './resolve-model';
import { mockInference, testRecipe } from './testing/test-recipe';
import { testContext } from './testing/test-context';

/** What a call to the resolved model would carry, told by the adapter's request to a recording endpoint. */
async function resolve(
  context: Context,
  inference: Record<string, unknown>,
  options: { secrets?: RecipeSecrets; modelOverride?: string } = {},
) {
  const text = testRecipe(inference);
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe === null) throw new Error(JSON.stringify(diagnostics));
  return resolveModel(context, { recipe, text, secrets: options.secrets ?? new Map(), ...options });
}

function codeOf(result: Awaited<ReturnType<typeof resolve>>): string {
  return result.ok ? 'ok' : (result.diagnostics[0]?.code ?? 'none');
}

function model(result: Awaited<ReturnType<typeof resolve>>): ResolvedModel {
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result;
}

const provider = (context: Context, changes: Partial<NewProvider>): NewProvider => ({
  name: 'P',
  engine: 'OPENAI',
  baseUrl: 'https://api.openai.com/v1',
  sealedKey: context.box.seal('stored-key'),
  keyHint: null,
  requestsPerMinute: null,
  inputTokensPerMinute: null,
  outputTokensPerMinute: null,
  maxConcurrency: null,
  timeoutMs: null,
  createdAtMs: 0,
  ...changes,
});

const openAi = { engine: 'OPENAI' };
const elsewhere = (remote: object = {}) => ({
  engine: 'OPENAI',
  remote_params: { api_url: 'https://elsewhere.test/v1/chat/completions', ...remote },
});

describe('a key goes only to its own origin', () => {
  const cases: [string, Record<string, string>, Record<string, unknown>, string][] = [
    ['no key at all', {}, openAi, 'missing-key'],
    ['the key of the environment, at home', { OPENAI_API_KEY: 'k' }, openAi, 'ok'],
    ['the key of the environment, elsewhere', { OPENAI_API_KEY: 'k' }, elsewhere(), 'key-elsewhere'],
    [
      'an address and a key of the environment belong together',
      { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://elsewhere.test/v1' },
      elsewhere(),
      'ok',
    ],
    [
      'with an address in the environment the key is not for the usual one',
      { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://elsewhere.test/v1' },
      { engine: 'OPENAI', remote_params: { api_url: 'https://api.openai.com/v1' } },
      'key-elsewhere',
    ],
    [
      'the same host without TLS is another origin',
      { OPENAI_API_KEY: 'k' },
      { engine: 'OPENAI', remote_params: { api_url: 'http://api.openai.com/v1' } },
      'key-elsewhere',
    ],
    ['an endpoint on this machine needs none', {}, mockInference('http://127.0.0.1:9/v1'), 'ok'],
    ['localhost too', {}, { engine: 'OPENAI', remote_params: { api_url: 'http://localhost:9/v1' } }, 'ok'],
    [
      'a host that only looks local',
      {},
      { engine: 'OPENAI', remote_params: { api_url: 'http://127.0.0.1.evil.test/v1' } },
      'missing-key',
    ],
    ['REMOTE without an address', {}, { engine: 'REMOTE' }, 'missing-address'],
    [
      'an address that is none',
      {},
      { engine: 'REMOTE', remote_params: { api_url: 'ftp://x.test' } },
      'missing-address',
    ],
    [
      'an address with a user name',
      {},
      { engine: 'REMOTE', remote_params: { api_url: 'https://a:b@x.test' } },
      'missing-address',
    ],
    [
      'the variable of a known engine, at home',
      { OPENAI_API_KEY: 'k' },
      { engine: 'OPENAI', remote_params: { api_key_env_varname: 'OPENAI_API_KEY' } },
      'ok',
    ],
    [
      'the variable of a known engine, elsewhere',
      { OPENAI_API_KEY: 'k' },
      elsewhere({ api_key_env_varname: 'OPENAI_API_KEY' }),
      'key-elsewhere',
    ],
    [
      'any other variable over HTTP',
      { MY_KEY: 'k' },
      elsewhere({ api_key_env_varname: 'MY_KEY' }),
      'key-elsewhere',
    ],
    [
      'a variable that is not set',
      {},
      { engine: 'OPENAI', remote_params: { api_key_env_varname: 'OPENAI_API_KEY' } },
      'missing-key',
    ],
    ['the echo needs nothing', {}, { engine: 'ECHO' }, 'ok'],
    ['the local model needs nothing', {}, { engine: 'LLAMACPP' }, 'ok'],
  ];

  test('whatever recipe and environment say', async () => {
    const context = await testContext();
    for (const [name, env, inference, code] of cases) {
      const config = readConfig({ dataDir: context.config.dataDir }, env);
      expect(codeOf(await resolve({ ...context, config }, inference)), name).toBe(code);
    }
  });

  test('the command line may read any variable', async () => {
    const context = await testContext({ MY_KEY: 'k' }, true);
    expect(codeOf(await resolve(context, elsewhere({ api_key_env_varname: 'MY_KEY' })))).toBe('ok');
  });

  test('but a known variable goes to its own origin from there too', async () => {
    const context = await testContext({ OPENAI_API_KEY: 'k' }, true);
    expect(codeOf(await resolve(context, elsewhere({ api_key_env_varname: 'OPENAI_API_KEY' })))).toBe(
      'key-elsewhere',
    );
  });

  test('a stored key serves its own origin, and the message elsewhere says what to do', async () => {
    const context = await testContext();
    await insertProvider(context.db, provider(context, {}));
    expect(codeOf(await resolve(context, openAi))).toBe('ok');
    const refused = await resolve(context, elsewhere());
    expect(codeOf(refused)).toBe('key-elsewhere');
    expect(!refused.ok && refused.diagnostics[0]?.message).toContain('https://elsewhere.test');
    await insertProvider(
      context.db,
      provider(context, { engine: 'REMOTE', baseUrl: 'https://elsewhere.test/v1' }),
    );
    expect(codeOf(await resolve(context, elsewhere()))).toBe('ok');
  });

  test('the key of a recipe goes where it was given for, and nowhere else', async () => {
    const context = await testContext();
    const secret = (origin?: string) =>
      new Map([['inference_config.remote_params.api_key', { value: 'own', origin }]]);
    expect(codeOf(await resolve(context, elsewhere(), { secrets: secret('https://elsewhere.test') }))).toBe(
      'ok',
    );
    expect(codeOf(await resolve(context, elsewhere(), { secrets: secret('https://api.openai.com') }))).toBe(
      'key-elsewhere',
    );
    expect(codeOf(await resolve(context, elsewhere(), { secrets: secret() }))).toBe('ok');
  });

  test('a missing key is told with the way out, at its line', async () => {
    const text = 'num_samples: 1\ninference_config:\n  engine: OPENAI\n';
    const { recipe } = readRecipe(testRecipe(openAi));
    if (recipe === null) throw new Error('the recipe is valid');
    const refused = await resolveModel(await testContext(), { recipe, text, secrets: new Map() });
    expect(refused).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message:
            'inference_config.engine: OpenAI has no key yet. Add it under Models, set OPENAI_API_KEY, or use the local model.',
          range: { start: { line: 3, column: 3 } },
        },
      ],
    });
  });
});

test('limits are the narrower of recipe and provider', async () => {
  const context = await testContext();
  expect(model(await resolve(context, { engine: 'LLAMACPP' })).limits.maxConcurrency).toBe(1);
  const remote = { api_url: 'http://127.0.0.1:9/v1' };
  expect(model(await resolve(context, { engine: 'REMOTE', remote_params: remote })).limits).toEqual({
    maxConcurrency: 16,
    requestsPerMinute: undefined,
    timeoutMs: 300_000,
    maxRetries: 5,
    retryBackoffBaseMs: 1000,
    retryBackoffMaxMs: 30_000,
  });
  await insertProvider(
    context.db,
    provider(context, {
      engine: 'REMOTE',
      baseUrl: 'http://127.0.0.1:9/v1',
      maxConcurrency: 4,
      requestsPerMinute: 100,
      inputTokensPerMinute: 40_000,
      outputTokensPerMinute: 9000,
      timeoutMs: 9000,
    }),
  );
  const more = {
    ...remote,
    num_workers: 50,
    requests_per_minute: 30,
    output_tokens_per_minute: 8000,
    politeness_policy: 60,
  };
  const { limits } = model(await resolve(context, { engine: 'REMOTE', remote_params: more }));
  expect(limits).toMatchObject({
    maxConcurrency: 4,
    requestsPerMinute: 4,
    inputTokensPerMinute: 40_000,
    outputTokensPerMinute: 8000,
    timeoutMs: 9000,
  });
});

test('a price that was set goes before the list, the local model is free, an unknown one is not guessed', async () => {
  const context = await testContext({ OPENAI_API_KEY: 'k' });
  const priceOf = async (inference: Record<string, unknown>, name?: string) =>
    model(await resolve(context, inference, { modelOverride: name })).price;
  expect(await priceOf({ engine: 'LLAMACPP' })).toEqual({ inputUsdPerMillion: 0, outputUsdPerMillion: 0 });
  expect(await priceOf(openAi, 'gpt-5-mini')).toMatchObject({ inputUsdPerMillion: 0.25 });
  expect(await priceOf(openAi, 'unheard-of')).toBeNull();
  const named = { engine: 'OPENAI' as const, baseUrl: 'https://api.openai.com/v1', name: 'unheard-of' };
  await rememberModels(context.db, [named], 0);
  const [stored] = await listModels(context.db);
  const price = { inputUsdPerMillion: 3, outputUsdPerMillion: 5 };
  await setModelPrice(context.db, stored?.id ?? 0, { ...price, from: null, date: null });
  expect(await priceOf(openAi, 'unheard-of')).toEqual(price);
});

test('ENGINE/name in place of the model changes both', async () => {
  const context = await testContext({ ANTHROPIC_API_KEY: 'k' });
  const { endpoint } = model(await resolve(context, openAi, { modelOverride: 'ANTHROPIC/claude-x' }));
  expect(endpoint).toEqual({
    engine: 'ANTHROPIC',
    baseUrl: 'https://api.anthropic.com/v1',
    modelName: 'claude-x',
  });
  const other = model(await resolve(context, { engine: 'LLAMACPP' }, { modelOverride: 'Org/small' }));
  expect(other.endpoint).toMatchObject({ engine: 'LLAMACPP', modelName: 'Org/small' });
});

test('a recipe that asks no model needs neither address nor key', async () => {
  const context = await testContext();
  const params = { input_examples: [{ examples: [{ topic: 'birds' }] }] };
  for (const inference of [{ engine: 'REMOTE' }, openAi]) {
    const text = testRecipe(inference, { strategy_params: params });
    const { recipe, diagnostics } = readRecipe(text);
    if (recipe === null) throw new Error(JSON.stringify(diagnostics));
    expect(codeOf(await resolveModel(context, { recipe, text, secrets: new Map() }))).toBe('ok');
  }
});

test('a recipe of conversations alone asks its model', async () => {
  const context = await testContext();
  const personas = { USER: 'You ask.', ASSISTANT: 'You answer.' };
  const talk = { id: 'talk', min_turns: 1, max_turns: 1, role_instruction_messages: personas };
  const params = { input_examples: [{ examples: [{ topic: 'birds' }] }], multiturn_attributes: [talk] };
  const text = testRecipe({ engine: 'REMOTE' }, { strategy_params: params });
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe === null) throw new Error(JSON.stringify(diagnostics));
  expect(codeOf(await resolveModel(context, { recipe, text, secrets: new Map() }))).toBe('missing-address');
});
