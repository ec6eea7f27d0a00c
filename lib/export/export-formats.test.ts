import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '@/lib/dataset/column';
import { encodeJson } from '@/lib/dataset/json';
import { Float, type Value } from '@/lib/util/value';
import type { ExportFormat, ExportOptions, ExportRow } from './export-format';
import { type ExportFormatName, exportFormats } from './export-formats';

const columnsOf = (...names: string[]): Column[] =>
  names.map((name) => ({ name, kind: 'transformed', output: true }));

const rowsOf = (...rows: (readonly Value[])[]): ExportRow[] =>
  rows.map((cells, index) => ({ index: index * 2, texts: cells.map(encodeJson) }));

/** The whole file, its rows given in pages of `page`. */
function fileOf(
  name: ExportFormatName,
  columns: readonly Column[],
  rows: readonly ExportRow[],
  options: ExportOptions = {},
  page = 2,
): Uint8Array {
  const format: ExportFormat = exportFormats[name];
  const pages = Array.from({ length: Math.ceil(rows.length / page) }, (_, at) =>
    rows.slice(at * page, (at + 1) * page),
  );
  const surveyed = format.survey?.(columns);
  for (const some of pages) surveyed?.see(some);
  const writer = format.begin({ columns, options, first: pages[0] ?? [], ...(surveyed && { surveyed }) });
  const pieces = [...pages.map((some) => writer.rows(some)), writer.end()];
  return new Uint8Array(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
}

const textOf = (...parameters: Parameters<typeof fileOf>) => Buffer.from(fileOf(...parameters)).toString();

const dict = (values: Record<string, Value>) => new Map(Object.entries(values));
const message = (role: string, content: Value, more: Record<string, Value> = {}) =>
  dict({ role, content, ...more });
const talk = (...messages: Value[]) => dict({ messages });

test.each([
  ['jsonl', '{"a":"x","2":1}\n{"a":null,"2":5.0}\n{"a":"ü\\n","2":[1]}\n', ''],
  ['json', '[\n{"a":"x","2":1},\n{"a":null,"2":5.0},\n{"a":"ü\\n","2":[1]}\n]\n', '[]\n'],
  ['csv', 'a,2\r\nx,1\r\n,5.0\r\n"ü\n",[1]\r\n', 'a,2\r\n'],
] as const)('X1 %s has the rows in order, keys in the order of the columns', (name, whole, empty) => {
  const columns = columnsOf('a', '2');
  const rows = rowsOf(['x', 1], [null, new Float(5)], ['ü\n', [1]]);
  expect(textOf(name, columns, rows)).toBe(whole);
  expect(textOf(name, columns, [])).toBe(empty);
});

test('X2 CSV takes a separator, an index column and what spreadsheets must not run', () => {
  const rows = rowsOf(['=1+1', 'a;b'], ['-2', '\tx'], [-2, '@u'], ['safe', 'b']);
  expect(textOf('csv', columnsOf('a', 'b'), rows, { separator: ';', indexColumn: 'id' })).toBe(
    'id;a;b\r\n0;=1+1;"a;b"\r\n2;-2;\tx\r\n4;-2;@u\r\n6;safe;b\r\n',
  );
  expect(textOf('csv', columnsOf('a', 'b'), rows, { isSpreadsheetSafe: true })).toBe(
    "a,b\r\n'=1+1,a;b\r\n'-2,'\tx\r\n-2,'@u\r\nsafe,b\r\n",
  );
});

const one = talk(message('system', 'Be kind.'), message('user', 'Hi'), message('assistant', 'Hello'));
const two = talk(
  message('user', 'Q1'),
  message('assistant', 'A1'),
  message('user', 'Q2'),
  message('assistant', 'A2'),
);

test.each([
  [
    'chat',
    '{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n' +
      '{"messages":[{"role":"user","content":"Q1"},{"role":"assistant","content":"A1"},{"role":"user","content":"Q2"},{"role":"assistant","content":"A2"}]}\n',
  ],
  [
    'sharegpt',
    '{"conversations":[{"from":"system","value":"Be kind."},{"from":"human","value":"Hi"},{"from":"gpt","value":"Hello"}]}\n' +
      '{"conversations":[{"from":"human","value":"Q1"},{"from":"gpt","value":"A1"},{"from":"human","value":"Q2"},{"from":"gpt","value":"A2"}]}\n',
  ],
  [
    'alpaca',
    '{"instruction":"Hi","input":"","output":"Hello","system":"Be kind."}\n' +
      '{"instruction":"Q2","input":"","output":"A2","history":[["Q1","A1"]]}\n',
  ],
] as const)(
  'X3 %s takes the one column of conversations, and leaves out rows without one',
  (name, expected) => {
    const rows = rowsOf(['x', one], ['y', null], ['z', two]);
    expect(textOf(name, columnsOf('topic', 'talk'), rows)).toBe(expected);
  },
);

test('X4 a system text takes the place of the one there, and two columns make a conversation', () => {
  const rows = rowsOf(['What?', 'That.', one]);
  const columns = columnsOf('q', 'a', 'talk');
  expect(textOf('chat', columns, rows, { systemText: 'New' })).toBe(
    '{"messages":[{"role":"system","content":"New"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n',
  );
  expect(textOf('chat', columns, rows, { userColumn: 'q', assistantColumn: 'a' })).toBe(
    '{"messages":[{"role":"user","content":"What?"},{"role":"assistant","content":"That."}]}\n',
  );
  expect(
    textOf('chat', columns, rowsOf([1, [new Float(2)], null]), { userColumn: 'q', assistantColumn: 'a' }),
  ).toBe('{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"[2.0]"}]}\n');
});

test('X14 a third column is what the instruction is about: a field of Alpaca, elsewhere behind the instruction', () => {
  const rows = rowsOf(['Sum it up.', 'Short.', 'A long text.'], ['Why?', 'So.', '']);
  const options = { userColumn: 'q', assistantColumn: 'a', inputColumn: 'about' };
  expect(textOf('alpaca', columnsOf('q', 'a', 'about'), rows, options)).toBe(
    '{"instruction":"Sum it up.","input":"A long text.","output":"Short."}\n{"instruction":"Why?","input":"","output":"So."}\n',
  );
  expect(textOf('chat', columnsOf('q', 'a', 'about'), rows.slice(0, 1), options)).toContain(
    String.raw`"content":"Sum it up.\n\nA long text."`,
  );
});

test.each(['chat', 'sharegpt', 'alpaca'] as const)(
  'X17 as %s a row is left out whose conversation somebody wrote over, or which lacks a side of a made one',
  (format) => {
    const cells = ['no', 12, [message('user', 'Hi')], talk(), talk('x'), dict({ messages: 'x' }), null];
    const rows = rowsOf([one], ...cells.map((cell) => [cell]), [one]);
    const [first = '', second, ...others] = textOf(format, columnsOf('talk'), rows).split('\n');
    expect([second, ...others]).toEqual([first, '']);

    const columns = columnsOf('q', 'a', 'about');
    const options = { userColumn: 'q', assistantColumn: 'a', inputColumn: 'about' };
    const made = rowsOf(['Why?', null, 'x'], [null, 'So.', 'x'], ['Why?', 'So.', null]);
    const lines = textOf(format, columns, made, options).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).not.toContain('None');
  },
);

