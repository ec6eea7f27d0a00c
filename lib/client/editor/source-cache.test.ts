import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReadSourceBody } from '@/lib/api/source-wire';
import { previewRows } from '@/lib/plan/preview';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { readText } from './read-text';
import { createSourceCache } from './source-cache';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const recipe = (path: string, prompt = 'Say {word}', more = '') => `
num_samples: 10
strategy_params:
  input_data: [{ path: "${path}"${more} }]
  generated_attributes:
    - id: text
      instruction_messages: [{ role: USER, content: "${prompt}" }]
inference_config: { engine: ECHO, model: { model_name: echo } }
`;

type Answers = (body: ReadSourceBody) => Promise<unknown[]>;

/** A server with one file of a hundred words. */
function open(answers: Answers = () => Promise.resolve([])) {
  const asked: ReadSourceBody[] = [];
  const onArrival = vi.fn();
  const cache = createSourceCache({
    onArrival,
    async read(body) {
      asked.push(body);
      await answers(body);
      const records = body.indices.map(
        (index) =>
          new Map<string, Value>([
            ['word', `word ${index}`],
            ['length', 4],
          ]),
      );
      return { records, bad: new Map(), badRecords: null, count: 100, columns: ['word', 'length'] };
    },
  });
  const close = cache.open();
  const read = (text: string) => {
    const result = readText(null, text, cache);
    cache.want(result.draft);
    return result;
  };
  const shown = (text: string, start = 0) => {
    const { compiled } = read(text);
    if (compiled === null) throw new Error('the recipe is not valid');
    return previewRows(compiled, { seed: 1, start, rows: 3 });
  };
  return { asked, onArrival, cache, close, read, shown };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

test('R100 a row waits for its records, which are fetched together and once', async () => {
  const { asked, shown, onArrival } = open();
  const text = recipe('upload:1/a.csv');
  expect(shown(text).every(({ isWaiting }) => isWaiting)).toBe(true);
  await settled();
  expect(shown(text)[0]?.prompts[0]?.pending).toEqual(['word']);
  await settled();
  const [first, ...others] = shown(text);
  expect(first?.isWaiting).toBe(false);
  expect(first?.prompts[0]?.messages[0]?.segments).toMatchObject([
    { type: 'text', text: 'Say ' },
    { type: 'value', text: 'word 0', kind: 'source' },
  ]);
  expect(others.map(({ values }) => values[0]?.text)).toEqual(['word 1', 'word 2']);
  await settled();
  expect(asked.map(({ indices }) => indices)).toEqual([[], [0, 1, 2]]);
  expect(onArrival).toHaveBeenCalled();
});

test('R100 columns are known to the checks, and a missing one is told', async () => {
  const { read } = open();
  const text = recipe('upload:1/a.csv', 'Say {wort}');
  expect(read(text).diagnostics).toEqual([]);
  await settled();
  expect(read(text).diagnostics).toMatchObject([
    { severity: 'error', message: expect.stringContaining('wort') as unknown },
  ]);
  const mapped = read(recipe('upload:1/a.csv', 'x', ', attribute_map: { wrd: x }'));
  expect(mapped.diagnostics).toMatchObject([{ code: 'missing-column' }]);
});

test('R100 only the columns that are taken are fetched', async () => {
  const { asked, shown } = open();
  const text = recipe('upload:1/a.csv', 'Say {name}', ', attribute_map: { word: name }');
  shown(text);
  await settled();
  shown(text);
  await settled();
  expect(asked.at(-1)).toMatchObject({ columns: ['word'], indices: [0, 1, 2] });
});

test('R100 a path that is being typed is asked for when it rests, and paths of the machine never', async () => {
  const { asked, read } = open();
  read(recipe('upload:1/a.csv'));
  for (const path of ['upload:2/b', 'upload:2/b.c', 'upload:2/b.csv', '/etc/passwd.csv', 'upload:3/c.csv']) {
    read(recipe(path));
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.map(({ source }) => source.path)).toEqual(['upload:1/a.csv', 'upload:3/c.csv']);
});

test('R100 a server that is away is asked again; a refusal is a problem of the path until it is tried again', async () => {
  let fails: AppError | null = new AppError('server-unreachable', 'away');
  const { asked, read, cache } = open(() => (fails === null ? Promise.resolve([]) : Promise.reject(fails)));
  const text = recipe('upload:1/a.csv');
  const [spec] = [{ kind: 'data', path: 'upload:1/a.csv', split: null, revision: null }] as const;
  read(text);
  await settled();
  expect(cache.facts.stateOf(spec)).toEqual({ state: 'reading' });
  fails = new AppError('bad-request', 'source: upload:1/a.csv is not there.');
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toHaveLength(2);
  expect(read(text).diagnostics).toMatchObject([
    { code: 'source-unreadable', message: expect.stringContaining('upload:1/a.csv is not there') as unknown },
  ]);
  fails = null;
  cache.retry(spec);
  await settled();
  expect(read(text).diagnostics).toEqual([]);
});

test('R100 after it was closed it asks for nothing, and goes on when it is opened again', async () => {
  const { asked, cache, close, shown } = open();
  const text = recipe('upload:1/a.csv');
  shown(text);
  close();
  await settled();
  shown(text);
  await settled();
  expect(asked).toHaveLength(1);
  cache.open();
  for (let round = 0; round < 3; round++) {
    await settled();
    shown(text);
  }
  expect(shown(text)[0]?.isWaiting).toBe(false);
});

test.each(['upload:1/a.csv', 'hf:org/words'])(
  'R100 values of %s come though no prompt names them',
  async (path) => {
    const { shown } = open();
    const text = recipe(path, 'Say something', path.startsWith('hf:') ? ', hf_split: train' : '');
    for (let round = 0; round < 3; round++) {
      shown(text);
      await settled();
    }
    const rows = shown(text);
    expect(rows.map(({ isWaiting }) => isWaiting)).toEqual([false, false, false]);
    expect(rows.map(({ values }) => values[0]?.text)).toEqual(['word 0', 'word 1', 'word 2']);
  },
);
