import { describe, expect, test } from 'vitest';
import { encodeJson } from '@/lib/dataset/json';
import type { ToolCall } from '@/lib/llm/message';
import { compileTools } from '@/lib/environments/tool-set';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { compileRecipe, type CompiledRecipe } from '../compile';
import { AnswerError, type Ask, type Reply } from '../exchange';
import { planRow } from '../plan-row';
import { previewRows } from '../preview';
import { textOf, type PreviewPrompt } from '../preview-prompt';
import { exchangeOf } from '../row';
import { cellOf } from '../row-value';
import { triedKey } from '../tried';
import { sayWithTools } from './tool-turn';

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, unit: { type: 'string', default: 'c' } },
  required: ['city'],
  additionalProperties: false,
};
const tool = (id: string, more: object = {}) => ({
  id,
  name: id,
  description: `The tool ${id}`,
  parameters,
  ...more,
});
const table = (more: object = {}) => ({
  id: 'env',
  env_type: 'deterministic',
  tools: [tool('lookup')],
  env_kwargs: {
    lookup_table: {
      lookup: [
        { input: { city: 'Oslo' }, output: { temp: 3 } },
        { input: { city: 'Rome', unit: 'f' }, output: 'hot' },
        { input: { city: 'Bern' }, output: null },
      ],
    },
  },
  ...more,
});
const standIn = (kwargs: object = {}) => ({
  id: 'sim',
  env_type: 'synthetic',
  tools: [
    tool('search', {
      output_schema: { type: 'object', properties: { hits: { type: 'integer' } }, required: ['hits'] },
    }),
  ],
  env_kwargs: { tool_persona: 'You are a search index.', ...kwargs },
});
const store = {
  id: 'db',
  env_type: 'database',
  tools: [tool('count', { sql: 'SELECT :city' })],
  env_kwargs: { schema_sql: 'CREATE TABLE t (a)' },
};

function compiled(environments: unknown[], more: object = {}): CompiledRecipe {
  const talk = {
    id: 'talk',
    min_turns: 1,
    max_turns: 1,
    role_instruction_messages: { USER: 'You ask.', ASSISTANT: 'You help.' },
    ...more,
  };
  const { recipe, diagnostics } = readRecipe(
    JSON.stringify({
      strategy_params: { input_examples: [{ examples: [{ topic: 'x' }] }], multiturn_attributes: [talk] },
      environment_config: { environments },
      inference_config: { engine: 'OPENAI', model: { model_name: 'm' } },
    }),
  );
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileRecipe(recipe);
}

const said = (text: string): Reply => ({ text, finishReason: 'stop', completionTokens: 1, toolCalls: [] });
const calls = (...wanted: (readonly [string, string])[]): Reply => ({
  ...said(''),
  finishReason: 'tool_calls',
  toolCalls: wanted.map(([name, written], at): ToolCall => ({ id: `c${at}`, name, arguments: written })),
});
const plan = said('{"turns":[]}');

/** Walks the conversation of row 0 with answers of a script; the plan and the user's words are given. */
function drive(of: CompiledRecipe, ...answers: Reply[]) {
  const step = of.steps[0];
  if (step === undefined) throw new Error('no conversation');
  const values = planRow(of, 7, 0);
  const exchange = exchangeOf(of, step, { row: 0, seed: 7, values, firstAttempt: 0, emptyRetries: 0 });
  const left = [plan, said('hello bot'), ...answers];
  const asks: Ask[] = [];
  for (let next = exchange.next(); next.done !== true;) {
    if (next.value.type !== 'ask') throw new Error('no database is used here');
    asks.push(next.value);
    const reply = left.shift();
    if (reply === undefined) throw new Error(`No answer is left for ${JSON.stringify(next.value)}`);
    next = exchange.next(reply);
  }
  const value: unknown = JSON.parse(encodeJson(cellOf(values.get('talk'))));
  const talk = value as { messages: { content: string; role: string }[]; tools?: unknown[] };
  return {
    asks,
    talk,
    results: talk.messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
    values,
  };
}