test('X17 a column of CSV has a name of its own', () => {
  expect(() => textOf('csv', columnsOf('a', 'b'), [], { indexColumn: 'b' })).toThrow(
    'index_column: there is a column "b" already.',
  );
});

test('X5 tools and their calls stay in chats, and are told as JSON where a format has no place for them', () => {
  const calls = [dict({ id: 'c1', function: dict({ name: 'look', arguments: '{}' }) })];
  const tools = [dict({ function: dict({ name: 'look' }) })];
  const used = new Map([
    ...talk(
      message('user', 'Look'),
      message('assistant', null, { tool_calls: calls }),
      message('tool', 'seen'),
    ),
    ['tools', tools] as const,
  ]);
  expect(textOf('chat', columnsOf('talk'), rowsOf([used]))).toContain(
    '"tools":[{"type":"function","function":{"name":"look"}}]',
  );
  expect(textOf('sharegpt', columnsOf('talk'), rowsOf([used]))).toContain(
    String.raw`{"from":"gpt","value":"[{\"id\":\"c1\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]"}`,
  );
});

test.each(['chat', 'sharegpt', 'alpaca', 'jsonl'] as const)(
  'X6 a part without rows is an empty file as %s',
  (format) => {
    expect(textOf(format, columnsOf('q', 'a'), [])).toBe('');
    expect(() => fileOf('chat', columnsOf('q', 'a'), [], { userColumn: 'q' })).toThrow('go together');
  },
);

