import { expect, test } from 'vitest';
import type { Value } from '@/lib/util/value';
import { applyEdit, type RecipeEdit } from '../edit/apply-edit';
import { readRecipe } from '../read-recipe';
import { changed } from '../testing/sample-recipe';
import {
  addProperty,
  removeProperty,
  requireProperty,
  retypeProperty,
  schemaRows,
  setChoices,
} from './schema-rows';

const text = changed(
  '    - id: answer\n',
  `    - id: review
      instruction_messages: [{ role: USER, content: Review it. }]
      response_format:
        schema:
          type: object
          properties:
            stars: { type: integer, minimum: 1 } # one to five
            mood:
              type: string
              enum: [glad, sad]
          required: [stars]
    - id: answer
`,
);
const path = ['strategy_params', 'generated_attributes', 1, 'response_format', 'schema'];

function schemaOf(of: string): Value | undefined {
  return readRecipe(of).draft.strategy_params?.generated_attributes?.[1]?.response_format?.schema;
}

function after(edits: readonly RecipeEdit[]): string {
  const result = edits.reduce(applyEdit, text);
  expect(readRecipe(result).diagnostics).toEqual([]);
  return result;
}

test('R132 a schema is a table of its properties, as far as a table can show it', () => {
  expect(schemaRows(schemaOf(text))).toEqual([
    { name: 'stars', type: 'integer', description: '', isRequired: true, choices: '', hasMore: true },
    {
      name: 'mood',
      type: 'string',
      description: '',
      isRequired: false,
      choices: 'glad, sad',
      hasMore: false,
    },
  ]);
  expect(schemaRows(undefined)).toEqual([]);
  expect(schemaRows(new Map([['type', 'object']]))).toEqual([]);
  expect(schemaRows(new Map<string, Value>([['anyOf', []]]))).toBeNull();
  expect(schemaRows(new Map([['type', 'array']]))).toBeNull();
  expect(schemaRows(new Map<string, Value>([['properties', new Map([['a', true]])]]))).toBeNull();
});

test('R132 a change in the table changes its own place in the text', () => {
  const schema = schemaOf(text);
  expect(after(addProperty(path, schema, 'why'))).toBe(
    text
      .replace('enum: [glad, sad]\n', 'enum: [glad, sad]\n            why:\n              type: string\n')
      .replace('required: [stars]', 'required: [stars, why]'),
  );
  expect(after(requireProperty(path, schema, 'mood', true))).toBe(
    text.replace('required: [stars]', 'required: [stars, mood]'),
  );
  expect(after(requireProperty(path, schema, 'stars', false))).toBe(
    text.replace('          required: [stars]\n', ''),
  );
  expect(after(removeProperty(path, schema, 'mood'))).toBe(
    text.replace('            mood:\n              type: string\n              enum: [glad, sad]\n', ''),
  );
  expect(after(retypeProperty(path, schema, 'stars', 'number'))).toBe(
    text.replace('type: integer, minimum', 'type: number, minimum'),
  );
});

test('R132 choices are of the type of their property', () => {
  const [stars, mood] = schemaRows(schemaOf(text)) ?? [];
  if (stars === undefined || mood === undefined) throw new Error('There are two rows');
  expect(after(setChoices(path, mood, 'glad, , angry, glad'))).toBe(
    text.replace('[glad, sad]', '[glad, angry]'),
  );
  expect(after(setChoices(path, mood, ' '))).toBe(text.replace('              enum: [glad, sad]\n', ''));
  expect(after(setChoices(path, stars, '1, 3, 5'))).toContain(
    'stars: { type: integer, minimum: 1, enum: [1, 3, 5] }',
  );
});

test('R132 a schema that is not written yet is begun', () => {
  const tool = 'environment_config:\n  environments:\n    - tools:\n        - id: a\n';
  const at = ['environment_config', 'environments', 0, 'tools', 0, 'parameters'];
  expect(addProperty(at, undefined, 'item').reduce(applyEdit, tool)).toBe(`${tool}          parameters:
            type: object
            properties:
              item:
                type: string
            required:
              - item
`);
});
