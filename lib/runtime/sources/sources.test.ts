import { mkdir, writeFile, rm, utimes, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { encodeJson, encodeRow } from '@/lib/dataset/json';
import { compileRecipe } from '@/lib/plan/compile';
import { planRow } from '@/lib/plan/plan-row';
import { previewRows } from '@/lib/plan/preview';
import { finishRow } from '@/lib/plan/row';
import { writeRow } from '@/lib/plan/testing/walk-exchange';
import { readWithSources } from '../recipe/check-recipe';
import { testContext } from '../testing/test-context';
import cases from './fixtures/cases.json';
import { storedTables } from './open-sources';
import { zipOfZeros } from './testing/zip-of-zeros';

const fixtures = join(import.meta.dirname, 'fixtures');
const model = 'inference_config: {engine: ECHO, model: {model_name: echo}}';
const row = z.record(z.string(), z.unknown());

async function folderWith(files: Record<string, string | Uint8Array>) {
  const context = await testContext({}, true);
  const folder = join(context.config.dataDir, 'given');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return { context, folder };
}

/** The rows of a recipe, each answer being the prompt itself; or what is wrong. */
async function rowsOf(context: Awaited<ReturnType<typeof testContext>>, text: string) {
  const { recipe, diagnostics, sources } = await readWithSources(context, 1, text);
  if (recipe === null) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return { error: errors.map(({ message }) => message).join('\n'), rows: [], sources };
  }
  const compiled = compileRecipe(recipe, sources.tables);
  const rows = Array.from({ length: recipe.num_samples }, (_, index) => {
    const values = planRow(compiled, 1, index);
    writeRow(compiled, { row: index, seed: 1, values }, ({ messages }) => messages.at(-1)?.content ?? '');
    const cells = finishRow(compiled, 1, index, values).map(encodeJson);
    return row.parse(JSON.parse(encodeRow(compiled.columns, cells)));
  });
  return { error: null, rows, sources };
}

function dataRecipe(path: string, rows: number, more = '') {
  return `num_samples: ${rows}\nstrategy_params: {input_data: [{path: ${JSON.stringify(path)}${more}}]}\n${model}`;
}

const expectation = z.object({
  valid: z.boolean().default(true),
  error: z.object({ names: z.array(z.string()) }).optional(),
  rows: z.number().optional(),
  exact: z.array(row).optional(),
  values: z.record(z.string(), z.array(z.unknown())).optional(),
  columns: z.array(z.string()).optional(),
  distinct: z.record(z.string(), z.number()).optional(),
  each: z.record(z.string(), z.object({ in: z.array(z.unknown()) })).optional(),
});

test.each(cases)('$id: $title', async ({ recipe, files, expect: wanted }) => {
  const given = Object.entries(files).filter(([, content]) => content !== undefined);
  const { context, folder } = await folderWith(Object.fromEntries(given));
  const inference = { engine: 'ECHO', model: { model_name: 'echo' } };
  const text = JSON.stringify({ ...recipe, inference_config: inference }).replaceAll('@files', folder);
  const { error, rows } = await rowsOf(context, text);
  const {
    valid,
    error: told,
    exact,
    values,
    columns,
    distinct,
    each,
    rows: count,
  } = expectation.parse(wanted);
  expect(error === null).toBe(valid);
  for (const name of told?.names ?? []) expect(error?.toLowerCase()).toContain(name.toLowerCase());
  if (count !== undefined) expect(rows).toHaveLength(count);
  if (exact !== undefined) expect(rows).toEqual(exact);
  if (columns !== undefined) for (const one of rows) expect(Object.keys(one)).toEqual(columns);
  for (const [name, list] of Object.entries(values ?? {})) expect(rows.map((one) => one[name])).toEqual(list);
  for (const [name, number] of Object.entries(distinct ?? {})) {
    expect(new Set(rows.map((one) => one[name])).size).toBe(number);
  }
  for (const [name, rule] of Object.entries(each ?? {})) {
    for (const one of rows) expect(rule.in).toContain(one[name]);
  }
});

