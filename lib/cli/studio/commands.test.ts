import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { fakeHub } from '@/lib/runtime/hub/testing/fake-hub';
import { driveNext, echoRecipe } from '@/lib/server/testing/drive';
import { listen, withWorker } from '@/lib/server/testing/listen';
import { testServer, type TestServer } from '@/lib/server/testing/test-server';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';
import { createProgram } from '../program/create-program';
import { tellError } from '../tell-error';

const project = '/v1/projects/1';

type Said = { code: number; out: string; err: string };

/** Calls a command as the shell does, and tells what it said. */
async function call(...words: string[]): Promise<Said> {
  const said = { out: '', err: '' };
  const spies = [
    vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((piece) => ((said.out += Buffer.from(piece).toString()), true)),
    vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((piece) => ((said.err += Buffer.from(piece).toString()), true)),
  ];
  process.exitCode = 0;
  try {
    await createProgram().parseAsync(['node', 'seedloom', ...words]);
  } catch (error) {
    process.exitCode = tellError(error);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const code = process.exitCode;
  process.exitCode = 0;
  return { code, ...said };
}

/** One studio, and the flags that reach it in either way. */
async function studio(
  kind: 'a data directory' | 'a server',
  environment: Readonly<Record<string, string>> = {},
) {
  const api = await testServer(environment);
  const flags =
    kind === 'a server' ? ['--remote', await listen(api)] : ['--data-dir', api.server.context.config.dataDir];
  return { api, in: (...words: string[]) => call(...words, ...flags) };
}

/** The recipe of the weather, asking a model at an address. */
function askingAt(url: string): string {
  return `${echoRecipe.replace('ECHO', 'REMOTE').trimEnd()}\n  remote_params: {api_url: "${url}"}\n`;
}

async function finishedRun(api: TestServer, name: string) {
  await api.call('POST', `${project}/runs`, { body: { yaml: echoRecipe, name } });
  await driveNext(api.server);
}

describe.each(['a data directory', 'a server'] as const)('the studio of %s', (kind) => {
  test('A110 A111 A112 runs and datasets are found by id and by name, as a table and as JSON', async () => {
    const { api, in: ask } = await studio(kind);
    await finishedRun(api, 'Weather of today');
    await finishedRun(api, 'twice');
    await finishedRun(api, 'twice');
    const list = await ask('runs', 'ls');
    expect(list.out.split('\n')[0]).toMatch(/^ID {2}STATUS +ROWS +NAME/);
    expect(list.out).toMatch(/ 1 {2}completed {2}4 of 4 {2}Weather of today/);
    expect(list.out).not.toContain('\u001b');
    const listed = JSON.parse((await ask('runs', 'ls', '--json', '--limit', '2')).out) as { id: number }[];
    expect(listed.map(({ id }) => id)).toEqual([3, 2]);
    const byName = await ask('runs', 'show', 'weather of TODAY', '--json');
    expect(JSON.parse(byName.out)).toEqual((await api.call('GET', `${project}/runs/1`)).body);
    const two = await ask('datasets', 'show', 'twice');
    expect(two).toMatchObject({ code: 1, out: '' });
    expect(two.err).toBe('seedloom: 2 datasets are called "twice". Name one by its id: 3, 2.\n');
    const none = await ask('runs', 'show', 'nothing');
    expect(none).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no run "nothing"') as string,
    });
    expect((await ask('runs', 'show', '99')).err).toBe('seedloom: There is no run 99.\n');
  }, 60_000);

  test('A110 a dataset is written to a file or a pipe, in the format that is asked for', async () => {
    const { api, in: ask } = await studio(kind);
    await finishedRun(api, 'Weather');
    const file = join(temporaryDirectory(), 'rows.csv');
    const given = ['datasets', 'export', '1', '--format', 'csv', '--columns', 'sky', '--index-column', 'n'];
    expect(await ask(...given, '--output', file)).toEqual({ code: 0, out: '', err: '' });
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^n,sky\r?\n0,/);
    expect((await ask(...given)).out).toBe(text);
    const zip = join(temporaryDirectory(), 'all.zip');
    const divided = [
      '--test-share',
      '0.5',
      '--validation-share',
      '0',
      '--stratify',
      'sky',
      '--split-seed',
      '3',
    ];
    const bundled = await ask('datasets', 'export', '1', '--bundle', ...divided, '--output', zip);
    expect(bundled).toEqual({ code: 0, out: '', err: '' });
    const entries = await new ZipReader(new Uint8ArrayReader(readFileSync(zip))).getEntries();
    expect(entries.map(({ filename }) => filename)).toContain('data/train.jsonl');
    const took = await ask('datasets', 'export', '1', '--metrics', ...divided);
    expect(took.out).toMatch(/^index,split,/);
    expect(took.out.split('\n').filter((line) => line.includes(',test,'))).not.toEqual([]);
    const split = await ask('datasets', 'export', '1', '--split', 'test', ...divided);
    expect(split.out.trim().split('\n')).toHaveLength(
      took.out.split('\n').filter((line) => line.includes(',test,')).length,
    );
    // A file is what its name says, unless another format is asked for.
    const named = join(temporaryDirectory(), 'rows.JSON');
    await ask('datasets', 'export', '1', '--limit', '1', '--output', named);
    expect(JSON.parse(readFileSync(named, 'utf8'))).toHaveLength(1);
    await ask('datasets', 'export', '1', '--format', 'jsonl', '--columns', 'sky', '--output', named);
    expect(readFileSync(named, 'utf8')).toMatch(/^\{"sky":/);
    const rowsAsZip = await ask('datasets', 'export', '1', '--output', zip);
    expect([rowsAsZip.code, rowsAsZip.err]).toEqual([
      1,
      expect.stringContaining('a zip is written with --bundle'),
    ]);
    const both = await ask('datasets', 'export', '1', '--bundle', '--limit', '3');
    expect(both.err).toContain('--limit');
    const wrong = await ask('datasets', 'export', '1', '--format', 'docx');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('format: "docx" is not supported')]);
    const nowhere = await ask('datasets', 'export', '1', '--output', '/nowhere/rows.jsonl');
    expect([nowhere.code, nowhere.err]).toEqual([
      1,
      expect.stringContaining('--output /nowhere/rows.jsonl: there is no folder /nowhere.'),
    ]);
  }, 60_000);

  test('A110 A114 recipes are planned, priced and tried', async () => {
    const { api, in: ask } = await studio(kind);
    const file = join(temporaryDirectory(), 'weather.yaml');
    writeFileSync(file, echoRecipe);
    expect((await ask('recipes', 'import', file, '--name', 'Weather')).out).toBe('1\n');
    const planned = await ask('preview', file, '--rows', '1');
    expect(planned.out).toMatch(/Row 0\nsky: \w+\n[\s\S]*── title\n\[user\] Give it a title: \{report\}/);
    expect((await ask('preview', 'weather', '--rows', '1')).out).toBe(planned.out);
    const priced = await ask('estimate', '1', '--num_samples', '10', '--json');
    expect(JSON.parse(priced.out)).toMatchObject({ calls: 20 });
    const intoFolder = await ask('recipes', 'export', '1', '--format', 'yaml', '--output', dirname(file));
    expect([intoFolder.code, intoFolder.err]).toEqual([
      1,
      `seedloom: --output ${dirname(file)}: is a directory, not a file.\n`,
    ]);
    const asked = ask('try', '1', '--rows', '2', '--json');
    const tried = await (kind === 'a server' ? withWorker(api, asked) : asked);
    expect(tried).toMatchObject({ code: 0, err: '' });
    const events = tried.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; data: Record<string, unknown> });
    expect(events.at(-1)).toMatchObject({ event: 'end', data: { status: 'completed', seed: 11 } });
    expect(events.filter(({ event }) => event === 'row').map(({ data }) => data['index'])).toEqual([0, 1]);
    writeFileSync(file, echoRecipe.replace('{report}', '{nobody}'));
    const refused = await ask('preview', file);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringMatching(/weather\.yaml:\d+:\d+ error unknown-placeholder/),
    ]);
  }, 60_000);

  test('A113 a trial of which a row failed ends as one whose model failed', async () => {
    const mock = await startMockEndpoint({ script: [{ contains: '', status: 400, message: 'Too warm.' }] });
    onTestFinished(() => mock.close());
    const { api, in: ask } = await studio(kind);
    const file = join(temporaryDirectory(), 'weather.yaml');
    writeFileSync(file, askingAt(mock.url));
    const asked = ask('try', file, '--rows', '1');
    const tried = await (kind === 'a server' ? withWorker(api, asked) : asked);
    expect([tried.code, tried.err]).toEqual([3, expect.stringMatching(/^row 0, report: .*Too warm\./)]);
  }, 60_000);

  test('A114 Ctrl-C cancels a trial and says so', async () => {
    const mock = await startMockEndpoint({ latencyMs: 60_000 });
    onTestFinished(() => mock.close());
    const { in: ask } = await studio(kind);
    const file = join(temporaryDirectory(), 'weather.yaml');
    writeFileSync(file, askingAt(mock.url));
    const before = new Set(process.listeners('SIGINT'));
    const tried = ask('try', file, '--rows', '1');
    const added = () => process.listeners('SIGINT').filter((listener) => !before.has(listener));
    await vi.waitFor(() => expect(added()).not.toEqual([]), 10_000);
    if (kind === 'a data directory') {
      await vi.waitFor(() => expect(mock.stats().inFlight).toBeGreaterThan(0), 10_000);
    }
    for (const listener of added()) listener('SIGINT');
    expect(await tried).toMatchObject({ code: 4, err: expect.stringContaining('Cancelled.') as string });
  }, 60_000);

  test('A114 a run is paused, resumed, seen to its end and written', async () => {
    const { api, in: ask } = await studio(kind);
    await api.call('POST', `${project}/runs`, { body: { yaml: echoRecipe, name: 'Weather' } });
    expect((await ask('runs', 'pause', '1')).out).toBe('Run 1, "Weather", is paused after 0 of 4 rows.\n');
    expect(await ask('runs', 'watch', '1')).toMatchObject({ code: 4 });
    const output = join(temporaryDirectory(), 'rows.jsonl');
    const asked = ask('runs', 'resume', 'Weather', '--output', output, '--num_samples', '6');
    const resumed = await (kind === 'a server' ? withWorker(api, asked) : asked);
    expect(resumed).toEqual({ code: 0, out: `6 rows written to ${output}.\n`, err: '' });
    expect(readFileSync(output, 'utf8').trim().split('\n')).toHaveLength(6);
    const table = join(temporaryDirectory(), 'rows.csv');
    expect((await ask('runs', 'resume', '1', '--output', table)).code).toBe(0);
    expect(readFileSync(table, 'utf8').split(/\r?\n/)[0]).toBe('sky,report,title,pair');
    const again = await ask('runs', 'cancel', '1');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('Run 1 is completed')]);
  }, 60_000);

  test('A110 keys are made, shown once, listed and revoked', async () => {
    const { in: ask } = await studio(kind);
    const made = await ask('keys', 'create', 'notebook');
    expect(made.out).toMatch(/^sl-[\w-]{32}\n$/);
    const flags = kind === 'a server' ? ['--key', made.out.trim()] : [];
    expect((await ask('keys', 'ls', ...flags)).out).toMatch(/ 1 {2}notebook {2}admin {2}…\S{4}/);
    if (kind === 'a server') {
      const refused = await ask('keys', 'ls');
      expect([refused.code, refused.out]).toEqual([5, '']);
      expect(refused.err).toContain('This server needs a key');
    }
    expect((await ask('keys', 'revoke', 'notebook', ...flags)).out).toBe('Key 1 is revoked.\n');
    expect((await ask('keys', 'ls')).err).toBe('There are no keys.\n');
  }, 60_000);
});

