import { Validator, type OutputUnit } from '@cfworker/json-schema';

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

/** The innermost mistake is the one to tell; what stands above it only says that something below is wrong. */
export function sentenceOf(errors: readonly OutputUnit[], value: unknown): string {
  const deepest = errors.reduce<OutputUnit | undefined>(
    (best, error) =>
      best === undefined || error.instanceLocation.length > best.instanceLocation.length ? error : best,
    undefined,
  );
  if (deepest === undefined) return 'The value does not fit the schema.';
  const inner =
    errors.find(
      (error) => error.instanceLocation === deepest.instanceLocation && !outerKeywords.has(error.keyword),
    ) ?? deepest;
  const place = inner.instanceLocation.replace(/^#\/?/u, '').replaceAll('/', '.');
  const shown = place === '' || inner.keyword === 'required' ? '' : ` (${shownAt(value, place)})`;
  return `${place === '' ? 'The value' : place}${shown} ${saidOf(inner)}.`;
}

/** The library's words where they read well behind the place. */
function saidOf({ keyword, error }: OutputUnit): string {
  const type = /^Instance type "(.+)" is invalid\. Expected "(.+)"\.$/u.exec(error);
  if (type !== null)
    return `is of type ${type[1] ?? ''}, expected ${(type[2] ?? '').replaceAll('", "', ' or ')}`;
  if (keyword === 'false') return 'is a property that the schema does not have';
  return error
    .replace(/^Instance /u, '')
    .replace(/^String is/u, 'is')
    .replace(/^(\S+) is (greater|less) than/u, 'is $2 than')
    .replace(/[.]$/u, '');
}

const outerKeywords: ReadonlySet<string> = new Set([
  'properties',
  'items',
  'anyOf',
  'oneOf',
  'allOf',
  'additionalProperties',
]);

/** Enough of a value to recognise it. */
function shownAt(value: unknown, place: string): string {
  let at: unknown = value;
  for (const step of place.split('.')) {
    at =
      typeof at === 'object' && at !== null
        ? Object.entries(at).find(([key]) => key === step)?.[1]
        : undefined;
  }
  const json = at === undefined ? 'nothing' : JSON.stringify(at);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
