import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeJson } from '@/lib/dataset/json';
import { readDelimited } from './read-delimited';
import { readJson } from './read-json';
import { readJsonl } from './read-jsonl';
import type { Bytes } from './read-text';

async function* pieces(text: string, size: number): Bytes {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.slice(start, start + size));
  }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const csv = (text: string, size = 1000) =>
  all(readDelimited(pieces(text, size), ',')).then((records) =>
    records.map((record) => Object.fromEntries(record)),
  );

test.each<[string, Record<string, string | null>[]]>([
  ['a,b\n1,2\n', [{ a: '1', b: '2' }]],
  ['\uFEFFa\r\n1\r\n\r\n2', [{ a: '1' }, { a: '2' }]],
  ['a,b\n"x, ""y""\nz",\n', [{ a: 'x, "y"\nz', b: null }]],
  ['a,b\n"",NA\n', [{ a: '', b: 'NA' }]],
  ['a,a,\n1,2,3\n', [{ a: '1', 'a.1': '2', 'Unnamed: 2': '3' }]],
  ['a,b\n1\n', [{ a: '1', b: null }]],
  ['a\rx\ry', [{ a: 'x' }, { a: 'y' }]],
  ['a\n5" pipe\n', [{ a: '5" pipe' }]],
])('R47 CSV %j', async (text, records) => {
  expect(await csv(text)).toEqual(records);
  // However the bytes are cut.
  expect(await csv(text, 1)).toEqual(records);
});

test.each([
  ['a\n1,2\n', 'line 2 has 2 cells, but the head has 1'],
  ['a\n"x\ny', 'the quote that is opened in line 2 is never closed'],
])('R47 CSV %j is refused', async (text, message) => {
  await expect(csv(text)).rejects.toThrow(message);
});

test('R47 a list of objects is read as it is written, wherever the bytes are cut', async () => {
  const record = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), {
    minKeys: 1,
    maxKeys: 3,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      async (records, size) => {
        const text = JSON.stringify(records, null, 1);
        const read = await all(readJson(pieces(text, size)));
        expect(read.map((one) => JSON.parse(encodeJson(one)) as unknown)).toEqual(JSON.parse(text));
      },
    ),
    { seed: 47, numRuns: 100 },
  );
});

test.each([
  ['{"a":{"0":"x","1":"y"},"b":[1,2]}', '[{"a":"x","b":1},{"a":"y","b":2}]'],
  ['[]', '[]'],
])('R47 JSON %s', async (text, records) => {
  expect(encodeJson(await all(readJson(pieces(text, 3))))).toBe(records);
});

test.each([
  ['{"a":1}', 'is neither a list nor a mapping'],
  ['[1]', 'record 1 is no JSON object'],
  ['[{"a":1}', 'ends in the middle'],
  ['[{"a":1},]', 'record 2 is no valid JSON'],
  ['[{"a":1}] x', 'goes on after the end'],
])('R47 JSON %s is refused', async (text, message) => {
  await expect(all(readJson(pieces(text, 100)))).rejects.toThrow(message);
});

test('R48 a line that never ends is refused by its number, before it fills the memory', async () => {
  async function* endless() {
    yield new TextEncoder().encode('{"a": 1}\n{"a": "');
    const piece = new TextEncoder().encode('x'.repeat(1_000_000));
    for (let count = 0; count < 200; count += 1) yield piece;
  }
  const read = async () => {
    for await (const record of readJsonl(endless())) expect(record.get('a')).toBe(1);
  };
  await expect(read()).rejects.toMatchObject({
    code: 'source-unreadable',
    message: 'line 2 is longer than 32 million characters',
  });
});