test.each(['a data directory', 'a server'] as const)(
  'X13 datasets push puts a dataset of %s on the hub and prints its page',
  async (kind) => {
    const hub = await fakeHub(null, { token: 'hf_writes' });
    const { api, in: ask } = await studio(kind, { HF_ENDPOINT: hub.url });
    await finishedRun(api, 'Weather');
    vi.stubEnv('HF_ENDPOINT', hub.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const none = await ask('datasets', 'push', 'weather', 'owner/weather');
    expect([none.code, none.out, none.err]).toEqual([1, '', expect.stringContaining('No key for http')]);
    const made = await ask(
      'datasets',
      'push',
      '1',
      'owner/weather',
      '--format',
      'csv',
      '--token',
      'hf_writes',
    );
    expect(made).toEqual({ code: 0, out: `${hub.url}/datasets/owner/weather\n`, err: '' });
    const { files, isPrivate } = hub.repositories.get('owner/weather') ?? {};
    expect(isPrivate).toBe(true);
    expect(Object.keys(files?.['main'] ?? {})).toContain('data/train.csv');
  },
);

test('A113 a server that does not answer is told by its address, and flags that contradict each other are refused', async () => {
  const gone = await call('runs', 'ls', '--remote', 'http://127.0.0.1:9');
  expect([gone.code, gone.out]).toEqual([5, '']);
  expect(gone.err).toMatch(/^seedloom: --remote http:\/\/127\.0\.0\.1:9: it does not answer \(.+\)\.\n$/);
  for (const [words, said] of [
    [['--key', 'k'], '--key is for a server: name it with --remote URL.'],
    [['--remote', 'http://a', '--data-dir', 'b'], '--remote and --data-dir name two studios'],
    [['--remote', 'http://a/studio'], '--remote http://a/studio: a studio has no path; write http://a.'],
    [['--remote', 'studio'], '--remote studio: it must be an address, such as http://127.0.0.1:3000.'],
  ] as const) {
    const refused = await call('runs', 'ls', ...words);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(said)]);
  }
});

