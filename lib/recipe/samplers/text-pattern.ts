import { parseRegex } from '@/lib/regex/parse-regex';
import { RegexRefusal, type RegexNode, type SetMember } from '@/lib/regex/syntax';

/** A form of texts, ready to be drawn from. */
export type TextPattern = {
  /** A text of the form; `next` gives numbers in [0, 1). Takes time linear in the length of the text. */
  make: (next: () => number) => string;
};

export type ReadTextPattern = { ok: true; pattern: TextPattern } | { ok: false; message: string };

/** Longer texts than this are no ids and codes any more: a model writes those. */
const longestText = 1000;
const longestPattern = 1000;

/**
 * Reads a form written as a Python regular expression of characters, sets, groups, alternatives and repetitions that end.
 * Each alternative, each count and each character of a set comes as often as the others of its kind.
 */
export function readTextPattern(source: string): ReadTextPattern {
  if (source.length > longestPattern) {
    return { ok: false, message: `the pattern is longer than ${longestPattern} characters` };
  }
  try {
    const part = compile(parseRegex(source));
    if (part.longest > longestText) {
      const message = `the text could be ${part.longest} characters long; at most ${longestText} are drawn. Repeat less often`;
      return { ok: false, message };
    }
    return {
      ok: true,
      pattern: {
        make: (next) => {
          const pieces: string[] = [];
          part.add(pieces, next);
          return pieces.join('');
        },
      },
    };
  } catch (error) {
    if (error instanceof RegexRefusal) return { ok: false, message: error.message };
    throw error;
  }
}

/** `longest`: the most characters that it can give. */
type Part = { longest: number; add: (pieces: string[], next: () => number) => void };

function compile(node: RegexNode): Part {
  switch (node.type) {
    case 'character': {
      const text = String.fromCodePoint(node.code);
      return { longest: 1, add: (pieces) => void pieces.push(text) };
    }
    case 'set':
      return ofSet(node);
    case 'any':
      return ofCharacters([{ from: 0x20, to: 0x7e }]);
    case 'sequence': {
      // What is always empty is left out, so that time follows from the length of the text.
      const items = node.items.map(compile).filter(({ longest }) => longest > 0);
      return {
        longest: items.reduce((sum, { longest }) => sum + longest, 0),
        add: (pieces, next) => {
          for (const item of items) item.add(pieces, next);
        },
      };
    }
    case 'choice': {
      const branches = node.branches.map(compile);
      return {
        longest: Math.max(...branches.map(({ longest }) => longest)),
        add: (pieces, next) => branches[Math.floor(next() * branches.length)]?.add(pieces, next),
      };
    }
    case 'group':
      if (node.ignoreCase)
        throw new RegexRefusal('the flag i is not for drawing: write the letters of both cases');
      return compile(node.body);
    case 'repeat':
      return ofRepeat(node);
    case 'assertion':
      throw new RegexRefusal(
        'anchors such as ^, $ and \\b are not for drawing: the pattern is the whole text, so leave them out',
      );
    case 'reference':
    case 'atomic':
    case 'conditional':
      throw new RegexRefusal(node.refusal);
    case 'look':
      throw new RegexRefusal('lookahead and lookbehind are not for drawing: write what stands there');
  }
}

function ofRepeat({ body, min, max }: Extract<RegexNode, { type: 'repeat' }>): Part {
  if (max === undefined) {
    throw new RegexRefusal('*, + and {n,} have no end: write how often at most, such as {1,8}');
  }
  const part = compile(body);
  if (part.longest === 0) return part;
  // Counted before it is made: {1000} within {1000} would be a long wait.
  const longest = part.longest * max;
  return {
    longest,
    add: (pieces, next) => {
      const count = min === max ? min : min + Math.floor(next() * (max - min + 1));
      for (let at = 0; at < count; at++) part.add(pieces, next);
    },
  };
}

type Range = { from: number; to: number };

const printable: Range = { from: 0x20, to: 0x7e };
const digits: Range[] = [{ from: 0x30, to: 0x39 }];
const ofLetter: Readonly<Record<'d' | 'w' | 's', Range[]>> = {
  d: digits,
  w: [...digits, { from: 0x41, to: 0x5a }, { from: 0x5f, to: 0x5f }, { from: 0x61, to: 0x7a }],
  s: [{ from: 0x20, to: 0x20 }],
};

/** What a negated set leaves is taken from the characters of ASCII that can be seen. */
function ofSet({ negated, members }: Extract<RegexNode, { type: 'set' }>): Part {
  const ranges = members.flatMap(rangesOf);
  return ofCharacters(negated ? without(printable, ranges) : ranges);
}

function rangesOf(member: SetMember): Range[] {
  if (member.type === 'range') return [{ from: member.from, to: member.to }];
  return member.negated ? without(printable, ofLetter[member.letter]) : ofLetter[member.letter];
}

function without(all: Range, taken: readonly Range[]): Range[] {
  const left: Range[] = [];
  let from = all.from;
  for (const range of [...taken].sort((a, b) => a.from - b.from)) {
    if (range.from > from) left.push({ from, to: Math.min(all.to, range.from - 1) });
    from = Math.max(from, range.to + 1);
  }
  if (from <= all.to) left.push({ from, to: all.to });
  return left;
}

/** One of some characters; each counts once, and halves of surrogate pairs are none. */
function ofCharacters(ranges: readonly Range[]): Part {
  const surrogates = { from: 0xd800, to: 0xdfff };
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    for (const { from, to } of without(range, [surrogates])) {
      const last = merged.at(-1);
      if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
      else merged.push({ from, to });
    }
  }
  const count = merged.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (count === 0) throw new RegexRefusal('a set leaves no character that could be drawn');
  return {
    longest: 1,
    add: (pieces, next) => {
      let left = Math.floor(next() * count);
      for (const { from, to } of merged) {
        if (left <= to - from) {
          pieces.push(String.fromCodePoint(from + left));
          return;
        }
        left -= to - from + 1;
      }
    },
  };
}
