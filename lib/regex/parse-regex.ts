import { parseSet } from '@/lib/regex/parse-set';
import { readEscape, RegexSource } from '@/lib/regex/regex-source';
import type { Assertion, RegexNode } from '@/lib/regex/syntax';

/** More groups within each other than this are refused: walking them must not exhaust the stack. */
const maxNesting = 100;
/** Python's own limit for one repetition. */
const maxRepeat = 4_294_967_294;

type Flags = { i: boolean; m: boolean; s: boolean; x: boolean; a: boolean };
type State = {
  source: RegexSource;
  /** Groups that are read whole, by number; undefined = still open. */
  captures: (true | undefined)[];
  /** Numbers of groups by their names. */
  names: Map<string, number>;
  nesting: number;
};

/**
 * Reads a pattern as Python's `re` does, and refuses what it would refuse (RegexRefusal with the place).
 * What only a matcher that tries again can do is a node of its own.
 */
export function parseRegex(text: string): RegexNode {
  const source = new RegexSource(text);
  const state: State = { source, captures: [true], names: new Map(), nesting: 0 };
  const flags: Flags = { i: false, m: false, s: false, x: false, a: false };
  readGlobalFlags(source, flags);
  const body = parseChoice(state, flags);
  if (!source.atEnd()) throw source.refusal('unbalanced parenthesis ")"');
  return { type: 'group', ignoreCase: flags.i, body };
}

/** `(?i)` and the like, which Python allows at the very beginning only. */
function readGlobalFlags(source: RegexSource, flags: Flags): void {
  for (let found = source.take(/\(\?([aiLmsux]+)\)/y); found; found = source.take(/\(\?([aiLmsux]+)\)/y)) {
    setFlags(source, flags, found[1] ?? '', true);
  }
}

function setFlags(source: RegexSource, flags: Flags, letters: string, on: boolean): void {
  for (const letter of letters) {
    switch (letter) {
      case 'i':
      case 'm':
      case 's':
      case 'x':
      case 'a':
        flags[letter] = on;
        break;
      case 'u':
        flags.a = false;
        break;
      default:
        throw source.refusal('the flag L (locale) is not for texts');
    }
  }
}

function parseChoice(state: State, flags: Flags): RegexNode {
  const branches = [parseSequence(state, flags)];
  while (state.source.takeText('|')) branches.push(parseSequence(state, flags));
  return branches.length === 1 && branches[0] ? branches[0] : { type: 'choice', branches };
}

function parseSequence(state: State, flags: Flags): RegexNode {
  const { source } = state;
  const items: RegexNode[] = [];
  for (;;) {
    skipIgnored(source, flags);
    if (source.atEnd() || source.sees('|') || source.sees(')')) break;
    const start = source.offset;
    const item = parseItem(state, flags);
    skipIgnored(source, flags);
    items.push(parseRepeat(source, item, start));
  }
  return { type: 'sequence', items };
}

/** Comments, and under the flag x white space; both may stand before a quantifier too. */
function skipIgnored(source: RegexSource, flags: Flags): void {
  const blank = /(?:[ \t\n\r\f\v]|#[^\n]*(?:\n|$))+/y;
  for (;;) {
    const offset = source.offset;
    if (flags.x && source.take(blank)) continue;
    if (!source.takeText('(?#')) return;
    if (!source.take(/[^)]*\)/y)) throw source.refusal('the comment has no end', offset);
  }
}

function parseItem(state: State, flags: Flags): RegexNode {
  const { source } = state;
  const offset = source.offset;
  const character = source.next();
  switch (character) {
    case '.':
      return { type: 'any', withNewline: flags.s };
    case '^':
      return assertion(flags.m ? 'line-start' : 'text-start', source.position(offset), flags);
    case '$':
      return assertion(flags.m ? 'line-end' : 'last-line-end', source.position(offset), flags);
    case '(':
      return parseGroup(state, flags, offset);
    case '[':
      return parseSet(source, offset, flags.a);
    case '*':
    case '+':
    case '?':
      throw source.refusal(`nothing to repeat before "${character}"`, offset);
    case '\\':
      return parseEscape(state, offset, flags);
    default:
      return { type: 'character', code: character.codePointAt(0) ?? 0 };
  }
}

function assertion(kind: Assertion['kind'], position: number, flags: Flags): Assertion {
  return { type: 'assertion', kind, ascii: flags.a, position };
}

function parseEscape(state: State, offset: number, flags: Flags): RegexNode {
  const { source } = state;
  const number = source.take(/(?![0-3][0-7]{2})[1-9]\d?/y)?.[0];
  if (number !== undefined) return reference(state, Number(number), `\\${number}`, offset);
  switch (source.peek()) {
    case 'A':
      source.next();
      return assertion('text-start', source.position(offset), flags);
    case 'Z':
      source.next();
      return assertion('text-end', source.position(offset), flags);
    case 'b':
      source.next();
      return assertion('boundary', source.position(offset), flags);
    case 'B':
      source.next();
      return assertion('no-boundary', source.position(offset), flags);
    default: {
      const escaped = readEscape(source, offset, flags.a);
      return typeof escaped === 'number'
        ? { type: 'character', code: escaped }
        : { type: 'set', negated: false, members: [escaped] };
    }
  }
}

function parseGroup(state: State, flags: Flags, offset: number): RegexNode {
  const { source } = state;
  if (++state.nesting > maxNesting)
    throw source.refusal(`groups are nested more than ${maxNesting} deep`, offset);
  const node = parseGroupBody(state, flags, offset);
  state.nesting--;
  return node;
}