describe('V10 a turn with tools', () => {
  test('offers the tools to the assistant alone and keeps calls and results in the conversation', () => {
    const { asks, talk } = drive(compiled([table()]), calls(['lookup', '{"city":"Oslo"}']), said('it is 3'));
    expect(asks.map(({ step, tools }) => `${step} ${tools?.length ?? 0}`)).toEqual([
      'plan 0',
      'turn:1 0',
      'turn:2 1',
      'turn:2/round:1 1',
    ]);
    expect(asks[3]?.messages.slice(-2)).toEqual([
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'c0', name: 'lookup', arguments: '{"city":"Oslo"}' }],
      },
      { role: 'tool', content: '{"temp": 3}', toolCallId: 'c0' },
    ]);
    expect(talk).toEqual({
      messages: [
        { content: 'hello bot', role: 'user' },
        {
          content: null,
          role: 'assistant',
          tool_calls: [
            { id: 'c0', type: 'function', function: { name: 'lookup', arguments: '{"city":"Oslo"}' } },
          ],
        },
        { content: '{"temp": 3}', role: 'tool', tool_call_id: 'c0' },
        { content: 'it is 3', role: 'assistant' },
      ],
      tools: [{ function: { name: 'lookup', description: 'The tool lookup', parameters } }],
    });
  });

  test('an assistant that needs no tool just answers, and the tools are in the row all the same', () => {
    const { talk } = drive(compiled([table()]), said('hi'));
    expect(talk.messages).toHaveLength(2);
    expect(talk.tools).toHaveLength(1);
  });

  test('without tools there is no word of them', () => {
    expect(Object.keys(drive(compiled([]), said('hi')).talk)).toEqual(['messages']);
  });

  test('calls of one answer are one round; after the last the model is told to answer, which is not kept', () => {
    const both = calls(['lookup', '{"city":"Oslo"}'], ['lookup', '{"city":"Bern"}']);
    const of = compiled([table()], { max_consecutive_tool_turns: 2 });
    const { asks, talk, results } = drive(of, both, both, said('final words'));
    expect(results).toEqual(['{"temp": 3}', 'null', '{"temp": 3}', 'null']);
    expect(asks.at(-1)?.tools).toBeUndefined();
    expect(asks.at(-1)?.messages.at(-1)).toMatchObject({ role: 'user' });
    expect(talk.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'tool',
      'assistant',
      'tool',
      'tool',
      'assistant',
    ]);
    expect(talk.messages.at(-1)?.content).toBe('final words');
  });

  test('with no rounds at all it is asked without tools at once', () => {
    const { asks, talk } = drive(compiled([table()], { max_consecutive_tool_turns: 0 }), said('by heart'));
    expect(asks.every(({ tools }) => tools === undefined)).toBe(true);
    expect(talk.messages.at(-1)?.content).toBe('by heart');
  });

  test('a model that goes on calling without a word, when asked to answer without tools, fails the row', () => {
    const one = calls(['lookup', '{"city":"Oslo"}']);
    const walk = () => drive(compiled([table()], { max_consecutive_tool_turns: 1 }), one, one, one);
    expect(walk).toThrow(AnswerError);
    expect(walk).toThrow('called tools that it was not offered, and said nothing');
  });

  test('words beside a call are kept', () => {
    const { talk } = drive(
      compiled([table()]),
      { ...calls(['lookup', '{"city":"Bern"}']), text: 'Let me see' },
      said('ok'),
    );
    expect(talk.messages[1]).toMatchObject({ content: 'Let me see', role: 'assistant' });
  });

  test('environments and tools are those that the conversation names', () => {
    const of = (scope: object) => drive(compiled([table(), standIn()], scope), said('x')).talk.tools;
    expect(of({})).toHaveLength(2);
    expect(of({ available_environments: ['sim'] })).toMatchObject([{ function: { name: 'search' } }]);
    expect(of({ available_tools: ['lookup'] })).toMatchObject([{ function: { name: 'lookup' } }]);
  });
});

test.each([
  ['lookup', '{"city":"Oslo","unit":"c"}', '{"temp": 3}'],
  ['lookup', ' {"unit":"f", "city":"Rome"}', 'hot'],
  ['lookup', '{"city":"Bern"}', 'null'],
  [
    'lookup',
    '{"city":"oslo"}',
    '{"error": "Tool \'lookup\' has no output for {\\"city\\": \\"oslo\\", \\"unit\\": \\"c\\"}. Configured inputs: {\\"city\\":\\"Oslo\\",\\"unit\\":\\"c\\"}, {\\"city\\":\\"Rome\\",\\"unit\\":\\"f\\"}, {\\"city\\":\\"Bern\\",\\"unit\\":\\"c\\"}"}',
  ],
  ['zz', '{}', '{"error": "Unknown tool \'zz\'. Known: [\\"lookup\\"]"}'],
  ['lookup', '[1]', '{"error": "Tool \'lookup\' arguments must be a JSON object, got list."}'],
  ['lookup', '1.5', '{"error": "Tool \'lookup\' arguments must be a JSON object, got float."}'],
  [
    'lookup',
    '',
    '{"error": "Tool \'lookup\' arguments do not fit: The value does not have required property \\"city\\"."}',
  ],
  [
    'lookup',
    '{"city":5}',
    '{"error": "Tool \'lookup\' arguments do not fit: city (5) is of type number, expected string."}',
  ],
])('V11 %s of %s gives %s', (name, written, result) => {
  expect(drive(compiled([table()]), calls([name, written]), said('ok')).results).toEqual([result]);
});

