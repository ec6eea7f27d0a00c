import { parse } from 'csv-parse/sync';
import { ZipReader, Uint8ArrayReader, TextWriter } from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { mockInference, testRecipe } from '@/lib/runtime/testing/test-recipe';
import { mock } from '@/lib/runtime/testing/test-drive';
import { driveNext } from '../testing/drive';
import { testServer, type TestServer } from '../testing/test-server';

const dataset = '/v1/projects/1/datasets/1';

/** Forty rows of two calls each; some calls fail first. */
async function doneRun(changes: Record<string, unknown> = {}): Promise<TestServer> {
  const endpoint = await mock({ fault500: 0.1 });
  const api = await testServer();
  const yaml = testRecipe(mockInference(endpoint.url), { num_samples: 40, ...changes });
  await api.call('POST', '/v1/projects/1/runs', { body: { yaml, name: 'Topics | and more' } });
  await driveNext(api.server);
  return api;
}

async function bundleOf(api: TestServer, query = ''): Promise<ReadonlyMap<string, string>> {
  const response = await api.ask('GET', `${dataset}:bundle${query}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toContain('Topics-and-more-1.zip');
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await response.arrayBuffer())));
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries()) {
    if (!entry.directory) {
      files.set(entry.filename, await entry.getData(new TextWriter(), { checkCrc32: true }));
    }
  }
  return files;
}

const linesOf = (text = '') =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('X10 a bundle has a file for each split, the recipe, a card, and where each row came from', async () => {
  const api = await doneRun();
  const files = await bundleOf(api);
  expect([...files.keys()]).toEqual([
    'data/train.jsonl',
    'data/validation.jsonl',
    'data/test.jsonl',
    'recipe.yaml',
    'provenance.jsonl',
    'metrics.csv',
    'README.md',
  ]);
  const whole = await (await api.ask('GET', `${dataset}:download`)).text();
  const [train, validation, testing] = ['train', 'validation', 'test'].map((split) =>
    files.get(`data/${split}.jsonl`),
  );
  expect(`${train}${validation}${testing}`).toBe(whole);
  expect([train, validation, testing].map((text) => linesOf(text).length)).toEqual([32, 4, 4]);
  expect(parseYaml(files.get('recipe.yaml') ?? '')).toMatchObject({ num_samples: 40 });

  const card = files.get('README.md') ?? '';
  expect(parseYaml(card.split('---')[1] ?? '')).toEqual({
    pretty_name: 'Topics | and more',
    tags: ['synthetic', 'seedloom'],
    size_categories: ['n<1K'],
    configs: [
      {
        config_name: 'default',
        data_files: ['train', 'validation', 'test'].map((split) => ({ split, path: `data/${split}.jsonl` })),
      },
    ],
  });
  expect(card).toContain('| answer | an answer of a model |');
  expect(card).toContain('with seed 11');
  expect(card).toContain('Model: `mock`');
  expect(card).toContain('Calls: 80');
});

test('X11 provenance and metrics tell of each row what its calls were, without their texts', async () => {
  const api = await doneRun();
  await api.call('PATCH', `${dataset}/rows/0`, { body: { values: { answer: 'By hand' }, rating: 1 } });
  const files = await bundleOf(api);
  const provenance = linesOf(files.get('provenance.jsonl'));
  expect(provenance).toHaveLength(40);
  expect(provenance[0]).toMatchObject({ index: 0, split: 'train', edited: ['answer'], rating: 1 });
  for (const { calls } of provenance) {
    expect(calls).toMatchObject([
      { attribute_id: 'question', step: 'answer', model: 'mock', finish_reason: 'stop' },
      { attribute_id: 'answer', step: 'answer', model: 'mock', finish_reason: 'stop' },
    ]);
  }
  const failures = provenance.flatMap(({ calls }) =>
    (calls as { failures: { code: string }[] }[]).flatMap((call) => call.failures),
  );
  expect(failures.length).toBeGreaterThan(0);

  const metrics = parse<Record<string, string>>(files.get('metrics.csv') ?? '', { columns: true });
  expect(metrics).toHaveLength(40);
  expect(metrics.every(({ calls }) => calls === '2')).toBe(true);
  const attempts = metrics.reduce((sum, row) => sum + Number(row['attempts']), 0);
  expect(attempts).toBe(80 + failures.length);
  expect(metrics[39]?.['split']).toBe('test');

  const alone = await api.ask('GET', `${dataset}:metrics`);
  expect(alone.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await alone.text()).toBe(files.get('metrics.csv'));
});

test('X8 splits by chance: the same by the same seed, in the bundle and alone, each value with its share', async () => {
  const api = await doneRun({
    strategy_params: {
      sampled_attributes: [
        {
          id: 'topic',
          name: 'Topic',
          description: 'd',
          possible_values: ['a', 'b'].map((id) => ({ id, name: id, description: id })),
        },
      ],
      generated_attributes: [
        { id: 'question', instruction_messages: [{ role: 'USER', content: 'Ask about {topic}.' }] },
        { id: 'answer', instruction_messages: [{ role: 'USER', content: 'Answer: {question}' }] },
      ],
    },
  });
  const query = '?split_seed=5&validation_share=0.2&test_share=0.2&stratify=topic';
  const files = await bundleOf(api, query);
  const topics = linesOf(files.get('data/validation.jsonl')).map(({ topic }) => topic);
  expect(topics.length).toBe(8);
  expect(new Set(topics)).toEqual(new Set(['a', 'b']));
  const alone = await api.ask('GET', `${dataset}:download${query}&split=validation`);
  expect(await alone.text()).toBe(files.get('data/validation.jsonl'));
  const other = await bundleOf(api, query.replace('split_seed=5', 'split_seed=6'));
  expect(other.get('data/validation.jsonl')).not.toBe(files.get('data/validation.jsonl'));
  expect(files.get('README.md')).toContain(
    'by chance with seed 5; each value of `topic` has the same shares.',
  );

  // The mock answers the same prompt alike: two questions in all, so two clusters that are never parted.
  const together = await bundleOf(
    api,
    '?split_seed=5&validation_share=0.3&test_share=0.3&keep_together=question',
  );
  const questions = ['train', 'validation', 'test'].map(
    (split) => new Set(linesOf(together.get(`data/${split}.jsonl`)).map(({ question }) => question)),
  );
  for (const [at, own] of questions.entries()) {
    for (const rest of questions.slice(at + 1)) expect([...own].filter((one) => rest.has(one))).toEqual([]);
  }
});

test('X12 rows of messages come with a job file that names their files', async () => {
  const api = await doneRun();
  const files = await bundleOf(api, '?format=chat&user=question&assistant=answer');
  expect(linesOf(files.get('data/test.jsonl'))[0]?.['messages']).toMatchObject([
    { role: 'user' },
    { role: 'assistant' },
  ]);
  expect(files.get('sft.toml')).toContain('data_path = "data/train.jsonl"');
  expect(files.get('sft.toml')).toContain('validation_path = "data/validation.jsonl"');
});

test.each([
  ['?format=xml', 400, 'format: "xml" is not supported'],
  ['?format=chat', 400, 'none of the columns'],
  ['?stratify=tone', 400, 'stratify: there is no column "tone"'],
  ['?keep_together=tone', 400, 'keep_together: there is no column "tone"'],
  ['?validation_share=0.5&test_share=0.5', 400, 'leave no rows to train on'],
  ['?validation_share=2', 400, 'must be a number from 0 to 0.9'],
  ['?split=train', 400, 'split'],
])('X10 what a bundle cannot be is said before it begins: %s', async (query, status, message) => {
  const api = await doneRun();
  const { status: given, body } = await api.call('GET', `${dataset}:bundle${query}`);
  expect(given).toBe(status);
  expect(JSON.stringify(body)).toContain(JSON.stringify(message).slice(1, -1));
});
