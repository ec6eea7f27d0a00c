import { describe, expect, test } from 'vitest';
import { applyEdit } from '../edit/apply-edit';
import { applyFix } from '../edit/apply-fix';
import { outputColumns } from '../form/output-columns';
import { newAttribute } from '../form/new-attribute';
import { usableValues } from '../form/usable-values';
import { usesOf } from '../form/uses';
import { recipeGraph } from '../graph/recipe-graph';
import { readRecipe } from '../read-recipe';

const head = `strategy_params:
  sampled_attributes:
    - id: mood
      name: Mood
      description: How the customer feels
      possible_values: [{ id: calm, name: Calm, description: At ease }]
  generated_attributes:
    - id: issue
      instruction_messages: [{ role: USER, content: Invent an issue }]
`;
const talk = `  multiturn_attributes:
    - id: talk
      min_turns: 1
      max_turns: 3
      role_instruction_messages:
        USER: "You are {mood} about {issue}. {current_turn}/{target_turns}"
        ASSISTANT: You help.
`;
const model = 'inference_config: { engine: ECHO, model: { model_name: echo } }\n';
const recipe = head + talk + model;

function findings(text: string): string[] {
  return readRecipe(text).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

/** The text after the first fix of its only problem. */
function mended(text: string): string {
  const { diagnostics } = readRecipe(text);
  expect(diagnostics).toHaveLength(1);
  const fix = diagnostics[0]?.fixes[0];
  if (fix === undefined) throw new Error('no fix');
  const after = applyFix(text, fix);
  expect(findings(after)).toEqual([]);
  return after;
}

const where = 'strategy_params.multiturn_attributes.talk';
const changed = (from: string, to: string) => recipe.replace(from, () => to);

test('R60 a conversation has personas, and knows the values of the row and the numbers of its messages', () => {
  expect(findings(recipe)).toEqual([]);
});

test.each(['user', 'USER', 'Role.USER'])('R60 the role may be written %s', (role) => {
  expect(findings(changed('USER: "You', `${role}: "You`))).toEqual([]);
});

describe('R61 bounds and roles', () => {
  test.each([
    ['min_turns: 1', 'min_turns: 0', `out-of-range ${where}.min_turns: must be at least 1, but is 0`],
    ['min_turns: 1', 'min_turns: 1.5', `wrong-type ${where}.min_turns: must be an integer, but is "1.5"`],
    ['max_turns: 3', 'max_turns: null', `missing-field ${where}.max_turns: is needed, but empty`],
    ['      max_turns: 3\n', '', `missing-field ${where}.max_turns: is missing`],
    [
      '        ASSISTANT: You help.\n',
      '        ASSISTANT: "  "\n',
      `empty ${where}.role_instruction_messages.ASSISTANT: must not be empty: the persona says who the assistant is`,
    ],
    [
      '        ASSISTANT: You help.\n',
      '        ASSISTANT: You help.\n        assistant: And so do you.\n',
      `duplicate-key ${where}.role_instruction_messages.assistant: gives the same role a second persona`,
    ],
    [
      'max_turns: 3\n',
      'max_turns: 3\n      output_system_prompt: ""\n',
      `empty ${where}.output_system_prompt: must not be empty`,
    ],
    [
      'max_turns: 3\n',
      'max_turns: 3\n      available_tools: [search]\n',
      `unknown-environment ${where}.available_tools: Environment or tool references require environment_config, or environment_config_path on the command line`,
    ],
  ])('%j as %j', (from, to, message) => {
    expect(findings(changed(from, to))).toEqual([message]);
  });
  test('no roles at all miss both', () => {
    const text = changed(talk.slice(talk.indexOf('        USER')), '').replace(
      'messages:\n',
      'messages: {}\n',
    );
    expect(findings(text)).toEqual(
      ['USER: a persona for user', 'ASSISTANT: a persona for assistant'].map(
        (role) =>
          `missing-field ${where}.role_instruction_messages: must define instructions for role ${role} is missing`,
      ),
    );
  });
  test('more turns at least than at most', () => {
    const text = changed('max_turns: 3', 'max_turns: 1').replace('min_turns: 1', 'min_turns: 2');
    expect(findings(text)[0]).toContain('must be greater than or equal to min_turns (2), but is 1');
    expect(mended(text)).toContain('max_turns: 2\n');
  });
  test('a missing role is put in by the fix', () => {
    expect(mended(changed('        ASSISTANT: You help.\n', ''))).toContain('\n        ASSISTANT: You are a');
  });
  test('a misspelled role names the nearest', () => {
    const text = changed('ASSISTANT: You help.', 'ASISTANT: You help.');
    expect(findings(text)).toEqual([
      `unknown-choice ${where}.role_instruction_messages.ASISTANT: "ASISTANT" is not one of SYSTEM, USER, ASSISTANT, TOOL`,
    ]);
    expect(mended(text)).toBe(recipe);
  });
});

describe('R62 names', () => {
  test.each(['target_turns', 'current_turn', 'talk_plan'])('%s is reserved', (id) => {
    const [found, ...others] = readRecipe(recipe.replace('id: issue', `id: ${id}`)).diagnostics;
    expect(found?.code).toBe('reserved-id');
    expect(found?.message).toContain(`"${id}" is reserved for multiturn synthesis`);
    // The persona uses the old name still.
    expect(others.every(({ code }) => code === 'unknown-placeholder')).toBe(true);
  });
  test('an id that something else has', () => {
    expect(findings(changed('id: talk', 'id: mood')).join()).toContain('used more than once');
  });
  test('an unknown value in a persona names what is known, the numbers too', () => {
    const [found] = readRecipe(changed('{issue}', '{isue}')).diagnostics;
    expect(found?.message).toContain(
      'Unknown value {isue}. Known here: mood, issue, current_turn, target_turns',
    );
    expect(mended(changed('{issue}', '{isue}'))).toBe(recipe);
  });
  test('the planner knows how many messages there are, but is at none of them', () => {
    const planned = (text: string) =>
      changed('max_turns: 3\n', `max_turns: 3\n      conversation_planner: "${text}"\n`);
    expect(findings(planned('In {target_turns} messages about {issue}'))).toEqual([]);
    expect(findings(planned('Now {current_turn}')).join()).toContain(
      '{current_turn} is known only in the personas of a conversation',
    );
  });
  test('a prompt outside of conversations knows no turns', () => {
    expect(findings(recipe.replace('Invent an issue', '"{target_turns}"')).join()).toContain(
      '{target_turns} is known only in the texts of a conversation',
    );
    expect(findings(head.replace('Invent an issue', '"{target_turns}"') + model).join()).toContain(
      'unknown-placeholder',
    );
  });
});

describe('R63 order', () => {
  const second = `    - id: next
      min_turns: 1
      max_turns: 1
      role_instruction_messages: { USER: "Go on from {talk} and {talk_plan}", ASSISTANT: Answer. }
`;
  test('a conversation may use those above it and their plans', () => {
    expect(findings(head + talk + second + model)).toEqual([]);
  });
  test('one that comes later can be moved up', () => {
    const text = head + talk.replace('multiturn_attributes:\n', `multiturn_attributes:\n${second}`) + model;
    const { diagnostics } = readRecipe(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(['forward-reference', 'forward-reference']);
    expect(diagnostics[0]?.fixes[0]?.title).toBe('Move up');
  });
  test('itself is a cycle', () => {
    expect(findings(changed('{issue}', '{talk}')).join()).toContain('reference-cycle');
  });
  test('two that use each other are a cycle and can not be moved', () => {
    const text = head + talk.replace('{issue}', '{next}') + second + model;
    expect(findings(text).filter((one) => one.startsWith('reference-cycle'))).not.toEqual([]);
    expect(findings(text).join()).not.toContain('forward-reference');
  });
  test('a prompt of a generated attribute can use none, a transform all', () => {
    expect(findings(recipe.replace('Invent an issue', '"{talk}"')).join()).toContain(
      '{talk} is written after all generated attributes, so none of them can use it',
    );
    const transform = `  transformed_attributes:
    - id: line
      transformation_strategy: { type: STRING, string_transform: "{talk_plan} {talk}" }
`;
    expect(findings(head + talk + transform + model)).toEqual([]);
    expect(findings(head + talk.replace('{issue}', '{line}') + transform + model).join()).toContain(
      'put together after all answers',
    );
  });
  test('there must be something else to plan rows from', () => {
    const alone = talk.replace('You are {mood} about {issue}.', 'Hello');
    expect(findings(`strategy_params:\n${alone}${model}`).join()).toContain('nothing-to-plan');
  });
});

describe('R64 in outline, forms and graph', () => {
  const { draft, outline } = readRecipe(recipe);
  test('the outline says how many turns', () => {
    const entry = outline.entries.find(({ id }) => id === 'talk');
    expect(entry).toMatchObject({ kind: 'conversation', note: '1–3 turns', errors: 0 });
  });
  test('it gives two columns', () => {
    expect(outputColumns(draft).map(({ name, note }) => `${name} ${note}`)).toEqual([
      'mood ',
      'issue as it came',
      'talk messages',
      'talk_plan its plan',
    ]);
  });
  test('personas may name the numbers, the texts of the whole only how many there are', () => {
    const namesAt = (hasTurn: boolean) =>
      usableValues(draft, { kind: 'conversation', index: 0, hasTurn }).map(({ id }) => id);
    expect(namesAt(true)).toContain('current_turn');
    expect(namesAt(false)).not.toContain('current_turn');
    expect(namesAt(false)).toContain('target_turns');
  });
  test('it uses what its personas name', () => {
    expect(usesOf(draft, ['issue'])).toEqual([
      { kind: 'conversation', id: 'talk', path: ['strategy_params', 'multiturn_attributes', 0] },
    ]);
    const { edges, nodes } = recipeGraph(draft);
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'sampled:0 conversation:0',
      'generated:0 conversation:0',
    ]);
    expect(nodes.at(-1)).toMatchObject({ kind: 'conversation', calls: { least: 3, most: 7 } });
  });
  test('a new id reaches personas, and the plan’s name goes along', () => {
    const more = `  transformed_attributes:
    - id: line
      transformation_strategy: { type: STRING, string_transform: "{talk_plan} {talk} {issue}" }
  passthrough_attributes: [talk, talk_plan, line]
`;
    const path = ['strategy_params', 'multiturn_attributes', 0];
    const text = head + talk + more + model;
    const renamed = applyEdit(text, { type: 'rename', path, id: 'chat' });
    expect(renamed).toContain('"{chat_plan} {chat} {issue}"');
    expect(renamed).toContain('[chat, chat_plan, line]');
    expect(applyEdit(renamed, { type: 'rename', path, id: 'talk' })).toBe(text);
    const issue = ['strategy_params', 'generated_attributes', 0];
    expect(applyEdit(text, { type: 'rename', path: issue, id: 'case' })).toContain('{mood} about {case}.');
  });
  test('a new one is valid as it stands', () => {
    const beside = { taken: new Set(['talk']), sampled: ['mood'], answers: ['issue'] };
    const { value } = newAttribute('conversation', beside);
    const path = ['strategy_params', 'multiturn_attributes'];
    expect(findings(applyEdit(recipe, { type: 'insert', path, value }))).toEqual([]);
    expect(findings(applyEdit(head + model, { type: 'insert', path, value }))).toEqual([]);
  });
});
