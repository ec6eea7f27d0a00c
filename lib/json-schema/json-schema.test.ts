import { expect, test } from 'vitest';
import { Float, type Value } from '@/lib/util/value';
import { compileSchema } from './compile-schema';
import { fillDefaults, misplacedDefaults } from './defaults';
import { toPlain } from './plain-value';

/** A value with dicts for objects, as the recipe and answers have it. */
function value(written: unknown): Value {
  if (Array.isArray(written)) return written.map(value);
  if (typeof written === 'object' && written !== null)
    return new Map(Object.entries(written).map(([key, item]) => [key, value(item)]));
  if (typeof written === 'string' || typeof written === 'number' || typeof written === 'boolean')
    return written;
  return null;
}

const json = (made: Value) => JSON.stringify(toPlain(made));

function problemOf(schema: unknown, written: unknown): string | null {
  const compiled = compileSchema(value(schema));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.schema.problemOf(value(written));
}

const cityOnly = {
  type: 'object',
  properties: { city: { type: 'string' }, near: { $ref: '#/$defs/place' } },
  required: ['city'],
  additionalProperties: false,
  $defs: { place: { type: 'object', properties: { zip: { type: 'string', pattern: '^\\d{4}$' } } } },
};

test.each<[string, unknown, unknown, string | null]>([
  ['what fits', cityOnly, { city: 'Oslo', near: { zip: '0150' } }, null],
  ['a missing property', cityOnly, {}, 'The value does not have required property "city".'],
  ['a wrong type', cityOnly, { city: 5 }, 'city (5) is of type number, expected string.'],
  ['one more', cityOnly, { city: 'Oslo', x: 1 }, 'x (1) is a property that the schema does not have.'],
  [
    'behind a reference',
    cityOnly,
    { city: 'a', near: { zip: 'x' } },
    'near.zip ("x") does not match the pattern "^\\d{4}$".',
  ],
  [
    'names of the prototype',
    { required: ['constructor'] },
    {},
    'The value does not have required property "constructor".',
  ],
  [
    'alternatives',
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    4,
    'The value is of type number, expected string.',
  ],
  ['format says nothing', { type: 'string', format: 'email' }, 'no address', null],
  [
    'an inner $id',
    { properties: { a: { $id: 'x', $ref: '#/$defs/t' } }, $defs: { t: { type: 'null' } } },
    { a: null },
    null,
  ],
  ['lists', { items: { type: 'integer' } }, [1, 2, 'x'], '2 ("x") is of type string, expected integer.'],
  [
    'tuples of draft 7',
    { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ const: 1 }] },
    [2],
    '0 (2) does not match 1.',
  ],
  ['true takes all', true, { a: 1 }, null],
  [
    'names by a pattern',
    { patternProperties: { '^x_': { type: 'number' } } },
    { x_a: 'no' },
    'x_a ("no") is of type string, expected number.',
  ],
])('V1 %s', (_, schema, written, problem) => {
  expect(problemOf(schema, written)).toBe(problem);
});

test('V1 a whole float is an integer, and large integers are numbers', () => {
  const compiled = compileSchema(value({ type: 'integer' }));
  if (!compiled.ok) throw new Error('not compiled');
  expect(compiled.schema.problemOf(new Float(5))).toBeNull();
  expect(compiled.schema.problemOf(2n ** 70n)).toBeNull();
});

test.each<[unknown, string]>([
  ['text', ': must be a JSON Schema, that is a mapping'],
  [
    { type: 'strin' },
    'type: "strin" is no type of JSON Schema. It knows array, boolean, integer, null, number, object, string',
  ],
  [{ properties: { a: 'string' } }, 'properties.a: must be a JSON Schema, that is a mapping'],
  [{ properties: [] }, 'properties: must be a mapping of names to schemas'],
  [{ required: 'a' }, 'required: must be a list of names'],
  [{ pattern: '(' }, 'pattern: This is no regular expression: a ")" is missing for this "(" (position 0)'],
  [
    { $ref: 'https://example.com/s.json' },
    '$ref: "https://example.com/s.json" leads to no schema here. A reference stays within its own schema, such as #/$defs/city',
  ],
  [
    { $ref: '#/$defs/no' },
    '$ref: "#/$defs/no" leads to no schema here. A reference stays within its own schema, such as #/$defs/city',
  ],
  [
    { patternProperties: { '(a+)+$': true } },
    'patternProperties.(a+)+$: A pattern for names of properties may repeat one thing only, such as ^x_ or ^[a-z]+$',
  ],
])('V2 a schema that is none is told: %j', (schema, text) => {
  const compiled = compileSchema(value(schema));
  if (compiled.ok) throw new Error('compiled');
  expect(compiled.problems.map((problem) => `${problem.path.join('.')}: ${problem.text}`)).toEqual([text]);
});

test('V3 neither a pattern nor a schema can hang the check', () => {
  const start = performance.now();
  expect(problemOf({ pattern: '^(a+)+$' }, `${'a'.repeat(5000)}!`)).toContain('does not match the pattern');
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `d${index}`,
      index === 39
        ? { type: 'string' }
        : { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
    ]),
  );
  expect(problemOf({ $defs: doubling, $ref: '#/$defs/d0' }, 1)).toContain('takes too long');
  expect(problemOf({ $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }, 1)).toContain(
    'takes too long',
  );
  expect(performance.now() - start).toBeLessThan(5000);
});

const withDefaults = {
  type: 'object',
  properties: {
    city: { type: 'string' },
    unit: { type: 'string', default: 'c' },
    nothing: { default: null },
    page: { $ref: '#/$defs/page' },
    more: { properties: { deep: { default: 1 } }, default: {} },
  },
  $defs: { page: { type: 'object', properties: { size: { default: 10 } } } },
};

test.each([
  [{}, '{"unit":"c","nothing":null,"more":{"deep":1}}'],
  [{ unit: null, more: { deep: 2 } }, '{"unit":null,"more":{"deep":2},"nothing":null}'],
  [{ page: {} }, '{"page":{"size":10},"unit":"c","nothing":null,"more":{"deep":1}}'],
  [[1], '[1]'],
])('V4 %j is filled with defaults', (written, filled) => {
  expect(json(fillDefaults(value(withDefaults), value(written)))).toBe(filled);
});

test('V4 a schema whose default calls for itself ends', () => {
  const schema = value({ properties: { a: { $ref: '#', default: {} } } });
  expect(json(fillDefaults(schema, value({}))).length).toBeLessThan(300);
});

test.each([
  [withDefaults, []],
  [{ properties: { a: { items: { default: 1 } } } }, ['properties.a.items.default']],
  [{ oneOf: [{ properties: { a: { default: 1 } } }] }, ['oneOf.0.properties.a.default']],
  [{ properties: { default: { type: 'string' } } }, []],
  [
    { properties: { a: { items: { $ref: '#/$defs/t' } } }, $defs: { t: { default: 1 } } },
    ['$defs.t.default'],
  ],
])('V5 defaults that are never filled in: %j', (schema, places) => {
  expect(misplacedDefaults(value(schema)).map((path) => path.join('.'))).toEqual(places);
});