describe('R47 values of files', () => {
  test('sheets follow each other; numbers, texts and days are kept', async () => {
    const { context } = await folderWith({});
    const { rows } = await rowsOf(context, dataRecipe(join(fixtures, 'two-sheets.xlsx'), 3));
    expect(rows).toEqual([
      { zip: '00123', count: 5, day: '2026-08-21', more: null },
      { zip: 'x', count: null, day: null, more: null },
      { zip: 'y', count: null, day: null, more: 2.5 },
    ]);
  });
  test('a table of Parquet keeps its types, and 5.0 prints as 5.0', async () => {
    const { context } = await folderWith({});
    const path = join(fixtures, 'types.parquet');
    const prompt =
      'generated_attributes: [{id: o, instruction_messages: [{role: USER, content: "{float} {int} {floats}"}]}]';
    const text = `num_samples: 3\nstrategy_params: {input_data: [{path: ${path}}], ${prompt}}\n${model}`;
    const { rows } = await rowsOf(context, text);
    const same = { day: '2026-08-21', at: '2026-08-21T09:30:01' };
    expect(rows).toEqual([
      {
        ...same,
        text: '00123',
        float: 5,
        int: 1,
        on: true,
        list: [1, 2],
        floats: [1],
        dict: { k: 'v' },
        many: 'x',
        o: '5.0 1 [1.0]',
      },
      {
        ...same,
        text: 'b',
        float: 0.5,
        int: 2,
        on: null,
        list: [],
        floats: [2.5],
        dict: { k: null },
        many: 'y',
        o: '0.5 2 [2.5]',
      },
      {
        ...same,
        text: null,
        float: null,
        int: 2 ** 60,
        on: false,
        list: null,
        floats: null,
        dict: null,
        many: 'x',
        o: `None ${2n ** 60n} None`,
      },
    ]);
  });
  test('blanks, what a formula gave and errors of a sheet are kept as they are', async () => {
    const { context } = await folderWith({});
    const { rows } = await rowsOf(context, dataRecipe(join(fixtures, 'blanks.xlsx'), 1));
    expect(rows).toEqual([{ a: '  two  ', b: 2, c: null }]);
  });
  test('Parquet: times to their last digit, decimals, numbers in structs and of 16 and 32 bits', async () => {
    const { context } = await folderWith({});
    const path = join(fixtures, 'more-types.parquet');
    const prompt =
      'generated_attributes: [{id: o, instruction_messages: [{role: USER, content: "{u64} {st} {f32} {f64} {f16}"}]}]';
    const text = `num_samples: 2\nstrategy_params: {input_data: [{path: ${path}}], ${prompt}}\n${model}`;
    const { rows } = await rowsOf(context, text);
    expect(rows).toMatchObject([
      {
        dec: 12.5,
        ts_us: '2026-08-21T09:30:01.123456',
        ts_tz: '2026-08-21T09:30:01',
        date: '2026-08-21',
        time: '09:30:01',
        mp: { k: 1 },
        f64: null,
        o: "18446744073709551615 {'a': 1, 'b': [{'c': 2.0}]} 0.1 None 1.0",
      },
      {
        dec: 0.01,
        ts_us: '1969-12-31T23:59:59',
        date: '0001-01-01',
        time: '00:00:00.000005',
        mp: {},
        o: "0 {'a': None, 'b': None} 2.0 -0.0 2.5",
      },
    ]);
  });
  test('R152 decimals of Parquet keep their digits: numbers where those hold them, else texts', async () => {
    const { context } = await folderWith({});
    const { rows } = await rowsOf(context, dataRecipe(join(fixtures, 'decimals.parquet'), 3));
    expect(rows).toEqual([
      { long: '12345678901234567890.123', short: -0.05, whole: 12, int: 1.25, list: [0.1], text: 'ä' },
      { long: '-98765432109876543.210', short: 5, whole: 2 ** 53 - 1, int: -1.25, list: [], text: 'b' },
      { long: 1.5, short: null, whole: -7, int: 0, list: null, text: null },
    ]);
  });
  test('records of different keys have null where they lack one', async () => {
    const { context, folder } = await folderWith({ 'a.jsonl': '{"a":1}\n\n{"b":"2020-01-01","a":5.0}\n' });
    const { rows } = await rowsOf(context, dataRecipe(join(folder, 'a.jsonl'), 2));
    expect(rows).toEqual([
      { a: 1, b: null },
      { a: 5, b: '2020-01-01' },
    ]);
  });
});

