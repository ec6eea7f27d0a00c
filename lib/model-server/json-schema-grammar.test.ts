import { expect, test } from 'vitest';
import { grammarSchemaOf } from './json-schema-grammar';

test('what a grammar can hold is kept, descriptions and limits of numbers fall away', () => {
  const schema = {
    type: 'object',
    title: 'Person',
    properties: {
      name: { type: 'string', description: 'first name', minLength: 1 },
      age: { type: 'integer', minimum: 0, maximum: 120 },
      email: { type: 'string', format: 'email' },
      born: { type: 'string', format: 'date' },
    },
    required: ['name'],
    additionalProperties: false,
  };
  expect(grammarSchemaOf(schema)).toEqual({
    ok: true,
    schema: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1 },
        age: { type: 'integer' },
        email: { type: 'string' },
        born: { type: 'string', format: 'date' },
      },
      additionalProperties: false,
    },
  });
});

test('alternatives, lists and definitions are converted all the way down', () => {
  const schema = {
    definitions: { mood: { anyOf: [{ enum: ['happy', 'sad'] }, { type: 'null', description: 'none' }] } },
    type: 'array',
    items: { $ref: '#/definitions/mood' },
  };
  expect(grammarSchemaOf(schema)).toEqual({
    ok: true,
    schema: {
      $defs: { mood: { oneOf: [{ enum: ['happy', 'sad'] }, { type: 'null' }] } },
      type: 'array',
      items: { $ref: '#/$defs/mood' },
    },
  });
});

test.each(['not', 'allOf', 'pattern', 'patternProperties'])(
  'a schema with %s is refused by name',
  (keyword) => {
    const schema = { type: 'object', properties: { a: { [keyword]: {} } } };
    expect(grammarSchemaOf(schema)).toEqual({ ok: false, keyword });
  },
);
