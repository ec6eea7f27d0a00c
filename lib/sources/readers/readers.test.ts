import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeJson } from '@/lib/dataset/json';
import { readDelimited } from './read-delimited';
import { readJson } from './read-json';
import { readJsonl } from './read-jsonl';
import type { Value } from '@/lib/util/value';
import { BadRecord, type SourceRecord } from '../source-table';
import type { Bytes } from './read-text';

async function* pieces(text: string, size: number): Bytes {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.slice(start, start + size));
  }
}

/** A record as a value; of a bad one what is wrong with it. */
function shown(record: SourceRecord | BadRecord): Value {
  return record instanceof BadRecord ? record.reason : record;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const csv = (text: string, size = 1000) =>
  all(readDelimited(pieces(text, size), ',')).then((records) =>
    records.map((record) => (record instanceof BadRecord ? record.reason : Object.fromEntries(record))),
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
  ['a\n"x\ny', 'the quote that is opened in line 2 is never closed'],
  [`a\n"${'x'.repeat(32_000_001)}`, 'the row that begins in line 2 is longer than 32 million characters'],
])('R47 CSV %.40j is refused', async (text, message) => {
  await expect(csv(text, 1_000_000)).rejects.toThrow(message);
});

test('R101 a row with too many cells is a bad record, and the others are read', async () => {
  expect(await csv('a,b\n1,2\n"x\ny",2,3\n4,5\n')).toEqual([
    { a: '1', b: '2' },
    'line 3 has 3 cells, but the head has 2',
    { a: '4', b: '5' },
  ]);
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
        expect(read.map((one) => JSON.parse(encodeJson(shown(one))) as unknown)).toEqual(JSON.parse(text));
      },
    ),
    { seed: 47, numRuns: 100 },
  );
});

test.each([
  ['{"a":{"0":"x","1":"y"},"b":[1,2]}', '[{"a":"x","b":1},{"a":"y","b":2}]'],
  ['[]', '[]'],
  ['[{"a":NaN,"b":[Infinity,-Infinity,-1]}]', '[{"a":null,"b":[null,null,-1]}]'],
])('R47 JSON %s', async (text, records) => {
  expect(encodeJson((await all(readJson(pieces(text, 3)))).map(shown))).toBe(records);
});

test.each([
  ['{"a":1}', 'is neither a list nor a mapping'],
  ['[{"a":1}', 'ends in the middle'],
  ['[{"a":1}] x', 'goes on after the end'],
  ['{"a":1}\n{"a":2}\n', 'which is JSONL. Give it a name that ends with .jsonl'],
  ['{"a":\n x}', 'is no valid JSON: in line 2, column 2'],
])('R47 JSON %s is refused', async (text, message) => {
  await expect(all(readJson(pieces(text, 100)))).rejects.toThrow(message);
});

test.each([
  ['[1,{"a":2}]', ['record 1 is no JSON object. Each record is an object', { a: 2 }]],
  ['[{"a":1},]', [{ a: 1 }, expect.stringContaining('record 2 is no valid JSON')]],
])('R101 JSON %s has a bad record', async (text, expected) => {
  const records = (await all(readJson(pieces(text, 4)))).map(
    (one) => JSON.parse(encodeJson(shown(one))) as unknown,
  );
  expect(records).toEqual(expected);
});

test('R101 a line that is no JSON object is a bad record; one that is too long is never held', async () => {
  async function* given() {
    yield new TextEncoder().encode('{"a": 1}\n{"a": "');
    const piece = new TextEncoder().encode('x'.repeat(1_000_000));
    for (let count = 0; count < 200; count += 1) yield piece;
    yield new TextEncoder().encode('"}\n[2]\n\n{"a"\n{"a": 3}');
    await Promise.resolve();
  }
  const before = process.memoryUsage().heapUsed;
  const records = (await all(readJsonl(given()))).map((one) => encodeJson(shown(one)));
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
  expect(records).toEqual([
    '{"a":1}',
    '"line 2 is longer than 32 million characters"',
    '"line 3 is no JSON object. Each record is an object"',
    expect.stringContaining('line 5 is no valid JSON'),
    '{"a":3}',
  ]);
});
