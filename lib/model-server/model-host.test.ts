import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GenerationRequest, LoadedModel } from './generator';
import type { ModelFile } from './model-files';
import { createModelHost } from './model-host';

const small: ModelFile = {
  id: 'small',
  names: ['small'],
  path: '/models/small.gguf',
  modifiedAtSeconds: 1,
  sizeBytes: 9,
};
const large: ModelFile = {
  id: 'large',
  names: ['large'],
  path: '/models/large.gguf',
  modifiedAtSeconds: 1,
  sizeBytes: 9,
};
const request: GenerationRequest = {
  messages: [{ role: 'user', content: 'hello' }],
  format: { type: 'text' },
  maxTokens: null,
  temperature: 1,
  topP: 1,
  topK: 0,
  minP: 0,
  frequencyPenalty: 0,
  presencePenalty: 0,
  repetitionPenalty: 1,
  stop: [],
  logitBias: {},
  seed: 1,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('one text at a time, in the order they were asked for', async () => {
  const { host, log, finish } = fakeHost();
  const texts = [1, 2, 3].map((number) => ask(host, small, { seed: number }));
  await vi.advanceTimersByTimeAsync(0);
  expect(log).toEqual(['load small', 'begin 1']);
  for (let turn = 0; turn < 3; turn++) await finish();
  await Promise.all(texts);
  expect(log).toEqual(['load small', 'begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('more than the limit may not wait, and is told when to come again', async () => {
  const { host, finish } = fakeHost({ queueLimit: 2 });
  const texts = [1, 2, 3].map(() => ask(host, small));
  expect(host.generate(small, request, quiet())).toBeNull();
  expect(host.retryAfterSeconds()).toBeGreaterThanOrEqual(1);
  for (let turn = 0; turn < 3; turn++) await finish();
  await Promise.all(texts);
  const next = ask(host, small);
  await finish();
  await expect(next).resolves.toMatchObject({ ok: true });
});

test('who leaves while waiting gives the place free and never reaches the model', async () => {
  const { host, log, finish } = fakeHost({ queueLimit: 1 });
  const first = ask(host, small, { seed: 1 });
  const leaving = new AbortController();
  const second = host.generate(small, { ...request, seed: 2 }, { ...quiet(), signal: leaving.signal });
  leaving.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  const third = ask(host, small, { seed: 3 });
  await finish();
  await finish();
  await Promise.all([first, third]);
  expect(log).toEqual(['load small', 'begin 1', 'end 1', 'begin 3', 'end 3']);
});

test('who leaves while being served lets the next one in', async () => {
  const { host, finish } = fakeHost();
  const leaving = new AbortController();
  const first = host.generate(small, request, { ...quiet(), signal: leaving.signal });
  const refused = expect(first).rejects.toThrow('gone');
  const second = ask(host, small);
  await vi.advanceTimersByTimeAsync(0);
  leaving.abort(new Error('gone'));
  await refused;
  await finish();
  await expect(second).resolves.toMatchObject({ ok: true });
});

test('the model is loaded at the first request and freed after idling', async () => {
  const { host, log, finish } = fakeHost({ idleMs: 1000 });
  expect(host.state().status).toBe('idle');
  const text = ask(host, small);
  expect(await stateSoon(host)).toMatchObject({ status: 'ok', model: 'small' });
  await finish();
  await text;
  await vi.advanceTimersByTimeAsync(900);
  const again = ask(host, small);
  await finish();
  await again;
  await vi.advanceTimersByTimeAsync(900);
  expect(log).not.toContain('unload small');
  await vi.advanceTimersByTimeAsync(200);
  expect(log.at(-1)).toBe('unload small');
  expect(host.state()).toMatchObject({ status: 'idle', model: null });
});

test('another model takes the place of the one in memory', async () => {
  const { host, log, finish } = fakeHost();
  for (const file of [small, large]) {
    const text = ask(host, file);
    await finish();
    await text;
  }
  expect(log).toEqual(['load small', 'begin 1', 'end 1', 'unload small', 'load large', 'begin 1', 'end 1']);
});

test('a file that was replaced is loaded anew', async () => {
  const { host, log, finish } = fakeHost();
  for (const file of [small, { ...small, modifiedAtSeconds: 2 }]) {
    const text = ask(host, file);
    await finish();
    await text;
  }
  expect(log.filter((line) => line === 'load small')).toHaveLength(2);
});

test('a file that can not be loaded fails its request with the reason, and the next may work', async () => {
  const { host, finish } = fakeHost({ spoiled: 'large' });
  await expect(ask(host, large)).resolves.toMatchObject({
    ok: false,
    code: 'model-broken',
    message: expect.stringContaining('bad magic') as string,
  });
  const text = ask(host, small);
  await finish();
  await expect(text).resolves.toMatchObject({ ok: true });
});

type Host = ReturnType<typeof createModelHost>;

function ask(host: Host, file: ModelFile, changes: Partial<GenerationRequest> = {}) {
  const generation = host.generate(file, { ...request, ...changes }, quiet());
  if (generation === null) throw new Error('the queue is full');
  return generation;
}

function quiet() {
  return { signal: new AbortController().signal, onText: () => undefined };
}

async function stateSoon(host: Host) {
  await vi.advanceTimersByTimeAsync(0);
  return host.state();
}

test('a load that failed is told with its reason until one succeeds', async () => {
  const { host, finish } = fakeHost({ spoiled: 'large', reason: 'Insufficient memory to load' });
  await ask(host, large);
  expect(host.state()).toMatchObject({
    status: 'idle',
    failure: { message: 'Insufficient memory to load', isOutOfMemory: true },
  });
  const text = ask(host, small);
  await finish();
  await text;
  expect(host.state().failure).toBeUndefined();
});

/** A host of fake models: each text is held until `finish` lets the one being generated end. */
function fakeHost(options: { queueLimit?: number; idleMs?: number; spoiled?: string; reason?: string } = {}) {
  const log: string[] = [];
  let finishCurrent: (() => void) | undefined;
  const host = createModelHost({
    queueLimit: options.queueLimit ?? 10,
    idleMs: options.idleMs ?? 60_000,
    load: async (path) => {
      const name = path.replace(/^.*\/|\.gguf$/g, '');
      if (name === options.spoiled) throw new Error(options.reason ?? 'bad magic');
      log.push(`load ${name}`);
      return fakeModel(name);
    },
  });
  function fakeModel(name: string): LoadedModel {
    return {
      async generate({ seed }, { signal }) {
        log.push(`begin ${String(seed)}`);
        await new Promise<void>((resolve, reject) => {
          finishCurrent = resolve;
          signal.addEventListener('abort', () => reject(new Error('gone')));
        });
        log.push(`end ${String(seed)}`);
        return { ok: true, text: 'x', finishReason: 'stop', promptTokens: 1, completionTokens: 1 };
      },
      async unload() {
        log.push(`unload ${name}`);
      },
    };
  }
  async function finish(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    finishCurrent?.();
    await vi.advanceTimersByTimeAsync(0);
  }
  return { host, log, finish };
}
