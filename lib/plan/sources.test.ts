import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { tableOf } from '@/lib/sources/source-table';
import { renderTemplate } from '@/lib/template/render-template';
import { parseTemplate } from '@/lib/template/parse-template';
import { isList, type Value } from '@/lib/util/value';
import { compileRecipe } from './compile';
import { planRow } from './plan-row';
import { previewRows } from './preview';
import { recordsOfRow, type PlannedSource } from './sources';

const model = 'inference_config: {engine: ECHO, model: {model_name: echo}}\n';

function compiled(params: string, records: Record<string, Value>[] = []) {
  const { recipe, diagnostics } = readRecipe(`strategy_params: ${params}\n${model}`);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const columns = Object.keys(records[0] ?? {});
  const table = tableOf(
    columns,
    records.map((record) => new Map(Object.entries(record))),
  );
  return compileRecipe(recipe, () => table);
}

function fewShot(shots: number): PlannedSource {
  return { table: null, shots, id: 'few', columns: ['few'], named: (record) => record };
}

describe('R44 records of a row', () => {
  test('num_shots above 1 draws different records, all of them where there are no more', () => {
    const cases = { shots: fc.integer({ min: 2, max: 9 }), count: fc.integer({ min: 1, max: 30 }) };
    fc.assert(
      fc.property(fc.record({ ...cases, seed: fc.nat(), row: fc.nat() }), ({ shots, count, seed, row }) => {
        const drawn = recordsOfRow(fewShot(shots), count, seed, row);
        expect(new Set(drawn).size).toBe(Math.min(shots, count));
        expect(drawn.every((index) => index >= 0 && index < count)).toBe(true);
        expect(recordsOfRow(fewShot(shots), count, seed, row)).toEqual(drawn);
      }),
      { seed: 44, numRuns: 300 },
    );
  });
  test('every order of three comes about equally often', () => {
    const orders = new Map<string, number>();
    for (let row = 0; row < 6000; row++) {
      const order = recordsOfRow(fewShot(3), 3, 7, row).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('R45 values of examples', () => {
  test('a value keeps the type that YAML gives it', () => {
    const plan = compiled(
      '{input_examples: [{examples: [{a: 5.0, b: "012", c: yes, d: 2026-08-21, e: null}]}]}',
    );
    const values = planRow(plan, 1, 0);
    const parsed = parseTemplate('{a} {b} {c} {d} {e}');
    if (!parsed.ok) throw new Error('no template');
    expect(renderTemplate(parsed.template, (name) => values.get(name))).toBe('5.0 012 True 2026-08-21 None');
  });
  test.each([
    ['[{examples: [{a: 1}, {b: 2}]}]', 'example-keys'],
    ['[{examples: [{a: 1}], num_shots: 2}]', 'missing-field'],
    ['[{examples: [{a: 1}]}, {examples: [{a: 2}]}]', 'duplicate-id'],
    ['[{examples: [{a: 1}], num_shots: 2, id: few}, {examples: [{a: 2}]}]', 'duplicate-id'],
    ['[{examples: [{current_turn: 1}]}]', 'reserved-id'],
    ['[{examples: []}]', 'empty'],
    ['[{examples: [{}]}]', 'empty'],
    ['[{examples: [{}]}, {examples: [{}]}]', 'empty'],
  ])('%s is refused: %s', (sources, code) => {
    const { diagnostics } = readRecipe(`strategy_params: {input_examples: ${sources}}\n${model}`);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});

test.each([
  '[{examples: [{}]}, {examples: [{a: 1}]}]',
  '[{examples: [{a: 1}]}, {examples: [{}], num_shots: 2, id: few}]',
])('R45 an example may be empty beside others: %s', (sources) => {
  expect(planRow(compiled(`{input_examples: ${sources}}`), 1, 0).get('a')).toBe(1);
});

test('R46 a path gives a part of a list as a column, in the preview too', () => {
  const plan = compiled(
    '{input_examples: [{examples: [{q: a}, {q: b}], id: few, num_shots: 2}], passthrough_attributes: ["few[1].q", "few[2].q"]}',
  );
  expect(plan.columns.filter(({ output }) => output).map(({ name }) => name)).toEqual(['few[1].q']);
  const [row] = previewRows(plan, { seed: 3, start: 0, rows: 1 });
  const list = planRow(plan, 3, 0).get('few');
  const second = isList(list) ? list[1] : undefined;
  expect(second instanceof Map && second.get('q')).toBe(
    row?.values.find(({ name }) => name === 'few[1].q')?.text,
  );
});

describe('R165 a path that leads nowhere in any row gives no column', () => {
  const plan = (paths: string) =>
    compiled(`{
      input_examples: [{examples: [{a: x, o: {k: [v]}}, {a: y, o: {z: 1}}]}],
      sampled_attributes: [{id: s, name: S, description: d, possible_values: [{id: v, name: V, description: d}]}],
      generated_attributes: [{id: g, instruction_messages: [{role: USER, content: hi}]}],
      multiturn_attributes: [{id: talk, min_turns: 1, max_turns: 2, role_instruction_messages: {USER: u, ASSISTANT: b}}],
      transformed_attributes: [
        {id: t, transformation_strategy: {type: STRING, string_transform: "{a}"}},
        {id: l, transformation_strategy: {type: LIST, list_transform: [p, q]}},
        {id: d, transformation_strategy: {type: DICT, dict_transform: {k: w}}},
        {id: c, transformation_strategy: {type: CHAT, chat_transform: {messages: [{role: USER, content: hi}]}}}],
      passthrough_attributes: [${paths}]}`);
  test.each([
    ['o[k]', 'o[k][0]', 'o[z]', 'l[0]', 'l[1]', 'd[k]', 'c.messages[0].role', 'c.messages[0]'],
    ['talk.messages[3].content', 'talk[messages]'],
    ['l[]', 'c.messages[0]..role', 'c.messages[0]role', 'c.messages[0].'],
  ])('%s …', (...paths) => {
    const { columns } = plan(paths.map((path) => `"${path}"`).join());
    expect(columns.flatMap(({ name, output }) => (output ? name : []))).toEqual(paths);
  });
  test.each([
    ['a[0]', 'o[q]', 'o[k][1]', 'o[k].x', 's[0]', 'g[0]', 'talk_plan[0]', 'talk.messages[4].content'],
    ['t[0]', 'l[2]', 'l[-1]', 'l[0].x', "d['k']", 'd[k].x', 'c.messages[1]', 'c.metadata[m]', 'c[nothing]'],
  ])('not %s …', (...paths) => {
    expect(plan(paths.map((path) => `"${path}"`).join()).columns.filter(({ output }) => output)).toEqual([]);
  });
});