test('V11 arguments that are no JSON, or that never end, are told to the model', () => {
  const of = compiled([table()]);
  expect(drive(of, calls(['lookup', '{bad']), said('ok')).results[0]).toMatch(
    /^\{"error": ".*are not valid JSON/,
  );
  const long = `{"city":"${'x'.repeat(100_001)}"}`;
  expect(drive(of, calls(['lookup', long]), said('ok')).results[0]).toContain(
    'are too long: 100012 characters',
  );
});

test('V11 no arguments are an empty object', () => {
  const of = compiled([
    {
      ...table(),
      tools: [tool('now', { parameters: undefined })],
      env_kwargs: { lookup_table: { now: [{ input: {}, output: 9 }] } },
    },
  ]);
  expect(drive(of, calls(['now', '']), said('ok')).results).toEqual(['9']);
});

test.each(['', ' \n'])('V11 a row in which a tool gives the blank text %j fails', (output) => {
  const of = compiled([
    table({ env_kwargs: { lookup_table: { lookup: [{ input: { city: 'Oslo' }, output }] } } }),
  ]);
  expect(() => drive(of, calls(['lookup', '{"city":"Oslo"}']), said('ok'))).toThrow(
    expect.objectContaining({ name: 'AnswerError', code: 'empty-tool-result' }),
  );
});

describe('V12 a tool that the model stands in for', () => {
  const one = calls(['search', '{"unit":"f","city":"a"}']);
  const simulation = (kwargs: object, ...answers: string[]) =>
    drive(compiled([standIn(kwargs)]), one, ...answers.map(said), said('ok'));

  test('is asked as its persona, with what it takes and gives, the same for equal arguments', () => {
    const { asks, results } = simulation({}, '{"hits": 4}');
    const asked = asks[3];
    expect(asked).toMatchObject({ step: 'tool:search', isShared: true, shape: { name: 'search' } });
    expect(asked?.messages[0]?.content).toContain('You are a search index.');
    expect(asked?.messages[0]?.content).toContain('"hits"');
    expect(asked?.messages[1]).toEqual({
      role: 'user',
      content: '{"arguments": {"city": "a", "unit": "f"}, "tool": "search"}',
    });
    expect(results).toEqual(['{"hits": 4}']);
  });

  test('is asked by each row for itself, and freely, where the recipe says so', () => {
    const { asks } = simulation({ cache_by_input: false, use_guided_decoding: false }, '{"hits": 4}');
    expect(asks[3]?.step).toBe('turn:2/tool:1');
    expect(asks[3]).not.toHaveProperty('isShared');
    expect(asks[3]).not.toHaveProperty('shape');
  });

  test.each([
    ['```json\n{"hits": 1}\n```', '{"hits": 1}'],
    ['Here you go: {"hits": 1} ok', '{"hits": 1}'],
  ])('%j gives %s', (answer, result) => {
    expect(simulation({}, answer).results).toEqual([result]);
  });

  test('is asked once more for what is no result', () => {
    const { asks, results } = simulation({}, 'oops', '{"hits": 1}');
    expect(asks.slice(3, 5).map(({ attempt, asksAgain }) => [attempt, asksAgain?.code])).toEqual([
      [0, undefined],
      [1, 'unusable-tool-result'],
    ]);
    expect(results).toEqual(['{"hits": 1}']);
  });

  test.each([
    [
      '{"wrong": 4}',
      '{"error": "Tool \'search\' raised: its output does not fit output_schema: The value does not have required property \\"hits\\"."}',
    ],
    ['[1]', '{"error": "Tool \'search\' raised: it gave no JSON object"}'],
    ['', '{"error": "Tool \'search\' raised: it gave no JSON object"}'],
  ])('%j twice gives %s', (answer, result) => {
    expect(simulation({}, answer, answer).results).toEqual([result]);
  });
});

test('V13 a tool of a database is used with its arguments, defaults filled in', () => {
  const tools = compileTools([databaseOf(store)], { available_environments: [], available_tools: [] });
  if (tools === null) throw new Error('no tools');
  const place = { row: 0, seed: 7, values: new Map(), firstAttempt: 0, emptyRetries: 0 };
  const turn = sayWithTools({ step: 'turn:2', messages: [], tools, mostRounds: 5 }, place);
  turn.next();
  expect(turn.next(calls(['count', '{"city":"Oslo"}'])).value).toEqual({
    type: 'use-tool',
    step: 'turn:2/tool:1',
    environmentId: 'db',
    toolId: 'count',
    arguments: { city: 'Oslo', unit: 'c' },
  });
  expect(turn.next(said('[{"a": 1}]')).value).toMatchObject({ step: 'turn:2/round:1' });
  expect(turn.next(said('ok')).value).toEqual([
    expect.objectContaining({ role: 'assistant', content: '' }),
    { role: 'tool', content: '[{"a": 1}]', toolCallId: 'c0' },
    { role: 'assistant', content: 'ok' },
  ]);
});

/** The environment as a recipe that uses no tools has it. */
function databaseOf(written: unknown) {
  const { recipe } = readRecipe(
    JSON.stringify({
      strategy_params: { input_examples: [{ examples: [{ topic: 'x' }] }] },
      environment_config: { environments: [written] },
      inference_config: { engine: 'OPENAI', model: { model_name: 'm' } },
    }),
  );
  const [environment] = recipe?.environment_config?.environments ?? [];
  if (environment === undefined) throw new Error('no environment');
  return environment;
}

describe('V14 facts', () => {
  const grounding = { sample_size: 2, seed: 1, tools: { lookup: { fields: ['city', 'temp'] } } };
  const of = compiled([table({ grounding })]);

  test('are told to the planner alone', () => {
    const { asks, values } = drive(of, said('ok'));
    const [planning, ...others] = asks.map(({ messages }) =>
      messages.map(({ content }) => content).join('\n'),
    );
    expect(planning).toMatch(/- city="(Oslo|Rome|Bern)"/);
    expect(others.join('\n')).not.toMatch(/city=/);
    expect(encodeJson(cellOf(values.get('grounding_facts')))).toMatch(/^\[\{"city":"\w+"/);
  });

  test('are a column before what is written, unless the recipe lists its columns', () => {
    expect(of.columns.map(({ name }) => name)).toEqual(['topic', 'grounding_facts', 'talk', 'talk_plan']);
    expect(compiled([table()]).columns.map(({ name }) => name)).not.toContain('grounding_facts');
  });

  test('are different ones in a row, the same for the same seed, each as likely as the others', () => {
    const counts = new Map<string, number>();
    for (let row = 0; row < 600; row += 1) {
      const facts = encodeJson(cellOf(planRow(of, 3, row).get('grounding_facts')));
      expect(encodeJson(cellOf(planRow(of, 3, row).get('grounding_facts')))).toBe(facts);
      const cities = [...facts.matchAll(/"city":"(\w+)"/g)].map((match) => match[1] ?? '');
      expect(new Set(cities).size).toBe(2);
      for (const city of cities) counts.set(city, (counts.get(city) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['Bern', 'Oslo', 'Rome']);
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(70);
  });
});

describe('V22 the preview of a conversation with tools', () => {
  const of = compiled([table()], { min_turns: 2, max_turns: 2 });
  const { asks, values } = drive(
    of,
    calls(['lookup', '{"city":"Oslo"}']),
    said('it is 3'),
    said('thanks'),
    said('bye'),
  );
  const answers = ['{"turns":[]}', 'hello bot', '', 'it is 3', 'thanks', 'bye'];
  const tried = new Map(
    asks.map(({ step, messages }, at) => {
      const answer = { row: 0, attributeId: 'talk', step, messages, text: answers[at] ?? '' };
      return [triedKey(answer), answer];
    }),
  );

  test('offers the tools that the run offers, and asks what the run asks, rounds and all', () => {
    const [row] = previewRows(of, { seed: 7, start: 0, rows: 1, tried });
    const textOfPrompt = ({ messages }: PreviewPrompt) =>
      messages.map(({ role, segments }) => ({ role, content: textOf(segments) }));
    expect(row?.prompts.map((prompt) => [prompt.step, prompt.tools, textOfPrompt(prompt)])).toEqual(
      asks.map(({ step, tools, messages }) => [
        step,
        tools,
        messages.map(({ role, content }) => ({ role, content })),
      ]),
    );
    expect(row?.prompts.map(({ calls: called }) => called?.map(({ name }) => name))).toEqual([
      ...[undefined, undefined, ['lookup'], undefined, undefined, undefined],
    ]);
    expect(row?.values.find(({ name }) => name === 'talk')?.state).toBe('known');
    expect(values.has('talk')).toBe(true);
  });

  test('a turn whose end was not tried is not known', () => {
    const half = new Map([...tried].filter(([key]) => !key.includes('round')));
    const [row] = previewRows(of, { seed: 7, start: 0, rows: 1, tried: half });
    expect(row?.prompts.map(({ step, pending }) => `${step} ${pending.join()}`).slice(2)).toEqual([
      'turn:2 ',
      'turn:3 talk',
      'turn:4 talk',
    ]);
  });
});
