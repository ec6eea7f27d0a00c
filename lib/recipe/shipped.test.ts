import { describe, expect, test } from 'vitest';
import { exportRecipe } from './interchange/export-recipe';
import { importRecipe } from './interchange/import-recipe';
import { readRecipe } from './read-recipe';
import { runnableShipped, shippedRecipes } from './testing/shipped-recipes';

const recipes = shippedRecipes();
const textOf = (name: string) => recipes.get(name) ?? '';

/** How many parts the shipped recipe of a name has: rows, sampled, combinations, generated, conversations. */
test.each([
  ['question_answer', [10, 2, 0, 2, 0]],
  ['data_augmentation', [10, 3, 4, 2, 0]],
  ['instruction_following', [10, 3, 3, 2, 0]],
  ['conversation', [10, 4, 0, 4, 0]],
  ['domain_qa', [10, 3, 0, 2, 0]],
  ['dynamic_few_shot', [10, 0, 0, 2, 0]],
  ['multiturn_conversation', [5, 4, 0, 3, 1]],
  ['library_tool_use', [10, 1, 0, 0, 1]],
  ['mcp_docs_lookup', [150, 3, 0, 1, 1]],
  ['ehr_stateful_agent', [150, 3, 0, 1, 1]],
  ['ehr_database_agent', [100, 1, 0, 0, 1]],
])('%s has the parts of the shipped one', (name, counts) => {
  const { draft } = readRecipe(textOf(name));
  const lists = [
    'sampled_attributes',
    'combination_sampling',
    'generated_attributes',
    'multiturn_attributes',
  ] as const;
  const lengths = lists.map((list) => draft.strategy_params?.[list]?.length ?? 0);
  expect([draft.num_samples, ...lengths]).toEqual(counts);
});

test.each(runnableShipped)('R117 %s is valid as it is, and stays as it is for oumi', (name) => {
  const text = textOf(name);
  const read = readRecipe(text);
  expect(read.diagnostics).toEqual([]);
  expect(importRecipe(text).yaml).toBe(text);
  expect(exportRecipe(read, 'oumi')).toEqual({ text, dropped: [] });
});

describe('R117 what can not be run is told by its place', () => {
  test.each([
    [
      'ehr_stateful_agent',
      [
        'environments.ward.tools.read_patient.executor: "ehr_tools.read_patient" is a function of Python',
        'environments.ward.tools.add_note.executor: "ehr_tools.add_note" is a function of Python',
        'environments.ward.env_kwargs.state_params: A state can not be kept here',
      ],
    ],
    [
      'ehr_database_agent',
      ['environments.records.tools.find_patient.executor: "ehr_tools.find_patient" is a function of Python'],
    ],
  ])('%s', (name, expected) => {
    const { diagnostics } = readRecipe(textOf(name));
    const said = diagnostics.map(({ severity, message }) => `${severity} ${message}`);
    expect(said).toEqual(
      expected.map((text) => expect.stringContaining(`error environment_config.${text}`) as unknown),
    );
  });
});
