import type { Environment } from '@marcbachmann/cel-js';
import { cel } from '#late/cel';
import { compilePattern, type Pattern } from '@/lib/regex/pattern';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { celValue } from './cel-value';
import { ConditionProblem, findNames, type NameUse } from './find-names';

/** What is known of a value before there is one, as far as conditions tell types apart. */
export type ValueType = 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'dict' | 'any';

/** An expression over a row that is true or false (docs/spec/condition.md). It reaches nothing but what it is given. */
export type Condition = {
  readonly source: string;
  /** Every use of a value of the row, in the order of the text. */
  readonly names: readonly NameUse[];
  /** What is wrong with it for values of these types; null where nothing is, as far as can be known. */
  check(typeOf: (name: string) => ValueType): ConditionFinding | null;
  /** Whether it is true for a row. Throws ConditionError for values that it can't be asked of. */
  holds(lookup: (name: string) => Value | undefined): boolean;
};

/** What is wrong with a condition, and where in its text. */
export type ConditionFinding = { readonly message: string; readonly start: number; readonly end: number };

/** Thrown where a condition can't be decided for a row. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
}

/**
 * Reads a condition; what is wrong with its text is a value. Throws LibraryMissing in a browser that hasn't fetched the
 * language.
 */
export function readCondition(
  source: string,
): { ok: true; condition: Condition } | { ok: false; finding: ConditionFinding } {
  if (source.length > longest) {
    const message = `is longer than ${longest} characters`;
    return { ok: false, finding: { message, start: 0, end: source.length } };
  }
  try {
    const names = findNames(baseEnvironment().parse(source).ast);
    return { ok: true, condition: createCondition(source, names) };
  } catch (error) {
    return { ok: false, finding: findingOf(error, source, (at) => at) };
  }
}

/** The condition of a valid recipe, null for none. Throws AppError `recipe-invalid` for what can't be read. */
export function compileCondition(source: string | undefined): Condition | null {
  if (source === undefined) return null;
  const read = readCondition(source);
  if (read.ok) return read.condition;
  throw new AppError('recipe-invalid', `${source}: ${read.finding.message}`);
}

/** A condition is a line or two; more is made to do harm. */
const longest = 2000;

/** Throws ConditionError for a pattern that can't be read. */
function patternOf(source: string): Pattern {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new ConditionError(compiled.message);
  return compiled.pattern;
}

let base: Environment | null = null;

/** The language with what is added to it here and its limits. */
function baseEnvironment(): Environment {
  base ??= new (cel.get().Environment)({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 300, maxDepth: 30, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 },
  }).registerFunction('string.finds(string): bool', (text: string, pattern: string) => {
    return patternOf(pattern).search(text) !== null;
  });
  return base;
}

/**
 * The library gives some names a meaning of its own (`type`, `list`): each use of a value is written anew as `v0`,
 * `v1` …, so that an attribute may have any name.
 */
function createCondition(source: string, names: readonly NameUse[]): Condition {
  const variables = new Map<string, string>();
  for (const { name } of names) if (!variables.has(name)) variables.set(name, `v${variables.size}`);
  const { text, place } = rewrite(source, names, variables);
  const language = baseEnvironment();
  const run = language.parse(text);
  return {
    source,
    names,
    check(typeOf) {
      const typed = language.clone({ unlistedVariablesAreDyn: false });
      for (const [name, variable] of variables) typed.registerVariable(variable, celTypes[typeOf(name)]);
      const result = typed.check(text);
      if (!result.valid) return findingOf(result.error, source, place);
      if (result.type === 'bool' || result.type === 'dyn') return null;
      const message = `gives ${wordOf(result.type ?? '')}, but must be true or false`;
      return { message, start: 0, end: source.length };
    },
    holds(lookup) {
      const context: Record<string, unknown> = {};
      for (const [name, variable] of variables) context[variable] = celValue(lookup(name) ?? null);
      let result: unknown;
      try {
        result = run(context);
      } catch (error) {
        throw new ConditionError(`${source}: ${findingOf(error, source, place).message}`);
      }
      if (typeof result === 'boolean') return result;
      throw new ConditionError(`${source}: gives no true or false`);
    },
  };
}

const celTypes: Record<ValueType, string> = {
  text: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  list: 'list',
  dict: 'map',
  any: 'dyn',
};

function rewrite(
  source: string,
  names: readonly NameUse[],
  variables: ReadonlyMap<string, string>,
): { text: string; place: (at: number) => number } {
  let text = '';
  let from = 0;
  const shifts: { after: number; by: number }[] = [];
  for (const { name, start, end } of names) {
    text += source.slice(from, start) + (variables.get(name) ?? '');
    from = end;
    shifts.push({ after: text.length, by: end - text.length });
  }
  text += source.slice(from);
  return { text, place: (at) => at + (shifts.findLast(({ after }) => after <= at)?.by ?? 0) };
}

/** The library's error in our words. Anything else is a mistake of ours and goes on. */
function findingOf(error: unknown, source: string, place: (at: number) => number): ConditionFinding {
  if (error instanceof ConditionProblem) return error.finding;
  if (error instanceof ConditionError) return { message: error.message, start: 0, end: source.length };
  if (!isLibraryError(error)) throw error;
  const cause = error.cause instanceof ConditionError ? error.cause.message : null;
  const { start, end } = error.range ?? { start: 0, end: source.length };
  return {
    message: cause ?? inWords(error.summary),
    start: Math.min(place(start), source.length),
    end: Math.min(Math.max(place(end), place(start) + 1), source.length),
  };
}

type LibraryError = Error & {
  readonly summary: string;
  readonly range?: { readonly start: number; readonly end: number };
};

function isLibraryError(error: unknown): error is LibraryError {
  return error instanceof Error && 'summary' in error && typeof error.summary === 'string';
}

function inWords(summary: string): string {
  const overload = /^no such overload: (\S+) (\S+) (\S+)$/u.exec(summary);
  if (overload !== null) {
    const [, left = '', operator = '', right = ''] = overload;
    const [a, b] = [wordOf(left), wordOf(right)];
    return `${a} ${operator} ${b} has no meaning${mend(a, b)}`;
  }
  if (summary.includes('Exceeded max')) return 'is too long or nested too deep';
  return `${summary.charAt(0).toLowerCase()}${summary.slice(1)}`.replaceAll(/dyn<(\w+)>/gu, '$1');
}

function mend(a: string, b: string): string {
  const sides = [a, b];
  if (sides.includes('a text') && sides.includes('a number'))
    return '. A text that holds a number: int(…) or double(…)';
  return sides.includes('null') ? '. This value is never null' : '';
}

function wordOf(type: string): string {
  const plain = /^dyn<(.+)>$/u.exec(type)?.[1] ?? type;
  switch (plain.replace(/<.*/u, '')) {
    case 'string':
      return 'a text';
    case 'int':
    case 'uint':
    case 'double':
      return 'a number';
    case 'bool':
      return 'true or false';
    case 'null':
    case 'null_type':
      return 'null';
    case 'list':
      return 'a list';
    case 'map':
      return 'a dictionary';
    default:
      return plain;
  }
}