describe('R48 patterns', () => {
  test('two stars stand for any folders', async () => {
    const files = { 'a/1.csv': 'x\n1\n', 'a/b/c/2.csv': 'x\n2\n', 'a/.h/3.csv': 'x\n3\n', '4.csv': 'x\n4\n' };
    const { context, folder } = await folderWith(files);
    const { rows } = await rowsOf(context, dataRecipe(`${folder}/**/*.csv`, 4));
    expect(rows.map((one) => one['x'])).toEqual(['4', '1', '2', '4']);
  });
  test('brackets stand for one of several characters', async () => {
    const files = { 'a1.csv': 'x\n1\n', 'b]2.csv': 'x\n2\n', 'c3.csv': 'x\n3\n', '[a4.csv': 'x\n4\n' };
    const { context, folder } = await folderWith(files);
    const read = async (pattern: string) =>
      new Set((await rowsOf(context, dataRecipe(`${folder}/${pattern}`, 4))).rows.map((one) => one['x']));
    expect(await read('[ab]*.csv')).toEqual(new Set(['1', '2']));
    expect(await read('[!a-b[]*')).toEqual(new Set(['3']));
    expect(await read('*[]1]?.csv')).toEqual(new Set(['2']));
    expect(await read('[a*')).toEqual(new Set(['4']));
  });
  test('the file of several that can not be read is named', async () => {
    const { context, folder } = await folderWith({ '1.csv': 'a\n1\n', '2.csv': 'a\n"1' });
    const { error } = await rowsOf(context, dataRecipe(`${folder}/*.csv`, 1));
    expect(error).toContain('2.csv the quote that is opened in line 2 is never closed');
  });
});

test('R16 combinations of nothing have no effect', async () => {
  const { context } = await folderWith({});
  const text = `strategy_params: {input_examples: [{examples: [{q: 1}]}], combination_sampling: [{combination: {a: x, b: y}, sample_rate: 0.5}]}\n${model}`;
  expect((await rowsOf(context, text)).rows).toEqual([{ q: 1 }]);
  const { diagnostics } = await readWithSources(context, 1, text);
  expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'no-effect' }]);
});

describe('R49 documents', () => {
  test.each([
    ['two-pages.pdf', 'Hello page one\n\nAnd page two'],
    ['paragraphs.docx', 'First\n\nThird'],
    ['breaks.docx', 'a\nb\tc\ncell'],
  ])('%s', async (name, text) => {
    const { context } = await folderWith({});
    const recipe = `strategy_params: {input_documents: [{path: ${join(fixtures, name)}, id: doc}]}\n${model}`;
    expect((await rowsOf(context, recipe)).rows).toEqual([{ doc: text }]);
  });
  test('a segment may come with its whole document', async () => {
    const { context, folder } = await folderWith({ 'a.txt': 'one two three', 'b.md': 'four' });
    const segments = '{id: part, segment_length: 2, keep_original_text: true}';
    const { rows } = await rowsOf(
      context,
      `num_samples: 3\nstrategy_params: {input_documents: [{path: "${folder}/*", id: doc, segmentation_params: ${segments}}]}\n${model}`,
    );
    expect(rows).toEqual([
      { part: 'one two', doc: 'one two three' },
      { part: ' three', doc: 'one two three' },
      { part: 'four', doc: 'four' },
    ]);
  });
  test.each([
    ['🎉🎊 party', 2, ['\ufffd', '\ufffd\ufffd', '\ufffd\ufffd', ' party']],
    ['🎉🎊 party', 3, ['🎉', '🎊', ' party']],
    ['Grüße aus Köln', 3, ['Grüß', 'e aus', ' Köln']],
    ['漢字', 1, ['\ufffd', '\ufffd', '\ufffd', '\ufffd', '\ufffd']],
  ])('%s in segments of %s tokens', async (document, length, segments) => {
    const { context, folder } = await folderWith({ 'a.txt': document });
    const recipe = `num_samples: ${segments.length}\nstrategy_params: {input_documents: [{path: "${folder}/a.txt", id: doc, segmentation_params: {id: part, segment_length: ${length}}}]}\n${model}`;
    expect((await rowsOf(context, recipe)).rows).toEqual(segments.map((part) => ({ part })));
  });
  test('another tokenizer is told which one counts', async () => {
    const { context, folder } = await folderWith({ 'a.txt': 'one' });
    const segments = '{id: part, tokenizer: meta-llama/Llama-3}';
    const { error } = await rowsOf(
      context,
      `strategy_params: {input_documents: [{path: "${folder}/a.txt", id: doc, segmentation_params: ${segments}}]}\n${model}`,
    );
    expect(error).toContain('GPT-2');
  });
});

