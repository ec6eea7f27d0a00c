import { describe, expect, test } from 'vitest';
import { Float } from '@/lib/util/value';
import { applyEdit } from '../edit/apply-edit';
import { readRecipe } from '../read-recipe';
import { columnMapOf, mappedColumns } from './column-map';
import { cellText, cellValue, examplesInCells, examplesInJson } from './example-cells';
import { newSource, type ChosenSource } from './new-source';

const model = 'inference_config: {engine: ECHO, model: {model_name: echo}}\n';

describe('R103 a new source', () => {
  test.each<[ChosenSource]>([
    [{ kind: 'data', path: 'upload:1/a.csv', columns: ['tone', 'a b', 'c.d', 'c_d'] }],
    [{ kind: 'hub', repo: 'owner/name', split: 'train' }],
    [{ kind: 'documents', path: 'upload:2/*' }],
    [{ kind: 'examples' }],
  ])('%j is valid as it stands, with ids that are free', (chosen) => {
    const taken = new Set(['tone', 'document', 'input']);
    const { list, value } = newSource(chosen, taken);
    const text = applyEdit(model, { type: 'insert', path: list, value });
    const { recipe, diagnostics } = readRecipe(text);
    expect(diagnostics).toEqual([]);
    expect(recipe?.strategy_params.input_data[0]?.attribute_map ?? new Map()).toEqual(
      new Map(
        chosen.kind === 'data'
          ? [
              ['tone', 'tone_2'],
              ['a b', 'a b'],
              ['c.d', 'c_d'],
              ['c_d', 'c_d_2'],
            ]
          : [],
      ),
    );
  });
  test('columns that are free are taken as they are, and nothing is written for them', () => {
    const { value } = newSource({ kind: 'data', path: 'upload:1/a.csv', columns: ['x'] }, new Set());
    expect(value).toEqual({ path: 'upload:1/a.csv' });
  });
});

describe('R104 the columns of a file', () => {
  const columns = ['a', 'b', 'c'];
  test('without a map all are taken, and nothing is written', () => {
    const shown = mappedColumns(columns, undefined);
    expect(shown.every(({ isTaken, name, column }) => isTaken && name === column)).toBe(true);
    expect(columnMapOf(shown)).toBeNull();
  });
  test('with a map those that it names are, also those that the file does not have', () => {
    const map = new Map([
      ['c', 'x'],
      ['old', 'y'],
    ]);
    const shown = mappedColumns(columns, map);
    expect(shown.map(({ column, isTaken, isThere }) => [column, isTaken, isThere])).toEqual([
      ['a', false, true],
      ['b', false, true],
      ['c', true, true],
      ['old', true, false],
    ]);
    expect(columnMapOf(shown)).toEqual({ c: 'x', old: 'y' });
    expect(columnMapOf(shown.map((one) => ({ ...one, isTaken: one.column !== 'old' })))).toEqual({
      a: 'a',
      b: 'b',
      c: 'x',
    });
  });
  test('a new name is followed by all that uses the column', () => {
    const text = `strategy_params:
  input_data: [{ path: "upload:1/a.csv", attribute_map: { a: topic } }]
  generated_attributes:
    - { id: text, instruction_messages: [{ role: USER, content: "About {topic}" }] }
  passthrough_attributes: [topic, text]
${model}`;
    const path = ['strategy_params', 'input_data', 0, 'attribute_map', 'a'];
    const renamed = applyEdit(text, { type: 'rename', path, id: 'subject' });
    expect(renamed).toBe(text.replaceAll('topic', 'subject'));
  });
});

describe('R105 cells of examples', () => {
  test('a text stays a text, and another value what it was as long as it can be read', () => {
    expect([cellText('5'), cellText(new Float(5)), cellText(null), cellText([1, 'a'])]).toEqual([
      '5',
      '5.0',
      'null',
      '[1,"a"]',
    ]);
    expect(cellValue('7', '5')).toBe('7');
    expect(cellValue('7', 5)).toBe(7);
    expect(cellValue('seven', 5)).toBe('seven');
    expect(cellValue('[1]', [2])).toEqual([1]);
  });
  test.each([
    [
      '[{"a":1},{"b":"x"}]',
      [
        { a: 1, b: null },
        { a: null, b: 'x' },
      ],
    ],
    ['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['{"a":{"b":[1]}}', [{ a: { b: [1] } }]],
    ['a,b\n1,2', null],
    ['[1,2]', null],
    ['{"a":1}\nnonsense', null],
  ])('%s', (text, examples) => {
    expect(examplesInJson(text)).toEqual(examples);
  });
  test('a table names its fields in the first row', () => {
    expect(examplesInCells([['q', ''], ['A', '1'], ['B']])).toEqual([
      { q: 'A', field_2: '1' },
      { q: 'B', field_2: '' },
    ]);
  });
});

test('R105 a field of examples gets another name everywhere, where it is a column', () => {
  const text = (more: string) => `strategy_params:
  input_examples:
    - examples:
        - { topic: A, "other": 1 }
        - topic: B # the second
          other: 2
${more}  generated_attributes:
    - { id: text, instruction_messages: [{ role: USER, content: "About {topic}" }] }
${model}`;
  const edit = {
    type: 'rename-field',
    path: ['strategy_params', 'input_examples', 0, 'examples'],
    from: 'topic',
    to: 'my subject',
  } as const;
  const renamed = applyEdit(text(''), edit);
  expect(renamed).toBe(text('').replaceAll('topic', 'my subject'));
  const list = text('      id: few\n      num_shots: 2\n');
  expect(applyEdit(list, edit)).toContain('About {topic}');
});
