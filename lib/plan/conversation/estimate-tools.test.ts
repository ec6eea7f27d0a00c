import { describe, expect, test } from 'vitest';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { comparePlans } from '../compare-plans';
import { compileRecipe, type CompiledRecipe } from '../compile';
import { estimateRun } from '../estimate';
import { triedKey, type TriedAnswer } from '../tried';

const tool = (id: string, more: object = {}) => ({ id, name: id, description: `The tool ${id}`, ...more });
const table = (output: unknown = 3) => ({
  id: 'table',
  env_type: 'deterministic',
  tools: [tool('lookup')],
  env_kwargs: { lookup_table: { lookup: [{ input: {}, output }] } },
});
const standIn = (persona = 'You are a search index.') => ({
  id: 'model',
  env_type: 'synthetic',
  tools: [tool('search')],
  env_kwargs: { tool_persona: persona },
});
const database = (kwargs: object = {}, sql = 'SELECT a FROM t') => ({
  id: 'database',
  env_type: 'database',
  tools: [tool('find', { sql })],
  env_kwargs: { schema_sql: 'CREATE TABLE t (a);', ...kwargs },
});

function compiled(environments: unknown[], more: object = {}): CompiledRecipe {
  const talk = {
    id: 'talk',
    min_turns: 2,
    max_turns: 2,
    role_instruction_messages: { USER: 'You ask.', ASSISTANT: 'You help.' },
    ...more,
  };
  const { recipe, diagnostics } = readRecipe(
    JSON.stringify({
      strategy_params: { input_examples: [{ examples: [{ topic: 'x' }] }], multiturn_attributes: [talk] },
      environment_config: { environments },
      inference_config: { engine: 'OPENAI', model: { model_name: 'm' }, generation: { max_new_tokens: 400 } },
    }),
  );
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileRecipe(recipe);
}

const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 1 };

function estimate(of: CompiledRecipe, answers: readonly [string, string][] = []) {
  const tried = answers.map(([step, text]): TriedAnswer => ({
    row: 0,
    attributeId: 'talk',
    step,
    text,
    messages: [],
  }));
  return estimateRun(of, {
    seed: 1,
    rows: 10,
    price,
    tried: new Map(tried.map((one) => [triedKey(one), one])),
  });
}

describe('V19 the estimate counts the use of tools', () => {
  test('without a trial, one round in each turn of the assistant', () => {
    expect(estimate(compiled([])).calls).toBe(10 * 5);
    expect(estimate(compiled([table()])).calls).toBe(10 * 7);
  });

  test('a model that stands in for a tool is a call of its own', () => {
    expect(estimate(compiled([standIn()])).calls).toBe(10 * 9);
    expect(estimate(compiled([table(), standIn()])).calls).toBe(10 * 8);
  });

  test('as often as in trials', () => {
    const answers: [string, string][] = [
      ['plan', '{"turns":[]}'],
      ['turn:1', 'hello'],
      ['turn:2', ''],
      ['tool:search', '{"hits":1}'],
      ['turn:2/round:1', ''],
      ['turn:2/tool:2', '{"hits":2}'],
      ['turn:2/round:2', 'so it is'],
      ['turn:3', 'and then?'],
      ['turn:4', 'nothing'],
    ];
    expect(estimate(compiled([standIn()]), answers).calls).toBe(10 * 9);
    expect(estimate(compiled([standIn()]), answers.slice(0, 3)).calls).toBe(10 * 5);
  });

  describe('a stand-in that is asked once a run', () => {
    const tried = (step: string, questions: readonly string[]) =>
      estimateRun(compiled([standIn()]), {
        seed: 1,
        rows: 50,
        price,
        tried: new Map(
          questions
            .flatMap((content, row): TriedAnswer[] => {
              const base = { row, attributeId: 'talk', messages: [] };
              return [
                { ...base, step: 'turn:2', text: '' },
                { ...base, step, text: '{"hits":1}', messages: [{ role: 'user', content }] },
                { ...base, step: 'turn:2/round:1', text: 'so it is' },
              ];
            })
            .map((one) => [triedKey(one), one]),
        ),
      }).calls;
    // Plan, four messages and the round of each of two turns.
    const others = 50 * 7;

    test('counts an only question once, however many rows there are', () => {
      expect(tried('tool:search', ['a', 'a', 'a'])).toBe(others + 1);
    });

    test('counts as many as the run is likely to hold where some came twice', () => {
      const found = tried('tool:search', ['a', 'b', 'c', 'a']) - others;
      expect(found).toBeGreaterThan(3);
      expect(found).toBeLessThan(10);
    });

    test('counts each use where none came twice, or where it is asked each time', () => {
      expect(tried('tool:search', ['a', 'b', 'c'])).toBe(others + 100);
      expect(tried('turn:2/tool:1', ['a', 'a', 'a'])).toBe(others + 100);
    });
  });

  test('definitions and results make prompts longer', () => {
    const without = estimate(compiled([])).promptTokens;
    const few = estimate(compiled([table()])).promptTokens;
    const long = { ...table(), tools: [tool('lookup', { description: 'word '.repeat(500) })] };
    expect(few).toBeGreaterThan(1.3 * without);
    // Two turns of two questions in each of ten rows offer the tools.
    expect(estimate(compiled([long])).promptTokens - few).toBeGreaterThan(40 * 450);
  });
});

function compare(before: CompiledRecipe, after: CompiledRecipe) {
  const work = comparePlans(before, after, { seed: 5, rows: 10 });
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return { rows: value.rows, calls: value.calls };
  }
}

describe('V20 versions are compared by their tools too', () => {
  const all = () => [table(), standIn(), database()];

  test('the same tools ask nothing again', () => {
    expect(compare(compiled(all()), compiled(all()))).toEqual({ rows: 0, calls: 0 });
  });

  test.each([
    ['what a table gives', [table(4), standIn(), database()]],
    ['who stands in', [table(), standIn('You are a shop.'), database()]],
    ['what a statement does', [table(), standIn(), database({}, 'SELECT a, a FROM t')]],
    ['what a database holds', [table(), standIn(), database({ seed_sql: 'INSERT INTO t VALUES (1)' })]],
    ['which tools there are', [table(), database()]],
  ])('another %s asks again from the first turn of the assistant on', (_, environments) => {
    const { rows, calls } = compare(compiled(all()), compiled(environments));
    expect(rows).toBe(10);
    const whole = compare(compiled([]), compiled(environments, { id: 'other' })).calls;
    expect(calls).toBe(whole - 20);
  });

  test('tools that the conversation does not use change nothing', () => {
    const scope = { available_environments: ['table'] };
    expect(compare(compiled([table()], scope), compiled(all(), scope))).toEqual({ rows: 0, calls: 0 });
  });

  test('more rounds at most are another world', () => {
    expect(compare(compiled(all()), compiled(all(), { max_consecutive_tool_turns: 3 })).rows).toBe(10);
  });
});