test.each([
  [{}, [['x', 'y']], 'none of the columns (q, a) holds conversations'],
  [{}, [[one, two]], 'q and a both hold conversations'],
  [{ userColumn: 'q' }, [['x', 'y']], 'assistant: user and assistant go together'],
  [{ userColumn: 'q', assistantColumn: 'b' }, [['x', 'y']], 'there is no column "b"'],
] as const)(
  'X6 what can not be made a conversation is said with the way out: %j',
  (options, cells, words) => {
    expect(() => fileOf('chat', columnsOf('q', 'a'), rowsOf(...cells), options)).toThrow(words);
  },
);

async function readBack(bytes: Uint8Array) {
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const rows: Record<string, unknown>[] = await parquetReadObjects({ file });
  const { schema } = await parquetMetadataAsync(file);
  return { rows, schema };
}

test('X7 Parquet has a type for each column, lists and structs for conversations', async () => {
  const columns = columnsOf('text', 'whole', 'part', 'flag', 'mixed', 'list', 'talk', 'nothing');
  const bytes = fileOf(
    'parquet',
    columns,
    rowsOf(
      ['ü', 1, 1, true, 'x', ['a'], one, null],
      [null, 9_007_199_254_740_993n, new Float(2.5), null, 7, [], null, null],
      ['z', null, 0.5, false, null, null, two, null],
    ),
  );
  const { rows, schema } = await readBack(bytes);
  expect(schema.slice(1).map(({ name, type, converted_type: as }) => [name, type, as])).toEqual([
    ['text', 'BYTE_ARRAY', 'UTF8'],
    ['whole', 'INT64', undefined],
    ['part', 'DOUBLE', undefined],
    ['flag', 'BOOLEAN', undefined],
    ['mixed', 'BYTE_ARRAY', undefined],
    ['list', undefined, 'LIST'],
    ['list', undefined, undefined],
    ['element', 'BYTE_ARRAY', 'UTF8'],
    ['talk', undefined, undefined],
    ['messages', undefined, 'LIST'],
    ['list', undefined, undefined],
    ['element', undefined, undefined],
    ['role', 'BYTE_ARRAY', 'UTF8'],
    ['content', 'BYTE_ARRAY', 'UTF8'],
    ['nothing', 'BYTE_ARRAY', 'UTF8'],
  ]);
  expect(
    rows.map((row) => [row['text'], row['whole'], row['part'], row['flag'], row['mixed'], row['list']]),
  ).toEqual([
    ['ü', 1n, 1, true, '"x"', ['a']],
    [null, 9_007_199_254_740_993n, 2.5, null, '7', []],
    ['z', null, 0.5, false, null, null],
  ]);
  expect(rows[0]?.['talk']).toEqual({
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
    ],
  });
  expect(rows[1]?.['talk']).toBeNull();
});

test('X7 a Parquet file of no rows has its columns; one of many rows is written in groups', async () => {
  expect((await readBack(fileOf('parquet', columnsOf('a', 'b'), []))).rows).toEqual([]);
  const many = rowsOf(...Array.from({ length: 25_000 }, (_, number) => [`text ${number}`, number]));
  const { rows } = await readBack(fileOf('parquet', columnsOf('a', 'b'), many, {}, 1000));
  expect(rows).toHaveLength(25_000);
  expect(rows[24_999]).toEqual({ a: 'text 24999', b: 24_999n });
});

test('X7 whatever the values are, Parquet gives them back', async () => {
  const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('value')), { maxLength: 3 })
        .map((pairs) => new Map(pairs)),
    ),
  })).value;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 6 }), async (cells) => {
      const { rows, schema } = await readBack(fileOf('parquet', columnsOf('x', 'y'), rowsOf(...cells)));
      const jsonNames = new Set(
        schema.flatMap(({ name, logical_type: as }) => (as?.type === 'JSON' ? [name] : [])),
      );
      // What stands as JSON somewhere below is looked at as a whole column only where all of it is.
      for (const [at, name] of ['x', 'y'].entries()) {
        const given = cells.map((pair) => bare(JSON.parse(encodeJson(pair[at] ?? null)) as unknown));
        const read = rows.map((row) => row[name]);
        if (jsonNames.has(name)) expect(read.map((text) => parsed(text))).toEqual(given);
        else if (jsonNames.size === 0) expect(read.map(bare)).toEqual(given);
        else expect(read).toHaveLength(given.length);
      }
    }),
    { numRuns: 150, seed: 5 },
  );
});

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? bare(JSON.parse(text) as unknown) : text;
}

/** As JSON, without what a struct fills up for fields that an object doesn't have. */
function bare(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([name, inner]) => [name, bare(inner)]),
  );
}
