import { expect, test } from 'vitest';
import type { ReadSourceBody } from '@/lib/api/source-wire';
import { AppError } from '@/lib/util/app-error';
import { planWithRecords } from './plan-with-records';

const recipe = (path: string) => `
strategy_params:
  input_data: [{ path: "${path}" }]
  generated_attributes:
    - { id: text, instruction_messages: [{ role: USER, content: "Say {word}" }] }
inference_config: { engine: ECHO, model: { model_name: echo } }
`;

const read = (body: ReadSourceBody) =>
  Promise.resolve({
    records: body.indices.map((index) => new Map([['word', `word ${index}`]])),
    bad: new Map<number, string>(),
    badRecords: null,
    count: 10,
    columns: ['word'],
  });

test('R100 a row of a run is planned again with the records that it drew', async () => {
  const row = await planWithRecords(recipe('upload:1/a.csv'), { read, tried: new Map(), seed: 1, index: 12 });
  expect(row?.prompts[0]?.messages[0]?.segments).toMatchObject([{ text: 'Say ' }, { text: 'word 2' }]);
});

test('R100 what can not be had is left out at once', async () => {
  const gone = () => Promise.reject(new AppError('bad-request', 'source: it is gone'));
  const begun = performance.now();
  for (const [path, reading] of [
    ['upload:1/a.csv', gone],
    ['/data/a.csv', read],
  ] as const) {
    const options = { read: reading, tried: new Map(), seed: 1, index: 0 };
    const row = await planWithRecords(recipe(path), options);
    expect(row?.prompts[0]?.pending ?? ['word']).toEqual(['word']);
  }
  expect(performance.now() - begun).toBeLessThan(3000);
});
