import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeHub, type HubFiles } from '../hub/testing/fake-hub';
import { readWithSources } from '../recipe/check-recipe';
import { testContext } from '../testing/test-context';

const types = readFileSync(join(import.meta.dirname, 'fixtures', 'types.parquet'));

async function readHub(environment: Record<string, string>, source = 'path: hf:owner/name, hf_split: train') {
  const context = await testContext(environment);
  const text = `strategy_params: {input_data: [{${source}}]}\ninference_config: {engine: ECHO, model: {model_name: echo}}\n`;
  const { diagnostics, sources } = await readWithSources(context, 1, text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const [spec] = sources.stored;
  const path = /hf:[^,}]*/.exec(source)?.[0] ?? '';
  const split = /hf_split: ([^,}]*)/.exec(source)?.[1] ?? null;
  const revision = /hf_revision: ([^,}]*)/.exec(source)?.[1] ?? null;
  const table = spec === undefined ? null : sources.tables({ kind: 'data', path, split, revision }, null);
  return { errors, table, stored: sources.stored };
}

describe('R106 a dataset of the hub', () => {
  test("is read from the hub's own Parquet files, by ranges, once", async () => {
    const { url, asked } = await fakeHub({
      'refs/convert/parquet': {
        'default/test/0000.parquet': types,
        'default/train/0001.parquet': types,
        'default/train/0000.parquet': types,
      },
    });
    const { errors, table, stored } = await readHub({ HF_ENDPOINT: url });
    expect(errors).toEqual([]);
    expect(stored).toHaveLength(1);
    const once = (await readHub({ HF_ENDPOINT: url }, 'path: hf:owner/name, hf_split: test')).table;
    expect(table?.count).toBe(2 * (once?.count ?? 0));
    expect(table?.at(0)).toEqual(once?.at(0));
    expect(asked.filter((one) => one.includes('0001.parquet')).length).toBeGreaterThan(0);
  });

  test('is read from the files of a revision, told apart by what their names say', async () => {
    const long = Array.from({ length: 60_000 }, (_, at) => `{"n": ${at}, "text": "a line of it"}`).join('\n');
    const { url, asked } = await fakeHub({
      v1: { 'README.md': 'x', 'data/train.jsonl': long, 'data/test.jsonl': '{"n": -1}', 'train.csv': 'n\n7' },
      v2: { 'rows.csv': 'n,m\n7,8\n9,9,9\n' },
    });
    const v1 = await readHub({ HF_ENDPOINT: url }, 'path: hf:owner/name, hf_split: train, hf_revision: v1');
    expect(v1.errors).toEqual([]);
    expect(v1.table?.count).toBe(60_000);
    expect(v1.table?.at(59_999)).toEqual(
      new Map<string, unknown>([
        ['n', 59_999],
        ['text', 'a line of it'],
      ]),
    );
    const v2 = await readHub({ HF_ENDPOINT: url }, 'path: hf:owner/name, hf_split: train, hf_revision: v2');
    expect([v2.table?.count, v2.table?.columns]).toEqual([2, ['n', 'm']]);
    expect(asked.some((one) => one.includes('train.csv'))).toBe(false);
  });

  test.each<[string, HubFiles, Record<string, string>, string, string]>([
    [
      'another split',
      { 'refs/convert/parquet': { 'default/test/0.parquet': types } },
      {},
      '',
      'has no split "train". There are test',
    ],
    ['no data', { main: { 'README.md': 'x' } }, {}, '', 'has no file of JSONL, JSON, CSV, TSV or Parquet'],
    ['no dataset', {}, {}, '', 'is not there'],
    ['no revision', { main: { 'a.csv': 'x\n1' } }, {}, ', hf_revision: v9', 'is not there'],
    [
      'several configurations',
      { 'refs/convert/parquet': { 'a/train/0.parquet': types, 'b/train/0.parquet': types } },
      {},
      '',
      'has several configurations (a, b)',
    ],
    [
      'too much',
      { main: { 'a.csv': `x\n${'1'.repeat(600_000)}` } },
      { SEEDLOOM_MAX_UPLOAD_MB: '0.5' },
      '',
      'MB are read at most',
    ],
  ])('%s is told in words', async (_, files, environment, more, message) => {
    const { url } = await fakeHub(files);
    const source = `path: hf:owner/name, hf_split: train${more}`;
    const { errors } = await readHub({ HF_ENDPOINT: url, ...environment }, source);
    expect(errors.join('\n')).toContain(`hf:owner/name ${message.startsWith('MB') ? 'has ' : message}`);
    expect(errors.join('\n')).toContain(message);
  });

  test('that is not open needs HF_TOKEN, which goes to the hub alone', async () => {
    const { url } = await fakeHub({ main: { 'a.csv': 'x\n1' } }, { token: 'hf_secret' });
    expect((await readHub({ HF_ENDPOINT: url })).errors.join()).toContain(
      'Set HF_TOKEN to a key that may read it',
    );
    const wrong = await readHub({ HF_ENDPOINT: url, HF_TOKEN: 'hf_other' });
    expect(wrong.errors.join()).toContain('may not be read with this key');
    expect(wrong.errors.join()).not.toContain('hf_other');
    const right = await readHub({ HF_ENDPOINT: url, HF_TOKEN: 'hf_secret' });
    expect([right.errors, right.table?.count]).toEqual([[], 1]);
  });

  test('on a hub that can not be reached says so, and the way out', async () => {
    const { errors } = await readHub({ HF_ENDPOINT: 'http://127.0.0.1:9' });
    expect(errors.join()).toContain("hf:owner/name can't be reached: http://127.0.0.1:9 doesn't answer");
    expect(errors.join()).toContain('upload it');
  });
});
