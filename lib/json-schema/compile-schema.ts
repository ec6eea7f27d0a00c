import type { Schema, SchemaDraft, Validator } from '@cfworker/json-schema';
import { validator as library } from '#late/json-schema';
import { compilePattern, type Pattern } from '@/lib/regex/pattern';
import { sentenceOf } from './sentence';
import { isDict, isList, type Value } from '@/lib/util/value';
import { innerSchemas, isSchema } from './keywords';
import { pathOfReference, type SchemaPath } from './local-reference';
import { emptyObject, toPlain } from './plain-value';

/** A JSON Schema that values are held against. */
export type CompiledSchema = {
  /** What of a value doesn't fit, with its place in it, in one sentence; null when all fits. */
  readonly problemOf: (value: Value) => string | null;
};

/** What is wrong with a schema itself, and where in it. */
export type SchemaProblem = { readonly path: SchemaPath; readonly text: string };

export type SchemaResult =
  | { readonly ok: true; readonly schema: CompiledSchema }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** A check that looks at more schemas than this is given up: some schemas take time without end. */
const mostSteps = 100_000;

/**
 * Makes a JSON Schema ready (drafts 4, 7, 2019-09 and 2020-12 by its `$schema`, else 2020-12). Patterns are those of
 * Python, take linear time, and `format` says nothing, all as in Python's jsonschema. A `$ref` stays in its schema.
 */
export function compileSchema(schema: Value): SchemaResult {
  const problems = schemaProblems(schema);
  if (problems.length > 0) return { ok: false, problems };
  const build: Build = { patterns: new Map(), steps: { taken: 0 } };
  const plain = plainSchema(build, schema);
  const { Validator, format: formats } = library.get();
  const validator = new Validator(plain, draftOf(schema));
  return { ok: true, schema: { problemOf: (value) => problemOf({ validator, formats }, build, value) } };
}

type Check = { validator: Validator; formats: Record<string, (text: string) => boolean> };

type Build = { patterns: Map<string, Pattern>; steps: { taken: number } };

function problemOf({ validator, formats }: Check, { patterns, steps }: Build, value: Value): string | null {
  steps.taken = 0;
  // The library looks patterns up in its one table of formats: ours are there for the time of this call.
  for (const [name, pattern] of patterns) formats[name] = (text) => pattern.search(text) !== null;
  try {
    const plain = toPlain(value);
    const { valid, errors } = validator.validate(plain);
    if (valid) return null;
    return sentenceOf(errors, plain).replace(
      `String does not match format "${patternMark}`,
      'does not match the pattern "',
    );
  } catch (error) {
    if (error instanceof TooManySteps || error instanceof RangeError) {
      return 'It takes too long to tell whether this fits: the schema or the value is nested too deeply.';
    }
    throw error;
  } finally {
    for (const name of patterns.keys()) Reflect.deleteProperty(formats, name);
  }
}

class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

const patternMark = 'pattern:';

/** The schema as the library takes it, without what it would treat otherwise, and counting the steps of a check. */
function plainSchema(build: Build, schema: Value): Schema {
  const plain = emptyObject();
  if (!isDict(schema)) return plain;
  for (const [keyword, value] of schema) {
    if (!leftOut.has(keyword)) plain[keyword] = toPlain(value);
  }
  for (const { path, schema: inner } of innerSchemas(schema)) {
    const [keyword = '', name] = path;
    const made = isDict(inner) ? plainSchema(build, inner) : inner;
    if (name === undefined) plain[keyword] = made;
    else Object.assign(plain[keyword] ?? {}, { [name]: made });
  }
  addPattern(build, schema, plain);
  return countingSteps(build, plain);
}

/** Keywords that say nothing about a value, or that are put in another way. */
const leftOut = new Set([
  '$schema',
  '$id',
  'id',
  'default',
  'examples',
  'format',
  'pattern',
  'title',
  'description',
]);

function addPattern(build: Build, schema: ReadonlyMap<string, Value>, plain: Record<string, unknown>): void {
  const source = schema.get('pattern');
  if (typeof source !== 'string') return;
  const compiled = compilePattern(source);
  if (!compiled.ok) return;
  const name = `${patternMark}${source}`;
  build.patterns.set(name, compiled.pattern);
  plain['format'] = name;
}

