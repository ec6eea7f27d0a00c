import { RegexRefusal, type Assertion, type Look, type RegexNode, type SetMember } from '@/lib/regex/syntax';
import { edgeOf, type Edge } from '@/lib/regex/word-edges';
import { wordCharacters, writeCharacter, writeSet } from '@/lib/regex/write-set';

/** Where a node stands. */
type Place = {
  /** What comes before and after it. */
  before: Edge;
  after: Edge;
  /** Nothing of the pattern follows, so looking ahead is the same as taking and giving back. */
  isLast: boolean;
  /** The text holds nothing but ASCII, so RE2's own boundary is right and quicker. */
  asciiText: boolean;
};

/**
 * A pattern of Python in RE2's syntax. Its groups capture nothing but what was only looked at: where
 * a group of the result took part in a match, the match of Python ends before it.
 *
 * RE2 can't look ahead, which Python's `$`, `\b` and `(?=…)` do. At the end of a pattern that is done by
 * taking the text into such a group; elsewhere `\b` is decided by its neighbours, and the rest is refused.
 * With `asciiText` the result is right for texts of ASCII alone.
 */
export function writeRegex(node: RegexNode, { asciiText }: { asciiText: boolean }): string {
  return write(node, { before: 'nothing', after: 'nothing', isLast: true, asciiText });
}

function write(node: RegexNode, place: Place): string {
  switch (node.type) {
    case 'sequence':
      return node.items.map((item, index) => write(item, placeIn(node.items, index, place))).join('');
    case 'choice':
      return `(?:${node.branches.map((branch) => write(branch, place)).join('|')})`;
    case 'group':
      return `(?${node.ignoreCase ? 'i' : '-i'}:${write(node.body, place)})`;
    case 'character':
      return writeCharacter(node.code);
    case 'set':
      return writeSet(node.negated, node.members);
    case 'any':
      return node.withNewline ? '(?s:.)' : '[^\\n]';
    case 'repeat':
      return writeRepeat(node, place);
    case 'assertion':
      return writeAssertion(node, place);
    case 'look':
      return writeLook(node, place);
    case 'reference':
    case 'atomic':
    case 'conditional':
      throw refusal(node.refusal, node.position);
  }
}

function placeIn(items: readonly RegexNode[], index: number, outer: Place): Place {
  return {
    before: edgeOf(items.slice(0, index).reverse(), 'last', outer.before),
    after: edgeOf(items.slice(index + 1), 'first', outer.after),
    isLast: outer.isLast && index === items.length - 1,
    asciiText: outer.asciiText,
  };
}

/** The matcher's own limit for one repetition. */
const maxRepeat = 1000;

function writeRepeat(node: Extract<RegexNode, { type: 'repeat' }>, place: Place): string {
  const { min, max, lazy } = node;
  if (Math.max(min, max ?? 0) > maxRepeat) {
    throw refusal(
      `a repetition of more than ${maxRepeat} times is not supported; use "*" or "+"`,
      node.position,
    );
  }
  const inner: Place = max === 1 ? place : { ...place, before: 'either', after: 'either', isLast: false };
  const body = `(?:${write(node.body, inner)})`;
  const counts = max === undefined ? (min === 0 ? '*' : min === 1 ? '+' : `{${min},}`) : `{${min},${max}}`;
  return body + counts + (lazy ? '?' : '');
}

function writeAssertion(node: Assertion, place: Place): string {
  switch (node.kind) {
    case 'text-start':
      return '\\A';
    case 'text-end':
      return '\\z';
    case 'line-start':
      return '(?m:^)';
    case 'line-end':
      return '(?m:$)';
    case 'last-line-end':
      if (place.isLast) return '(?:\\z|(\\n\\z))';
      throw refusal(
        '"$" is supported at the end of a pattern only; use \\Z, or (?m) at its beginning',
        node.position,
      );
    case 'boundary':
      return node.ascii || place.asciiText ? '\\b' : writeBoundary(place);
    case 'no-boundary':
      return node.ascii || place.asciiText ? '\\B' : writeNoBoundary(place);
  }
}

