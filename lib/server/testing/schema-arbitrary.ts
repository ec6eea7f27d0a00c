import fc from 'fast-check';

/** A JSON Schema, as the description of the API has them. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Values that fit a schema. Knows the keywords that zod writes for requests. */
export function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { const: only, enum: names, anyOf, type } = schema;
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(names)) return fc.constantFrom(...(names as unknown[]));
  if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as JsonSchema[]).map(fitting));
  switch (type) {
    case 'string':
      return text(schema);
    case 'integer':
      return whole(schema);
    case 'number':
      return fc
        .double({
          min: numberOr(schema['exclusiveMinimum'] ?? schema['minimum'], -1e9),
          max: numberOr(schema['maximum'], 1e9),
          minExcluded: schema['exclusiveMinimum'] !== undefined,
          noNaN: true,
        })
        .map((number) => (Object.is(number, -0) ? 0 : number));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting(schemaOr(schema['items'])), {
        minLength: numberOr(schema['minItems'], 0),
        maxLength: Math.min(numberOr(schema['maxItems'], 3), 3),
      });
    case 'object':
      return mapping(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Values of which most don't fit any schema of a field. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    true,
    -1,
    0,
    0.5,
    2 ** 31,
    2 ** 53,
    1e300,
    '',
    ' ',
    '\u0000',
    'a\nb',
    [],
    {},
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    'x'.repeat(100_000),
    '\u202e',
    '../../etc/passwd',
    "'; DROP TABLE runs; --",
    '{a[b]}',
    '- &a [*a]',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The same value with something else in one place, or with a field more or less. */
export function spoilt(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return odd;
  const names = Object.keys(value);
  const more = fc
    .tuple(fc.constantFrom('colour', 'toString', '__proto__', '', 'a.b'), odd)
    .map(([name, extra]) => Object.fromEntries([...Object.entries(value), [name, extra]]));
  if (names.length === 0) return fc.oneof(odd, more);
  const one = fc.constantFrom(...names);
  const other = one.chain((name) =>
    fc.oneof(odd, spoilt(Reflect.get(value, name))).map((inner) => ({ ...value, [name]: inner })),
  );
  const less = one.map((name) => Object.fromEntries(Object.entries(value).filter(([own]) => own !== name)));
  return fc.oneof({ weight: 4, arbitrary: other }, more, less, odd);
}

function mapping({ properties, required, additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.entries(schemaOr(properties)).map(
    ([name, schema]) => [name, fitting(schemaOr(schema))] as const,
  );
  if (fields.length === 0 && additionalProperties !== false) {
    return fc.dictionary(fc.string({ maxLength: 8 }), fitting(schemaOr(additionalProperties)), {
      maxKeys: 3,
    });
  }
  return fc.record(Object.fromEntries(fields), { requiredKeys: (required ?? []) as string[] });
}

function text({ minLength, maxLength, pattern, format }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date') return fc.constantFrom('2026-02-28', '1999-12-31');
  if (typeof pattern === 'string' && !pattern.includes('\\x00'))
    return fc.stringMatching(new RegExp(pattern));
  const least = numberOr(minLength, 0);
  // A text that may not be blank: what it may hold besides is for `odd`.
  return fc
    .string({ minLength: least, maxLength: Math.min(numberOr(maxLength, 40), 40) })
    .map((any) => (least > 0 && any.trim() === '' ? 'a'.repeat(any.length) : any));
}

function whole({ minimum, maximum, exclusiveMinimum }: JsonSchema): fc.Arbitrary<number> {
  const min =
    exclusiveMinimum === undefined ? numberOr(minimum, -(2 ** 53) + 1) : Number(exclusiveMinimum) + 1;
  const max = numberOr(maximum, 2 ** 53 - 1);
  // Small ones name what is there.
  return fc.oneof(fc.integer({ min, max: Math.min(max, Math.max(min, 3)) }), fc.integer({ min, max }));
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function schemaOr(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {};
}