function parseGroupBody(state: State, flags: Flags, offset: number): RegexNode {
  const { source } = state;
  if (!source.takeText('?')) return capturing(state, flags, offset);
  if (source.takeText(':')) return group(state, flags, offset);
  if (source.takeText('P<')) {
    const name = source.take(/([^>]*)>/y)?.[1] ?? '';
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      throw source.refusal(`"${name}" is no name for a group`, offset);
    if (state.names.has(name)) throw source.refusal(`the group name "${name}" is used twice`, offset);
    state.names.set(name, state.captures.length);
    return capturing(state, flags, offset);
  }
  if (source.takeText('P=')) {
    const name = source.take(/([^)]*)\)/y)?.[1] ?? '';
    return reference(state, state.names.get(name), '(?P=…)', offset);
  }
  if (source.takeText('(')) return conditional(state, flags, offset);
  if (source.takeText('>')) {
    const body = closed(state, flags, offset);
    const refusal = 'the atomic group (?>…) is not supported; use (?:…), which needs no more time here';
    return { type: 'atomic', body, refusal, position: source.position(offset) };
  }
  const look = source.take(/<?[=!]/y)?.[0];
  if (look !== undefined) {
    const body = closed(state, flags, offset);
    return {
      type: 'look',
      ahead: !look.startsWith('<'),
      negative: look.endsWith('!'),
      body,
      position: source.position(offset),
    };
  }
  const letters = source.take(/([aiLmsux]*)(?:-([imsx]+))?([:)])/y);
  if (letters === undefined) throw source.refusal('an unknown kind of group', offset);
  const [, on = '', off = '', end] = letters;
  if (end === ')') throw source.refusal('flags for the whole pattern stand at its beginning', offset);
  const inner = { ...flags };
  setFlags(source, inner, on, true);
  setFlags(source, inner, off, false);
  return group(state, inner, offset);
}

function group(state: State, flags: Flags, offset: number): RegexNode {
  return { type: 'group', ignoreCase: flags.i, body: closed(state, flags, offset) };
}

function capturing(state: State, flags: Flags, offset: number): RegexNode {
  const capture = state.captures.push(undefined) - 1;
  const node = closed(state, flags, offset);
  state.captures[capture] = true;
  return { type: 'group', ignoreCase: flags.i, body: node, capture };
}

function reference(state: State, capture: number | undefined, written: string, offset: number): RegexNode {
  const { source } = state;
  if (capture === undefined || capture >= state.captures.length) {
    throw source.refusal(`${written} refers to a group that is not there`, offset);
  }
  if (state.captures[capture] === undefined) {
    throw source.refusal(`${written} refers to a group that is still open`, offset);
  }
  const refusal = `the back reference ${written} is not supported; write the part out`;
  return { type: 'reference', capture, refusal, position: source.position(offset) };
}

/** `(?(1)yes|no)` and `(?(name)yes|no)`, behind the second parenthesis. */
function conditional(state: State, flags: Flags, offset: number): RegexNode {
  const { source } = state;
  const written = source.take(/([^)]*)\)/y)?.[1] ?? '';
  const capture = /^[1-9]\d*$/.test(written) ? Number(written) : state.names.get(written);
  if (capture === undefined || capture >= state.captures.length) {
    throw source.refusal(`(?(${written})…) asks for a group that is not there`, offset);
  }
  const yes = parseSequence(state, flags);
  const no = source.takeText('|') ? parseSequence(state, flags) : { type: 'sequence' as const, items: [] };
  if (source.sees('|')) throw source.refusal('a conditional group has two branches at most', offset);
  if (!source.takeText(')')) throw source.refusal('a ")" is missing for this "("', offset);
  const refusal = 'the conditional group (?(…)…) is not supported; use "|"';
  return { type: 'conditional', capture, yes, no, refusal, position: source.position(offset) };
}

function closed(state: State, flags: Flags, offset: number): RegexNode {
  const body = parseChoice(state, flags);
  if (!state.source.takeText(')')) throw state.source.refusal('a ")" is missing for this "("', offset);
  return body;
}

/** The item with what is said about repeating it: `*`, `+`, `?`, `{2,3}`, each also lazy. */
function parseRepeat(source: RegexSource, item: RegexNode, start: number): RegexNode {
  const offset = source.offset;
  const counts = readCounts(source);
  if (counts === undefined) return item;
  if (item.type === 'assertion') throw source.refusal('nothing to repeat', start);
  const [min, max] = counts;
  if (max !== undefined && max < min)
    throw source.refusal('the least count of a repetition is above its greatest', offset);
  if (Math.max(min, max ?? 0) > maxRepeat)
    throw source.refusal('the count of a repetition is too large', offset);
  const possessive = source.takeText('+');
  const lazy = !possessive && source.takeText('?');
  const again = source.offset;
  if (readCounts(source)) throw source.refusal('a repetition of a repetition needs (?:…)', again);
  const position = source.position(offset);
  const body: RegexNode = { type: 'repeat', body: item, min, max, lazy, position };
  if (!possessive) return body;
  const refusal = 'a possessive quantifier is not supported; leave out the second "+"';
  return { type: 'atomic', body, refusal, position };
}

function readCounts(source: RegexSource): [min: number, max: number | undefined] | undefined {
  if (source.takeText('*')) return [0, undefined];
  if (source.takeText('+')) return [1, undefined];
  if (source.takeText('?')) return [0, 1];
  const exact = source.take(/\{(\d+)\}/y);
  if (exact) return [Number(exact[1]), Number(exact[1])];
  const range = source.take(/\{(\d*),(\d*)\}/y);
  if (!range) return undefined;
  return [Number(range[1]), range[2] === '' ? undefined : Number(range[2])];
}
