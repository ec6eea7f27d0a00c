import { validator as library } from '#late/json-schema';
import { sentenceOf } from './sentence';

/** A JSON Schema as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is wrong with a schema, and where in it. */
export type SchemaProblem = { readonly path: readonly (string | number)[]; readonly message: string };

/**
 * What is wrong with a schema; none where it can be used. A subset is taken: no references, so that checking always
 * ends, and no patterns or formats, whose search may take time without bound.
 */
export function schemaProblems(schema: unknown): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  look(schema, [], problems);
  return problems;
}

/**
 * Prepares a schema without problems for looking at values. The check says in one sentence what a value breaks, null
 * when it holds. Values are plain JSON.
 */
export function createJsonCheck(schema: JsonSchema): (value: unknown) => string | null {
  const { Validator } = library.get();
  const validator = new Validator(schema, '2020-12', false);
  return (value) => {
    const { valid, errors } = validator.validate(value);
    return valid ? null : sentenceOf(errors, value);
  };
}

const types: ReadonlySet<unknown> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'array',
  'object',
]);

/** Schemas are written by people or come from tools; one that is deeper than this was made to do harm. */
const mostLevels = 12;

type Look = (value: unknown) => string | null;

const text: Look = (value) => (typeof value === 'string' ? null : 'must be a text');
const flag: Look = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
const number: Look = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number';
const count: Look = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? null : 'must be an integer of 0 or more';
const list: Look = (value) => (Array.isArray(value) && value.length > 0 ? null : 'must be a list of values');
const anything: Look = () => null;
const divisor: Look = (value) => number(value) ?? (Number(value) > 0 ? null : 'must be above 0');
const typeNames: Look = (value) =>
  (Array.isArray(value) ? value : [value]).every((one) => types.has(one))
    ? null
    : `must be one of ${[...types].join(', ')}, or a list of them`;
const names: Look = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? null
    : 'must be a list of property names';

const plainKeywords: ReadonlyMap<string, Look> = new Map([
  ['type', typeNames],
  ['enum', list],
  ['const', anything],
  ['required', names],
  ['minimum', number],
  ['maximum', number],
  ['exclusiveMinimum', number],
  ['exclusiveMaximum', number],
  ['multipleOf', divisor],
  ['minLength', count],
  ['maxLength', count],
  ['minItems', count],
  ['maxItems', count],
  ['uniqueItems', flag],
  ['minProperties', count],
  ['maxProperties', count],
  ['title', text],
  ['description', text],
  ['default', anything],
  ['examples', anything],
]);

const schemaKeywords: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'not']);
const schemaLists: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf']);

function look(schema: unknown, path: SchemaProblem['path'], problems: SchemaProblem[]): void {
  if (typeof schema === 'boolean' && path.length > 0) return;
  if (!isObject(schema)) {
    problems.push({ path, message: 'must be a JSON Schema: keys such as type and properties' });
    return;
  }
  if (path.length > mostLevels * 2) {
    problems.push({ path, message: `is nested deeper than ${mostLevels} levels` });
    return;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    const at = [...path, keyword];
    const plain = plainKeywords.get(keyword);
    if (plain !== undefined) {
      const message = plain(value);
      if (message !== null) problems.push({ path: at, message });
    } else if (schemaKeywords.has(keyword)) {
      look(value, at, problems);
    } else if (schemaLists.has(keyword)) {
      if (Array.isArray(value)) value.forEach((one, index) => look(one, [...at, index], problems));
      else problems.push({ path: at, message: 'must be a list of schemas' });
    } else if (keyword === 'properties') {
      if (!isObject(value)) problems.push({ path: at, message: 'must be property names with their schemas' });
      else for (const [name, one] of Object.entries(value)) look(one, [...at, name], problems);
    } else {
      problems.push({ path: at, message: `${keyword} is not taken here. ${wayOut(keyword)}` });
    }
  }
}

function wayOut(keyword: string): string {
  if (keyword === 'pattern' || keyword === 'format')
    return 'Say it in description, and check by a quality rule';
  if (keyword.startsWith('$')) return 'Write the schema out at its place';
  return `Known are ${[...plainKeywords.keys(), ...schemaKeywords, ...schemaLists, 'properties'].join(', ')}`;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