const afterWord = `(?<=[${wordCharacters}])`;
const notAfterWord = `(?<![${wordCharacters}])`;
const lookAtWord = `(?-i:([${wordCharacters}]))`;
const lookAtOther = `(?:\\z|(?-i:([^${wordCharacters}])))`;

function writeBoundary({ before, after, isLast }: Place): string {
  if (after === 'word') return before === 'other' ? '' : notAfterWord;
  if (after === 'other') return before === 'word' ? '' : afterWord;
  // Between what may be either, RE2's own boundary stands, which knows the words of ASCII only.
  if (!isLast) return '\\b';
  if (before === 'word') return lookAtOther;
  if (before === 'other') return lookAtWord;
  return `(?:${afterWord}${lookAtOther}|${notAfterWord}${lookAtWord})`;
}

function writeNoBoundary({ after, isLast }: Place): string {
  if (after === 'word') return afterWord;
  if (after === 'other') return notAfterWord;
  return isLast ? `(?:${afterWord}${lookAtWord}|${notAfterWord}${lookAtOther})` : '\\B';
}

function writeLook(node: Look, place: Place): string {
  const sign = node.negative ? '!' : '=';
  if (!node.ahead) {
    if (widthOf(node.body) === undefined) {
      throw refusal(`a lookbehind (?<${sign}…) must have one width`, node.position);
    }
    return `(?<${sign}${write(node.body, { ...place, before: 'either', after: 'either', isLast: false })})`;
  }
  if (place.isLast && !node.negative) return `(${write(node.body, place)})`;
  if (place.isLast) {
    const members = singleCharacters(node.body);
    if (members) return `(?:\\z|(${writeSet(true, members)}))`;
  }
  const where = node.negative ? 'for single characters at the end of a pattern' : 'at the end of a pattern';
  throw refusal(
    `the lookahead (?${sign}…) is supported ${where} only; match that text too and cut it off with cut_suffix`,
    node.position,
  );
}

/** The characters that a pattern of one character matches, if they can be listed. */
function singleCharacters(node: RegexNode): readonly SetMember[] | undefined {
  switch (node.type) {
    case 'character':
      return [{ type: 'range', from: node.code, to: node.code }];
    case 'set':
      return node.negated ? undefined : node.members;
    case 'sequence':
      return node.items.length === 1 && node.items[0] ? singleCharacters(node.items[0]) : undefined;
    case 'choice': {
      const members = node.branches.map(singleCharacters);
      return members.every((branch) => branch !== undefined) ? members.flat() : undefined;
    }
    case 'any':
    case 'group':
    case 'repeat':
    case 'assertion':
    case 'look':
    case 'reference':
    case 'atomic':
    case 'conditional':
      return undefined;
  }
}

/** How many characters a node always takes, undefined when that varies. */
export function widthOf(node: RegexNode): number | undefined {
  switch (node.type) {
    case 'character':
    case 'set':
    case 'any':
      return 1;
    case 'group':
    case 'atomic':
      return widthOf(node.body);
    case 'reference':
      return undefined;
    case 'conditional': {
      const [yes, no] = [widthOf(node.yes), widthOf(node.no)];
      return yes === no ? yes : undefined;
    }
    case 'assertion':
    case 'look':
      return 0;
    case 'repeat': {
      const width = widthOf(node.body);
      return width === undefined || node.min !== node.max ? undefined : width * node.min;
    }
    case 'sequence':
      return node.items
        .map(widthOf)
        .reduce((sum, width) => (sum === undefined || width === undefined ? undefined : sum + width), 0);
    case 'choice': {
      const widths = new Set(node.branches.map(widthOf));
      return widths.size === 1 ? [...widths][0] : undefined;
    }
  }
}

function refusal(reason: string, position: number): RegexRefusal {
  return new RegexRefusal(`${reason} (position ${position})`);
}
