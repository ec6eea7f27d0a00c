import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeHub } from '@/lib/runtime/hub/testing/fake-hub';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { driveNext, echoRecipe } from '../testing/drive';
import { testServer, type TestServer } from '../testing/test-server';

const push = '/v1/projects/1/datasets/1:push';

/** A finished run on a server that knows a hub. */
async function doneRun(environment: Record<string, string>, rows = 40): Promise<TestServer> {
  const api = await testServer(environment);
  const yaml = echoRecipe.replace(/num_samples: \d+/, `num_samples: ${rows}`);
  await api.call('POST', '/v1/projects/1/runs', { body: { yaml, name: 'Topics' } });
  await driveNext(api.server);
  return api;
}

let scratch = '';
beforeEach(() => {
  scratch = temporaryDirectory();
  vi.stubEnv('TMPDIR', scratch);
});
afterEach(() => void vi.unstubAllEnvs());
const leftovers = () => readdirSync(scratch).filter((name) => name.startsWith('seedloom-push-'));

test('X13 a push makes the repository and puts the files of a bundle there in one commit', async () => {
  const hub = await fakeHub(null, { token: 'hf_writes' });
  const api = await doneRun({ HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_writes' });
  const { status, body } = await api.call('POST', push, { body: { repo: 'owner/topics' } });
  expect([status, body]).toMatchObject([
    200,
    { url: `${hub.url}/datasets/owner/topics`, commit: 'commit-1' },
  ]);
  const made = hub.repositories.get('owner/topics');
  expect(made?.isPrivate).toBe(true);
  expect(hub.commits).toEqual(['Topics, made with Seedloom']);
  const main = made?.files['main'] ?? {};
  expect(Object.keys(main).toSorted()).toEqual([
    'README.md',
    'data/test.jsonl',
    'data/train.jsonl',
    'data/validation.jsonl',
    'metrics.csv',
    'provenance.jsonl',
    'recipe.yaml',
  ]);
  const whole = await (await api.ask('GET', '/v1/projects/1/datasets/1:download')).text();
  expect(['train', 'validation', 'test'].map((split) => String(main[`data/${split}.jsonl`])).join('')).toBe(
    whole,
  );
  expect(leftovers()).toEqual([]);
});

test('X13 a second push takes the place of the files of the first and leaves what others put there', async () => {
  const hub = await fakeHub({ main: { 'data/train.jsonl': '{}', 'data/notes.txt': 'mine', 'a.png': 'p' } });
  const api = await doneRun({ HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_writes' }, 3_000);
  const query = '?format=parquet&split_seed=1&validation_share=0.1&test_share=0';
  const { status } = await api.call('POST', `${push}${query}`, {
    body: { repo: 'owner/name', private: true },
  });
  expect(status).toBe(200);
  const { files, isPrivate } = hub.repositories.get('owner/name') ?? {};
  // No file for the split without rows; and who may see a repository that was there stays as it was.
  expect(Object.keys(files?.['main'] ?? {}).toSorted()).toEqual([
    'README.md',
    'a.png',
    'data/notes.txt',
    'data/train.parquet',
    'data/validation.parquet',
    'metrics.csv',
    'provenance.jsonl',
    'recipe.yaml',
  ]);
  expect(isPrivate).toBe(false);
  expect(hub.asked.some((path) => path.startsWith('/large/'))).toBe(true);
});

test.each<[string, Record<string, string>, Record<string, unknown>, string]>([
  ['no key', {}, {}, 'No key for http'],
  ['a key that is none', { HF_TOKEN: 'secret' }, {}, 'begins with hf_'],
  ['a wrong key', { HF_TOKEN: 'hf_other' }, {}, 'The key for the hub is not taken'],
  ['a key of the request that is wrong', { HF_TOKEN: 'hf_writes' }, { token: 'hf_other' }, 'is not taken'],
  ['another owner', { HF_TOKEN: 'hf_writes' }, { repo: 'them/topics' }, 'may not write to them/topics'],
  ['nobody there', { HF_TOKEN: 'hf_writes', HF_ENDPOINT: 'http://127.0.0.1:9' }, {}, "doesn't answer"],
])('X13 %s is said in words, and nothing is left behind', async (_, environment, changes, message) => {
  const hub = await fakeHub(null, { token: 'hf_writes' });
  const api = await doneRun({ HF_ENDPOINT: hub.url, ...environment });
  const { status, body } = await api.call('POST', push, { body: { repo: 'owner/topics', ...changes } });
  expect([status, body]).toMatchObject([422, { error: { code: 'hub-refused' } }]);
  expect(JSON.stringify(body)).toContain(message);
  expect(JSON.stringify(body)).not.toMatch(/hf_(?:other|writes)/);
  expect(leftovers()).toEqual([]);
  expect(hub.commits).toEqual([]);
});

test('X13 a key of the request takes the place of the one that is known', async () => {
  const hub = await fakeHub(null, { token: 'hf_writes' });
  const api = await doneRun({ HF_ENDPOINT: hub.url });
  const body = { repo: 'owner/topics', private: false, token: 'hf_writes' };
  expect((await api.call('POST', push, { body })).status).toBe(200);
  expect(hub.repositories.get('owner/topics')?.isPrivate).toBe(false);
});