describe('R45 of two values with one name the later one is kept', () => {
  const warnings = async (context: Awaited<ReturnType<typeof testContext>>, text: string) =>
    (await readWithSources(context, 1, text)).diagnostics.map(({ severity, code }) => `${severity} ${code}`);
  const asking = (id: string, content: string) =>
    `{id: ${id}, instruction_messages: [{role: USER, content: '${content}'}]}`;
  const sampled = (id: string) =>
    `sampled_attributes: [{id: ${id}, name: S, description: s, possible_values: [{id: v, name: V, description: what v is}]}]`;
  const two = '[{q: a}, {q: b}]';
  const others = '[{r: c}, {r: c}]';
  test.each([
    [
      'the id of documents and a field of an example',
      'input_examples: [{examples: [{doc: e}]}]\n  input_documents: [{path: FOLDER/a.txt, id: doc}]',
      { doc: 'text' },
    ],
    [
      'the id of documents and a sampled attribute',
      `input_documents: [{path: FOLDER/a.txt, id: doc}]\n  ${sampled('doc')}\n  generated_attributes: [${asking('g', '{doc.description}')}]`,
      { doc: 'v', g: 'what v is' },
    ],
    [
      'a list of examples and an answer',
      `input_examples: [{examples: [{r: c}, {r: c}], id: g, num_shots: 2}]\n  generated_attributes: [${asking('h', '{g[0].r}')}, ${asking('g', '{g[1].r}!')}]`,
      { h: 'c', g: 'c!' },
    ],
    [
      'a list of examples and a sampled attribute',
      `input_examples: [{examples: ${two}, id: g, num_shots: 2}]\n  ${sampled('g')}\n  generated_attributes: [${asking('h', '{g}')}]`,
      { g: 'v', h: 'V' },
    ],
    [
      'two lists of examples',
      `input_examples: [{examples: ${two}, id: g, num_shots: 2}, {examples: ${others}, id: g, num_shots: 2}]\n  generated_attributes: [${asking('h', '{g[0].r}')}]`,
      { g: [{ r: 'c' }, { r: 'c' }], h: 'c' },
    ],
    [
      'a column of a file and an answer that uses it',
      `input_data: [{path: FOLDER/d.csv}]\n  generated_attributes: [${asking('g', '{x} {g}')}, ${asking('h', '<{g}>')}]`,
      { x: '1', g: '1 old', h: '<1 old>' },
    ],
  ])('%s', async (_, params, expected) => {
    const { context, folder } = await folderWith({ 'a.txt': 'text', 'd.csv': 'x,g\n1,old\n' });
    const text = `strategy_params:\n  ${params.replaceAll('FOLDER', folder)}\n${model}`;
    expect(await warnings(context, text)).toEqual(['warning overwritten-column']);
    expect((await rowsOf(context, text)).rows).toEqual([expected]);
  });
});