test('R114 what is wrong with a value of the command line is told by its option, all else by its line', async () => {
  const folder = temporaryDirectory();
  const file = join(folder, 'weather.yaml');
  writeFileSync(file, `${echoRecipe}\nnum_sample: 3\n`);
  const { code, err } = await call('synth', '-c', file, '--inference_config.generation.temperature', 'hot');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^--inference_config\.generation\.temperature hot: error wrong-type .* must be a number/m,
  );
  expect(err).toMatch(/weather\.yaml:\d+:1 error unknown-key num_sample:/);
  const remote = ['--inference_config.remote_params', '{api_key: sk-very-secret, api_urll: x}'];
  const secret = await call('synth', '-c', file, ...remote);
  expect(secret.err).toMatch(/^--inference_config\.remote_params: error unknown-key /m);
  expect(secret.err).not.toContain('sk-very-secret');
});

test('A110 a provider is tested where its key is: in this process, or by the server', async () => {
  const api = await testServer();
  const dataDir = api.server.context.config.dataDir;
  const none = await call('models', 'test', 'OpenAI', '--data-dir', dataDir);
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('There is no provider "OpenAI"')]);
  const stored = await api.call('POST', '/v1/providers', {
    body: { name: 'Echo', engine: 'ECHO', base_url: 'http://127.0.0.1:9' },
  });
  expect(stored.status).toBe(201);
  const tested = await call('models', 'test', 'echo', '--json', '--data-dir', dataDir);
  expect(JSON.parse(tested.out)).toMatchObject({ ok: true, models: ['echo'] });

  const mock = await startMockEndpoint({ models: ['m-1'], apiKey: 'sk-of-the-server-0123' });
  onTestFinished(() => mock.close());
  const away = await testServer({ OPENAI_API_KEY: 'sk-of-the-server-0123', OPENAI_BASE_URL: mock.url });
  const remote = ['--remote', await listen(away)];
  const flags = ['--json', ...remote];
  expect((await call('models', 'test', 'openai', ...remote)).out).toMatch(
    /^OpenAI answered .* It has 1 model\.\n {2}m-1\n$/,
  );
  for (const word of ['OpenAI', 'environment-openai']) {
    const answered = await call('models', 'test', word, ...flags);
    expect(JSON.parse(answered.out)).toMatchObject({ ok: true, models: ['m-1'] });
  }
}, 60_000);

