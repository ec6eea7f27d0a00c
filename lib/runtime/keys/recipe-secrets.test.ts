import { expect, test } from 'vitest';
import { bindSecrets, keepSecrets, openJobSecrets, openSecrets } from './recipe-secrets';
import { testContext } from '../testing/test-context';

const path = 'inference_config.remote_params.api_key';
const secrets = [{ path, value: 'the key' }];

test.each([
  ['inference_config:\n  engine: OPENAI\n', 'https://api.openai.com'],
  [
    'inference_config: {engine: REMOTE, remote_params: {api_url: "https://a.test/v1/chat/completions"}}',
    'https://a.test',
  ],
  ['num_samples: many\ninference_config:\n  engine: openai\n  model: 3', 'https://api.openai.com'],
  ['inference_config:\n  engine: REMOTE\n', 'no address'],
  ['inference_config: {{{', 'http://127.0.0.1:3001'],
])('the key in %j is bound to %s', async (text, origin) => {
  const bound = await bindSecrets(await testContext(), text, secrets);
  expect(bound.get(path)).toEqual({ value: 'the key', origin });
});

test('keys are stored sealed, and come back with what they are bound to', async () => {
  const context = await testContext();
  const bound = await bindSecrets(context, 'inference_config: {engine: OPENAI}', secrets);
  await keepSecrets(context, 'recipe:7', bound);
  const stored = await context.db.prisma.secret.findMany();
  expect(stored.map((secret) => secret.sealed).join()).not.toContain('the key');
  expect(await openSecrets(context, ['run:1', 'recipe:7'])).toEqual(bound);
});

test('a key that is stored a moment after its run is awaited', async () => {
  const context = await testContext();
  const opened = openJobSecrets(context, {
    text: '{"inference_config":{"remote_params":{"api_key":null}}}',
    owners: ['run:1'],
    createdAtMs: Date.now(),
  });
  await keepSecrets(context, 'run:1', new Map([[path, { value: 'late' }]]));
  expect((await opened).get(path)).toEqual({ value: 'late' });
});