describe('R46 fields of records that a row draws', () => {
  const drawing = (path: string, content: string) =>
    `strategy_params:
  input_data: [{path: ${JSON.stringify(path)}, id: few, num_shots: 2}]
  generated_attributes: [{id: g, instruction_messages: [{role: USER, content: '${content}'}]}]
  passthrough_attributes: [g]
${model}`;
  test.each([
    ['d.jsonl', '{"n":5,"f":1.5}\n{"n":5,"f":1.5}\n', '{few[0].n:03d} {few[1].f:.2f}', '005 1.50'],
    ['d.csv', 'n,f\n5,1.5\n5,1.5\n', '{few[0].n:03d} {few[1].f:.2f}', '005 1.50'],
    ['d.csv', 'n,f\n5,1.5\n5,1.5\n', '{few[0].n:>3} {few[1].f!r}', "  5 '1.5'"],
  ])('values of %s (%j) take formats: %s', async (name, text, content, answer) => {
    const { context, folder } = await folderWith({ [name]: text });
    const { rows, error } = await rowsOf(context, drawing(join(folder, name), content));
    expect(error).toBeNull();
    expect(rows).toEqual([{ g: answer }]);
  });
  test('a text that is no number is told in its row', async () => {
    const { context, folder } = await folderWith({ 'd.csv': 'n\nfive\nfive\n' });
    await expect(rowsOf(context, drawing(join(folder, 'd.csv'), '{few[0].n:03d}'))).rejects.toThrow(
      '{few[0].n:03d}',
    );
  });
  test.each(['{few[0].x:03d}', '{few[2].n:03d}', '{few[0].n:03k}'])(
    'what no record can give is refused: %s',
    async (content) => {
      const { context, folder } = await folderWith({ 'd.csv': 'n\n5\n5\n' });
      expect((await rowsOf(context, drawing(join(folder, 'd.csv'), content))).error).toContain(content);
    },
  );
});

describe('R50 a run keeps what was read', () => {
  test('the records of a file that was changed or deleted since stay those of the start', async () => {
    const { context, folder } = await folderWith({ 'a.csv': 'x\n1\n' });
    const path = join(folder, 'a.csv');
    const text = dataRecipe(path, 1);
    const before = await rowsOf(context, text);
    await writeFile(path, 'x\n2\n');
    // The same size within one tick of the clock: only the time tells.
    const { mtimeMs } = await stat(path);
    await utimes(path, new Date(), new Date(mtimeMs + 5000));
    const after = await rowsOf(context, text);
    await rm(path);
    const key = before.sources.stored[0]?.key ?? '';
    const spec = { kind: 'data' as const, path, split: null, revision: null };
    expect(storedTables(context.config.dataDir, before.sources.stored)(spec, null)?.at(0)).toEqual(
      new Map([['x', '1']]),
    );
    expect(after.rows).toEqual([{ x: '2' }]);
    expect(after.sources.stored[0]?.key).toBe(key);
  });
  test('a column that the file does not have is told with those that it has', async () => {
    const { context, folder } = await folderWith({ 'a.csv': 'title,body\n1,2\n' });
    const { error } = await rowsOf(
      context,
      dataRecipe(join(folder, 'a.csv'), 1, ', attribute_map: {titel: t}'),
    );
    expect(error).toContain('has no column "titel". It has title, body');
  });
  test('a record beyond those that a row can have is told', async () => {
    const { context, folder } = await folderWith({ 'a.csv': 'title\n1\n2\n3\n' });
    const prompt =
      'generated_attributes: [{id: o, instruction_messages: [{role: USER, content: "{few[-2].title} {few[2].title}"}]}]';
    const text = `strategy_params: {input_data: [{path: ${join(folder, 'a.csv')}, id: few, num_shots: 2}], ${prompt}}\n${model}`;
    expect((await rowsOf(context, text)).error).toContain(
      '{few[2].title}: few has 2 items, so there is no [2]',
    );
  });
  test('an unknown value is told when the columns are known', async () => {
    const { context, folder } = await folderWith({ 'a.csv': 'title,body\n1,2\n' });
    const prompt =
      'generated_attributes: [{id: o, instruction_messages: [{role: USER, content: "{titel}"}]}]';
    const text = `strategy_params: {input_data: [{path: ${join(folder, 'a.csv')}}], ${prompt}}\n${model}`;
    expect((await rowsOf(context, text)).error).toContain('Unknown value {titel}. Known here: title, body');
  });
});