test('A110 A114 a recipe runs on a server: its rows come here, behind others too; the same command goes on', async () => {
  const api = await testServer();
  const flags = ['--remote', await listen(api)];
  const folder = temporaryDirectory();
  const [file, output, csv] = ['weather.yaml', 'rows.jsonl', 'rows.csv'].map((name) => join(folder, name));
  if (file === undefined || output === undefined || csv === undefined) throw new Error('no paths');
  writeFileSync(file, echoRecipe);
  const synth = (...words: string[]) => call('synth', '-c', file, ...words, ...flags);
  const dry = await synth('--dry-run', '--num_samples', '10');
  expect(dry.out).toMatch(/── title\n[\s\S]*20 calls\. About \$0\.0000/);
  const made = await withWorker(api, synth('--output_path', output));
  expect(made).toEqual({ code: 0, out: '', err: '' });
  const download = await api.ask('GET', `${project}/datasets/1:download`);
  expect(readFileSync(output, 'utf8')).toBe(await download.text());
  const appended = await withWorker(api, synth('--append', csv, '--num_samples', '2', '--seed', '5'));
  expect(appended.code).toBe(0);
  expect(readFileSync(csv, 'utf8').split('\n')[0]).toBe('index,sky,report,title,pair');
  expect(readFileSync(csv, 'utf8').trim().split('\n')).toHaveLength(3);
  // A run that is paused elsewhere ends the command, and the printed command resumes that very run.
  const paused = synth('--output_path', output, '--num_samples', '6', '--seed', '8');
  await vi.waitFor(async () => {
    expect((await api.call('POST', `${project}/runs/3:pause`)).status).toBe(202);
  });
  const said = await paused;
  expect([said.code, said.err]).toEqual([
    4,
    expect.stringMatching(/^Paused after 0 of 6 rows\. Go on with:\n {2}seedloom synth -c .* --remote http/),
  ]);
  const again = await withWorker(api, synth('--output_path', output, '--num_samples', '6', '--seed', '8'));
  expect(again.code).toBe(0);
  expect(readFileSync(output, 'utf8').trim().split('\n')).toHaveLength(6);
  expect((await api.call('GET', `${project}/runs`)).body['data']).toHaveLength(3);
  writeFileSync(file, echoRecipe.replace('ECHO', 'OPENAI'));
  const refused = await synth('--output_path', output);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('error missing-key')]);
}, 60_000);