/** Each look at a schema reads its `type`: there the steps are counted, since the library has no limit of its own. */
function countingSteps({ steps }: Build, plain: Record<string, unknown>): Schema {
  const type = plain['type'];
  return Object.defineProperty(plain, 'type', {
    enumerable: true,
    get() {
      steps.taken += 1;
      if (steps.taken > mostSteps) throw new TooManySteps();
      return type;
    },
  });
}

function draftOf(schema: Value): SchemaDraft {
  const named = isDict(schema) ? schema.get('$schema') : undefined;
  const text = typeof named === 'string' ? named : '';
  if (text.includes('draft-04')) return '4';
  if (text.includes('draft-06') || text.includes('draft-07')) return '7';
  return text.includes('2019-09') ? '2019-09' : '2020-12';
}

const typeNames = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

function schemaProblems(root: Value): SchemaProblem[] {
  const places = new Set<string>();
  const references: { path: SchemaPath; reference: string }[] = [];
  const problems: SchemaProblem[] = [];
  const visit = (schema: Value, path: SchemaPath): void => {
    places.add(JSON.stringify(path.map(String)));
    if (!isSchema(schema)) {
      problems.push({ path, text: 'must be a JSON Schema, that is a mapping' });
      return;
    }
    if (!isDict(schema)) return;
    problems.push(
      ...keywordProblems(schema).map(({ path: inner, text }) => ({ path: [...path, ...inner], text })),
    );
    const reference = schema.get('$ref');
    if (typeof reference === 'string') references.push({ path: [...path, '$ref'], reference });
    for (const inner of innerSchemas(schema)) visit(inner.schema, [...path, ...inner.path]);
  };
  visit(root, []);
  for (const { path, reference } of references) {
    const target = pathOfReference(reference);
    if (target !== null && places.has(JSON.stringify(target))) continue;
    const text = `"${reference}" leads to no schema here. A reference stays within its own schema, such as #/$defs/city`;
    problems.push({ path, text });
  }
  return problems;
}

function keywordProblems(schema: ReadonlyMap<string, Value>): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const add = (keyword: string, text: string) => problems.push({ path: [keyword], text });
  const types = schema.get('type');
  for (const type of isList(types) ? types : types === undefined ? [] : [types]) {
    if (typeof type === 'string' && typeNames.includes(type)) continue;
    add(
      'type',
      `${JSON.stringify(toPlain(type))} is no type of JSON Schema. It knows ${typeNames.join(', ')}`,
    );
  }
  for (const keyword of ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']) {
    const value = schema.get(keyword);
    if (value !== undefined && !isDict(value)) add(keyword, 'must be a mapping of names to schemas');
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'enum']) {
    const value = schema.get(keyword);
    if (value !== undefined && !isList(value)) add(keyword, 'must be a list');
  }
  const required = schema.get('required');
  if (required !== undefined && !(isList(required) && required.every((name) => typeof name === 'string'))) {
    add('required', 'must be a list of names');
  }
  const pattern = schema.get('pattern');
  if (pattern !== undefined) {
    const compiled = typeof pattern === 'string' ? compilePattern(pattern) : null;
    if (compiled === null) add('pattern', 'must be a text');
    else if (!compiled.ok) add('pattern', `This is no regular expression: ${compiled.message}`);
  }
  const patterns = schema.get('patternProperties');
  for (const source of isDict(patterns) ? patterns.keys() : []) {
    if (isPlainPattern(source)) continue;
    problems.push({
      path: ['patternProperties', source],
      text: 'A pattern for names of properties may repeat one thing only, such as ^x_ or ^[a-z]+$',
    });
  }
  const reference = schema.get('$ref');
  if (reference !== undefined && typeof reference !== 'string') add('$ref', 'must be a text');
  return problems;
}

/** The library gives these to the machine's own engine, which can take time without end as soon as two things repeat. */
function isPlainPattern(source: string): boolean {
  if (source.length > 200 || (source.match(/[*+{?]/g) ?? []).length > 1) return false;
  try {
    new RegExp(source, 'u');
    return compilePattern(source).ok;
  } catch {
    return false;
  }
}
