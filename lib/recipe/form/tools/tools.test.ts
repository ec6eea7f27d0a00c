import { describe, expect, test } from 'vitest';
import type { DraftEnvironment } from '../../draft';
import { applyEdit, type RecipeEdit } from '../../edit/apply-edit';
import { environmentTypes } from '../../environment-schema';
import { readRecipe } from '../../read-recipe';
import { changed } from '../../testing/sample-recipe';
import { addEntry, lookupColumns, lookupValue } from './lookup-table';
import { changeEnvironmentType, newEnvironment, newTool, removeTool } from './new-environment';
import { conversationsWith, environmentsPath, takenByTools, usableTools } from './usable-tools';

const apply = (text: string, edits: readonly RecipeEdit[]) => edits.reduce(applyEdit, text);

const withConversation = changed(
  'inference_config:\n  engine: ECHO',
  `  multiturn_attributes:
    - id: chat
      min_turns: 1
      max_turns: 2
      role_instruction_messages: { USER: You ask., ASSISTANT: You help. }
inference_config:
  engine: OPENAI`,
).replace('model_name: echo', 'model_name: gpt-5-mini');

function withEnvironment(type: (typeof environmentTypes)[number], text = withConversation): string {
  const { draft } = readRecipe(text);
  const { value } = newEnvironment(type, takenByTools(draft));
  return applyEdit(text, { type: 'insert', path: environmentsPath, value });
}

function errorsOf(text: string): string[] {
  return readRecipe(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

function environmentOf(text: string, index = 0): DraftEnvironment {
  const environment = readRecipe(text).draft.environment_config?.environments?.[index];
  if (environment === undefined) throw new Error('There is no environment');
  return environment;
}

describe('R131 what a form makes of tools is valid as it stands', () => {
  test.each(environmentTypes)('a new environment: %s, also a second one', (type) => {
    const text = withEnvironment(type);
    expect(errorsOf(text)).toEqual([]);
    expect(errorsOf(withEnvironment(type, text))).toEqual([]);
  });

  test.each(environmentTypes.flatMap((from) => environmentTypes.map((to) => [from, to] as const)))(
    'an environment becomes one of another kind: %s to %s',
    (from, to) => {
      const text = withEnvironment(from);
      const after = apply(text, changeEnvironmentType([...environmentsPath, 0], environmentOf(text), to));
      expect(errorsOf(after)).toEqual([]);
      expect(environmentOf(after)).toMatchObject({ env_type: to, tools: [{ id: 'look_up' }] });
    },
  );

  test('a tool goes with its table and its facts', () => {
    const path = [...environmentsPath, 0];
    const one = withEnvironment('deterministic');
    const made = newTool('deterministic', takenByTools(readRecipe(one).draft).tools);
    const two = apply(one, [
      { type: 'insert', path: [...path, 'tools'], value: made.tool },
      {
        type: 'set',
        path: [...path, 'env_kwargs', 'lookup_table', made.id],
        value: made.table?.[made.id] ?? [],
      },
      { type: 'set', path: [...path, 'grounding', 'tools', made.id, 'fields'], value: ['name'] },
    ]);
    expect(errorsOf(two)).toEqual([]);
    expect(apply(two, removeTool(path, environmentOf(two), 1))).toBe(one);
  });
});

test('R131 the tools of a conversation: all where none are named', () => {
  const two = withEnvironment('synthetic', withEnvironment('deterministic'));
  const { draft } = readRecipe(two);
  expect(usableTools(draft, {}).map(({ id }) => id)).toEqual(['look_up', 'look_up_2']);
  expect(usableTools(draft, { available_environments: ['tools_2'] }).map(({ id }) => id)).toEqual([
    'look_up_2',
  ]);
  expect(usableTools(draft, { available_tools: ['look_up', 'gone'] }).map(({ id }) => id)).toEqual([
    'look_up',
  ]);
  expect(conversationsWith(draft, 'tools')).toMatchObject([{ kind: 'conversation', id: 'chat' }]);
});

describe('R131 the table of what a tool gives', () => {
  const tool = {
    parameters: new Map([['properties', new Map([['title', new Map([['type', 'string']])]])]]),
  };
  test('its columns are arguments and parts of results; what is no object is one column', () => {
    const found = { input: new Map([['title', 'Dune']]), output: new Map([['found', true]]) };
    expect(lookupColumns(tool, [found])).toEqual({ inputs: ['title'], outputs: ['found'] });
    expect(lookupColumns(tool, [found, { ...found, output: 'none' }])).toEqual({
      inputs: ['title'],
      outputs: null,
    });
  });

  test.each([
    [
      'a text stays one where the schema says so',
      '007',
      { schema: tool.parameters, name: 'title', before: undefined },
      '007',
    ],
    ['a text stays one where one stood', '12', { schema: undefined, name: 'x', before: 'a' }, '12'],
    [
      'else JSON is read as such',
      '{"a": [1, true]}',
      { schema: undefined, name: null, before: undefined },
      { a: [1, true] },
    ],
    [
      'and what is none is a text',
      'Frank Herbert',
      { schema: undefined, name: 'x', before: 3 },
      'Frank Herbert',
    ],
    ['nothing takes the key out', '', { schema: undefined, name: 'x', before: 3 }, undefined],
    ['nothing as a whole is null', '', { schema: undefined, name: null, before: 3 }, null],
  ])('%s', (_, text, place, value) => {
    expect(lookupValue(text, place)).toEqual(value);
  });

  test('a further entry differs from all before', () => {
    const path = [...environmentsPath, 0, 'env_kwargs', 'lookup_table', 'look_up'];
    let text = withEnvironment('deterministic');
    for (let count = 0; count < 3; count += 1) {
      const entries = environmentOf(text).env_kwargs?.lookup_table?.get('look_up') ?? [];
      const columns = lookupColumns(environmentOf(text).tools?.[0], entries);
      text = applyEdit(text, addEntry(path, columns, entries));
    }
    expect(environmentOf(text).env_kwargs?.lookup_table?.get('look_up')).toHaveLength(4);
    expect(errorsOf(text)).toEqual([]);
  });
});
