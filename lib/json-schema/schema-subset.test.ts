import { describe, expect, test } from 'vitest';
import { createJsonCheck, schemaProblems } from './schema-subset';

const schema = {
  type: 'object',
  properties: {
    title: { type: 'string', minLength: 2 },
    stars: { type: 'integer', minimum: 1, maximum: 5 },
    tags: { type: 'array', items: { enum: ['a', 'b'] } },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['title', 'stars'],
  additionalProperties: false,
};

describe('a value that breaks a schema is told of in one sentence', () => {
  const check = createJsonCheck(schema);
  test.each([
    [{ title: 'xx', stars: 3 }, null],
    [{ title: 'xx', stars: 3, note: null, tags: ['a', 'b'] }, null],
    [{}, 'The value does not have required property "title".'],
    [{ title: 'x', stars: 3 }, 'title ("x") is too short (1 < 2).'],
    [{ title: 'xx', stars: 7 }, 'stars (7) is greater than 5.'],
    [{ title: 'xx', stars: '3' }, 'stars ("3") is of type string, expected integer.'],
    [{ title: 'xx', stars: 3, tags: ['a', 'c'] }, 'tags.1 ("c") does not match any of ["a","b"].'],
    [{ title: 'xx', stars: 3, more: 1 }, 'more (1) is a property that the schema does not have.'],
    [{ title: 'xx', stars: 3, note: 5 }, 'note (5) is of type number, expected string.'],
    [[], 'The value is of type array, expected object.'],
  ])('%j', (value, sentence) => {
    expect(check(value)).toBe(sentence);
  });
});

describe('a schema is taken as far as it can be checked in bounded time', () => {
  test('one that is taken has no problems', () => {
    expect(schemaProblems(schema)).toEqual([]);
  });

  test.each([
    [null, [], 'must be a JSON Schema'],
    [{ type: 'objec' }, ['type'], 'must be one of string, number'],
    [{ properties: { a: { pattern: '(a+)+$' } } }, ['properties', 'a', 'pattern'], 'pattern is not taken'],
    [{ $ref: '#' }, ['$ref'], 'Write the schema out at its place'],
    [{ properties: { b: 3 } }, ['properties', 'b'], 'must be a JSON Schema'],
    [{ anyOf: [{ minimum: 'x' }] }, ['anyOf', 0, 'minimum'], 'must be a number'],
    [{ enum: [] }, ['enum'], 'must be a list of values'],
    [{ propertis: {} }, ['propertis'], 'Known are type'],
  ])('%j', (wrong, path, message) => {
    const problems = schemaProblems(wrong);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });

  test('one that is nested without end in sight is refused', () => {
    let deep: unknown = { type: 'string' };
    for (let level = 0; level < 40; level += 1) deep = { items: deep };
    expect(schemaProblems(deep).map(({ message }) => message)).toEqual(['is nested deeper than 12 levels']);
  });
});
