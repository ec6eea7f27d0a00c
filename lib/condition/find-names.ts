import type { ASTNode } from '@marcbachmann/cel-js';
import { compilePattern } from '@/lib/regex/pattern';

/** A place in a condition where a value of the row is used. */
export type NameUse = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The part of the value that is asked for, as in `name.part`. */
  readonly part?: string;
};

/** Thrown for what a condition may not hold. */
export class ConditionProblem extends Error {
  readonly finding: { readonly message: string; readonly start: number; readonly end: number };

  constructor(message: string, { start, end }: { start: number; end: number }) {
    super(message);
    this.finding = { message, start, end };
  }
}

/**
 * The values of the row that an expression uses, as `name`, `row["name"]` or `row.name`. Throws ConditionProblem for what
 * could take long (a search within a search, names of its own for long texts) or isn't part of the language here.
 */
export function findNames(root: ASTNode): NameUse[] {
  const uses: NameUse[] = [];
  walk(root, { bound: null, uses });
  return uses.sort((a, b) => a.start - b.start);
}

type Scope = {
  /** The name that stands for one item after the other; null outside of such a call. */
  readonly bound: string | null;
  readonly uses: NameUse[];
};

/** What can be called, and nothing else: no times of the day, no bytes, no patterns that can take forever. */
const functions: ReadonlySet<string> = new Set(['size', 'string', 'int', 'double', 'bool', 'has']);
const methods: ReadonlySet<string> = new Set([
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'finds',
  'lowerAscii',
  'upperAscii',
  'trim',
  'indexOf',
  'substring',
  'split',
  'join',
]);
const overItems: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

function walk(node: ASTNode, scope: Scope): void {
  switch (node.op) {
    case 'value':
      return;
    case 'id':
      if (node.args === rowName && scope.bound !== rowName) {
        throw new ConditionProblem('`row` is used with a name: row["name"]', node);
      }
      if (node.args !== scope.bound) scope.uses.push({ name: node.args, start: node.start, end: node.end });
      return;
    case '.': {
      const [object, key] = node.args;
      if (isRow(object, scope)) {
        scope.uses.push({ name: key, start: node.start, end: node.end });
        return;
      }
      walk(object, scope);
      const last = scope.uses.at(-1);
      if (last?.start === object.start && last.end === object.end) {
        scope.uses[scope.uses.length - 1] = { ...last, part: key };
      }
      return;
    }
    case '[]': {
      const [object, key] = node.args;
      if (!isRow(object, scope)) return walkAll([object, key], scope);
      if (key.op !== 'value' || typeof key.args !== 'string') {
        throw new ConditionProblem('the name behind `row` is written out in quotes: row["name"]', node);
      }
      scope.uses.push({ name: key.args, start: node.start, end: node.end });
      return;
    }
    case 'call': {
      const [name, given] = node.args;
      if (!functions.has(name)) throw unknownCall(name, [...functions], node);
      return walkAll(given, scope);
    }
    case 'rcall':
      return walkMethod(node, scope);
    case 'list':
      return walkAll(node.args, scope);
    case 'map':
      return walkAll(node.args.flat(), scope);
    case '!_':
    case '-_':
      return walk(node.args, scope);
    case '.?':
    case '[?]':
      throw new ConditionProblem('optional values are not part of conditions', node);
    case '?:':
    case '||':
    case '&&':
    case '==':
    case '!=':
    case 'in':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return walkAll(node.args, scope);
  }
}

const rowName = 'row';

function isRow(node: ASTNode, { bound }: Scope): boolean {
  return node.op === 'id' && node.args === rowName && bound !== rowName;
}

function walkAll(nodes: readonly ASTNode[], scope: Scope): void {
  for (const node of nodes) walk(node, scope);
}

function walkMethod(node: Extract<ASTNode, { op: 'rcall' }>, scope: Scope): void {
  const [name, object, given] = node.args;
  if (overItems.has(name)) {
    const [variable, ...rest] = given;
    if (scope.bound !== null) {
      throw new ConditionProblem(`${name} can't stand within another walk over items`, node);
    }
    if (variable?.op !== 'id') throw new ConditionProblem(`${name} needs a name for the item first`, node);
    walk(object, scope);
    return walkAll(rest, { ...scope, bound: variable.args });
  }
  if (!methods.has(name)) throw unknownCall(name, [...methods, ...overItems], node);
  if (name === 'finds') checkPattern(given[0], node);
  walkAll([object, ...given], scope);
}

function checkPattern(pattern: ASTNode | undefined, node: ASTNode): void {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') {
    throw new ConditionProblem('the pattern of finds is written out in quotes', pattern ?? node);
  }
  const compiled = compilePattern(pattern.args);
  if (!compiled.ok) throw new ConditionProblem(compiled.message, pattern);
}

function unknownCall(name: string, known: readonly string[], node: ASTNode): ConditionProblem {
  const hint = name === 'matches' ? '. Use finds, which takes a Python regular expression' : '';
  return new ConditionProblem(`${name}() is not part of conditions${hint}. Known: ${known.join(', ')}`, node);
}

/** A name as it is written in a condition: bare where it can be, else in quotes behind `row`. */
export function nameInCondition(name: string): string {
  return /^[A-Za-z_]\w*$/u.test(name) && !kept.has(name) ? name : `row[${JSON.stringify(name)}]`;
}

/** Words that the language keeps for itself. */
const kept: ReadonlySet<string> = new Set(
  'row true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
