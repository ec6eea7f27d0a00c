import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { launchStudio, startStudio, type StudioProcess } from './start-studio';

const noModel = ['--no-model'];
const studios: { stop(): Promise<void> }[] = [];
test.afterEach(async () => {
  await Promise.all(studios.splice(0).map((studio) => studio.stop()));
});

test('a start with nothing changed makes nothing anew, and all processes answer', async () => {
  const studio = keep(await startStudio());
  expect(studio.output()).not.toMatch(/Installing|Generating|Bundling|Building|Fetching/);
  expect(await studio.api.health()).toMatchObject({
    status: 'ok',
    worker: { status: 'ok' },
    model_server: { status: 'idle', model: 'HuggingFaceTB/SmolLM2-135M-Instruct' },
  });
});

test('a taken port is named, with a free one to take instead', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const studio = keep(await launchStudio({ port, flags: noModel }));
  expect(await studio.ended).toBe(1);
  expect(studio.output()).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is taken.*--port \\d+`));
  other.close();
});

test('a second start on the same data directory says where the first one runs', async () => {
  const first = keep(await startStudio({ flags: noModel }));
  const second = keep(await launchStudio({ dataDir: first.dataDir, flags: noModel }));
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`already running on ${first.dataDir} at ${first.url}`);
  expect((await first.api.health()).status).toBe('ok');
  const own = new URL(first.url).host;
  expect(await answerTo(`${first.url}/recipes`, own)).toMatchObject({ status: 200 });
  const refused = await answerTo(`${first.url}/recipes`, 'evil.test');
  expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('"evil.test"') });
  const broken = await answerTo(`${first.url}/v1/%zz`, own);
  expect(broken).toMatchObject({ status: 404, text: expect.stringContaining('"not-found"') });
});

/** What a request under a name of a host is answered; `fetch` sends none but its own. */
function answerTo(url: string, host: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.on('error', reject);
  });
}

test('wrong flags and variables are named before anything starts', async () => {
  const studio = keep(
    await launchStudio({ flags: ['--host', 'no/host'], env: { SEEDLOOM_NO_MODEL: 'maybe' } }),
  );
  expect(await studio.ended).toBe(1);
  expect(studio.output()).toContain('--host is "no/host"');
  expect(studio.output()).toContain('SEEDLOOM_NO_MODEL is "maybe"');
});

for (const name of ['web', 'worker', 'model server']) {
  test(`the ${name} comes back after kill -9, and the terminal says why`, async () => {
    const studio = keep(await startStudio());
    const before = (await studio.children())[name];
    process.kill(before ?? 0, 'SIGKILL');
    await studio.shown(new RegExp(`The ${name} ended by SIGKILL and starts again in 1.0 s`));
    await expect
      .poll(async () => (await studio.children())[name] ?? before, { timeout: 15_000 })
      .not.toBe(before);
    await expect.poll(() => isReady(studio), { timeout: 20_000 }).toBe(true);
  });
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends everything within five seconds, also with an open stream`, async () => {
    const studio = keep(await startStudio());
    const mock = await startMockEndpoint({ latencyMs: 60_000 });
    const run = await studio.api.runs.start({ yaml: slowRecipe(mock.url) });
    const events = studio.api.runs.events(run.id);
    expect((await events.next()).done).toBe(false);
    const pids = Object.values(await studio.children());
    const startedAt = performance.now();
    const streamEnd = drain(events);
    studio.signal(signal);
    expect(await studio.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await streamEnd;
    expect(pids.filter((pid) => pid !== null && isAlive(pid))).toEqual([]);
    await mock.close();
  });
}

test('when the supervisor itself is killed -9 its processes end, and the next start takes over', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'seedloom-e2e-'));
  const first = keep(await startStudio({ dataDir }));
  const pids = Object.values(await first.children());
  expect(pids).toHaveLength(3);
  first.signal('SIGKILL');
  await first.ended;
  await expect.poll(() => pids.filter((pid) => pid !== null && isAlive(pid)), { timeout: 6000 }).toEqual([]);
  const second = await startStudio({ dataDir, port: Number(new URL(first.url).port) });
  expect(second.url).toBe(first.url);
  await second.stop();
  await rm(dataDir, { recursive: true });
});

test('on a network address a key is made once, shown once, and needed', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'seedloom-e2e-'));
  const options = { dataDir, flags: ['--host', '0.0.0.0', ...noModel] };
  const first = await startStudio(options);
  const key = /API key, shown this once: (\S+)/.exec(first.output())?.[1] ?? '';
  expect((await fetch(`${first.url}/api/v1/projects`)).status).toBe(401);
  const allowed = await fetch(`${first.url}/api/v1/projects`, { headers: { 'x-api-key': key } });
  expect(allowed.status).toBe(200);
  await first.stop();
  const second = await startStudio(options);
  expect(second.output()).not.toContain('API key');
  await second.stop();
  expect(await readFile(join(dataDir, 'logs', 'web.log'), 'utf8')).not.toContain(key);
  await rm(dataDir, { recursive: true });
});

function keep<Kept extends { stop(): Promise<void> }>(studio: Kept): Kept {
  studios.push(studio);
  return studio;
}

async function isReady(studio: StudioProcess): Promise<boolean> {
  const health = await studio.api.health().catch(() => null);
  return health?.worker.status === 'ok' && health.model_server.status !== 'absent';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function drain(events: AsyncIterator<unknown>): Promise<void> {
  try {
    while ((await events.next()).done !== true) continue;
  } catch {
    // The studio has ended: so has the stream.
  }
}

function slowRecipe(apiUrl: string): string {
  return `strategy: GENERAL
num_samples: 4
strategy_params:
  sampled_attributes:
    - id: mood
      name: Mood
      description: How it sounds
      possible_values:
        - id: calm
          name: calm
          description: Quiet
          sample_rate: 1
  generated_attributes:
    - id: text
      instruction_messages:
        - role: USER
          content: Say something {mood}.
inference_config:
  model:
    model_name: mock
  engine: REMOTE
  remote_params:
    api_url: ${apiUrl}
`;
}