test('R51 over HTTP a path is refused with the way out', async () => {
  const context = await testContext();
  const { error } = await rowsOf(context, dataRecipe('/etc/a.csv', 1));
  expect(error).toContain('Upload the file');
});

describe('R101 a bad record', () => {
  test('fails the rows that draw it, and is told beforehand', async () => {
    const { context, folder } = await folderWith({ 'a.jsonl': '{"a":1}\nx\n{"a":3}\n' });
    const text = dataRecipe(join(folder, 'a.jsonl'), 3);
    const { recipe, diagnostics, sources } = await readWithSources(context, 1, text);
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        code: 'bad-records',
        message: expect.stringContaining(
          '1 record can’t be read: a.jsonl line 2 is no valid JSON',
        ) as unknown,
      },
    ]);
    if (recipe === null) throw new Error('the recipe is not valid');
    const compiled = compileRecipe(recipe, sources.tables);
    expect(planRow(compiled, 1, 0)).toEqual(new Map([['a', 1]]));
    expect(() => planRow(compiled, 1, 1)).toThrow('a.jsonl line 2 is no valid JSON');
    const [first, second] = previewRows(compiled, { seed: 1, start: 0, rows: 2 });
    expect(first?.problem).toBeNull();
    expect(second).toMatchObject({ isWaiting: false, problem: expect.stringContaining('line 2') as unknown });
  });
});

describe('R102 what is not what it says', () => {
  const ole = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  test.each<[string, string | Uint8Array, string]>([
    ['a.xlsx', 'no zip', 'is no XLSX file, or its end is missing'],
    ['a.xlsx', ole, 'is protected by a password or of the old kind before XLSX'],
    ['a.xlsx', zipOfZeros('xl/workbook.xml', 10, 500_000_000), 'unpacks to more than 400 MB'],
    ['a.parquet', 'no parquet at all', 'is no Parquet file that can be read'],
    ['a.csv', '', 'is empty: it has no records'],
    ['a.csv', 'only,a,head\n', 'is empty: it has no records'],
    ['a.jsonl', '\n\n', 'is empty: it has no records'],
    ['a.json', '{"a":1}', 'Write a list of objects'],
    ['a.jsonl', '{}\n{}\n', 'has records without any key'],
    ['a.csv', new Uint8Array([0x61, 0x0a, 0xff, 0xfe, 0x0a]), 'is no UTF-8 text. Save it as UTF-8'],
  ])('%s %#', async (name, content, message) => {
    const { context, folder } = await folderWith({ [name]: content });
    const { error } = await rowsOf(context, dataRecipe(join(folder, name), 1));
    expect(error).toContain(`${name} ${message.startsWith('Write') ? '' : message}`);
    expect(error).toContain(message);
  });
  test.each<[string, string | Uint8Array, string]>([
    ['a.pdf', '%PDF-1.4 and nothing more', 'is no PDF file that can be read'],
    ['a.docx', 'no zip', 'is no DOCX file, or its end is missing'],
    ['a.docx', zipOfZeros('word/document.xml', 10, 500_000_000), 'unpacks to more than 400 MB'],
    ['a.txt', '   \n', 'is empty: no document with text was found'],
  ])('%s %#', async (name, content, message) => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const { context, folder } = await folderWith({ [name]: content });
    const path = join(folder, name);
    const recipe = `strategy_params: {input_documents: [{path: ${path}, id: doc}]}\n${model}`;
    expect((await rowsOf(context, recipe)).error).toContain(`${name} ${message}`);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });
});
