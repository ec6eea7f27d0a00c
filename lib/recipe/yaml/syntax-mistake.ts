import { isAlias, isCollection, isPair, isScalar, visit } from 'yaml';
import type { Node, YAMLParseError } from 'yaml';

/** What keeps a text from being read, in words, with its place, and what would mend it if the rest is as it seems. */
export type SyntaxMistake = {
  message: string;
  start: number;
  end: number;
  mend?: { title: string; start: number; end: number; text: string };
};

/**
 * The first mistake of a text that isn't YAML; null where there is none. The parser tells one mistake several times, and
 * what follows from it as well: only the first one is sure.
 */
export function firstMistake(
  text: string,
  errors: readonly YAMLParseError[],
  root: Node | null,
): SyntaxMistake | null {
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return null;
  const [start, end] = first.pos;
  const place: Place = {
    text,
    start,
    end: Math.max(end, start + 1),
    root,
    codes: errors.map(({ code }) => code),
  };
  const words = first.message.split('\n', 1)[0] ?? '';
  const known = kinds.find(({ code, says }) => code === first.code && says.test(words));
  return known?.explain(place) ?? { message: words, start, end: place.end };
}

type Place = {
  text: string;
  start: number;
  end: number;
  root: Node | null;
  /** Of all that the parser says of the text. */
  codes: readonly YAMLParseError['code'][];
};

/** By the parser's code and the first words of what it says, for some codes stand for several mistakes. */
const kinds: readonly {
  code: YAMLParseError['code'];
  says: RegExp;
  explain: (place: Place) => SyntaxMistake | null;
}[] = [
  { code: 'TAB_AS_INDENT', says: /./, explain: tabbed },
  { code: 'BLOCK_AS_IMPLICIT_KEY', says: /^Nested mappings/, explain: nested },
  { code: 'BLOCK_AS_IMPLICIT_KEY', says: /^A block sequence/, explain: misplaced },
  { code: 'BAD_INDENT', says: /^Flow/, explain: unclosedBracket },
  { code: 'BAD_INDENT', says: /./, explain: misplaced },
  { code: 'MISSING_CHAR', says: /^Missing closing/, explain: unclosedQuote },
  { code: 'MISSING_CHAR', says: /^Flow/, explain: unclosedBracket },
  { code: 'MISSING_CHAR', says: /^Implicit map keys/, explain: withoutColon },
  { code: 'MISSING_CHAR', says: /^Sequence item without/, explain: misplaced },
  { code: 'MISSING_CHAR', says: /^Missing , or :/, explain: withoutComma },
  {
    code: 'MISSING_CHAR',
    says: /^Comments must/,
    explain: ({ start, end }) => ({
      message: 'A comment needs a space before its #',
      start,
      end,
      mend: { title: 'Put a space before #', start, end: start, text: ' ' },
    }),
  },
  { code: 'MULTILINE_IMPLICIT_KEY', says: /./, explain: severalLines },
  { code: 'UNEXPECTED_TOKEN', says: /^(?:Not a YAML token|Block scalar header)/, explain: afterBlockMark },
  { code: 'UNEXPECTED_TOKEN', says: /at node end$/, explain: moreThanValue },
  {
    code: 'UNEXPECTED_TOKEN',
    says: /^Unexpected flow-(?:seq|map)-end/,
    explain: ({ text, start, end }) => ({
      message: `${text[start]} closes nothing: there is no ${text[start] === ']' ? '[' : '{'} before it`,
      start,
      end,
    }),
  },
  {
    code: 'BAD_SCALAR_START',
    says: /./,
    explain: (place) =>
      quotesNeeded(place, `A text that starts with ${place.text[place.start]} needs quotes`),
  },
  {
    code: 'BAD_DQ_ESCAPE',
    says: /./,
    explain({ text, start }) {
      const written = text.slice(start, start + 2);
      return {
        message: `${written} means nothing in double quotes. Write \\${written} for a backslash`,
        start,
        end: start + 2,
        mend: { title: 'Double the backslash', start, end: start, text: '\\' },
      };
    },
  },
];

function tabbed({ text, start }: Place): SyntaxMistake {
  const message = 'A tab stands where spaces must: YAML is indented by spaces';
  const [from] = lineAround(text, start);
  const indents = /^(?:[ \t]*\t[^\n]*(?:\n|$))+/.exec(text.slice(from))?.[0];
  const end = start + (/^\t+/.exec(text.slice(start))?.[0].length ?? 1);
  if (indents === undefined || text.slice(from, start).trim() !== '') return { message, start, end };
  const spaced = indents.replace(/^[ \t]+/gm, (blank) => blank.replaceAll('\t', '  '));
  return {
    message,
    start,
    end,
    mend: { title: 'Indent by spaces', start: from, end: from + indents.length, text: spaced },
  };
}

/** A second ": " on a line, or something indented under a value. */
function nested(place: Place): SyntaxMistake {
  const { text, start } = place;
  const [, lineEnd] = lineAround(text, start);
  if (/:(?:\s|$)/.test(text.slice(start, lineEnd)))
    return quotesNeeded(place, 'A text with a colon and a space in it needs quotes');
  const [from, to] = wordsFrom(text, lineEnd);
  return {
    message: `Line ${lineNumber(text, from)} is indented under a value. A key has a value, or keys below it, not both`,
    start: from,
    end: to,
  };
}

function misplaced({ text, start }: Place): SyntaxMistake {
  const [from, to] = wordsFrom(text, lineAround(text, start)[0]);
  const spaces = from - lineAround(text, from)[0];
  return {
    message: `Line ${lineNumber(text, from)} is indented by ${spaces === 1 ? '1 space' : `${spaces} spaces`}. Keys of a group, and dashes of a list, share a column`,
    start: from,
    end: to,
  };
}

function withoutColon({ text, start }: Place): SyntaxMistake {
  const [, lineEnd] = lineAround(text, start);
  const end = start + text.slice(start, lineEnd).trimEnd().length;
  const [, noSpace] = /^([^\s:]+:)(?=\S)/.exec(text.slice(start, end)) ?? [];
  if (noSpace !== undefined) {
    const at = start + noSpace.length;
    return {
      message: `A colon needs a space after it: “${noSpace} ${cut(text.slice(at, end))}”`,
      start,
      end,
      mend: { title: 'Put a space after the colon', start: at, end: at, text: ' ' },
    };
  }
  const [below] = wordsFrom(text, lineEnd);
  const isBelowMark = /: *[|>][-+\d]*$/.test(text.slice(0, start).trimEnd().slice(-8));
  const isHead = column(text, below) > column(text, start);
  return {
    message: `“${cut(text.slice(start, end))}” lacks a colon. ${isBelowMark ? 'A text is indented under its key' : 'A key is written “key: value”'}`,
    start,
    end,
    ...(isHead && { mend: { title: 'Put a colon after it', start: end, end, text: ':' } }),
  };
}

/** What seems to be a key goes over several lines: the first one lacks something. */
function severalLines(place: Place): SyntaxMistake {
  return place.codes.includes('BLOCK_IN_FLOW') ? withoutComma(place) : withoutColon(place);
}

function withoutComma({ text, start }: Place): SyntaxMistake {
  const [, lineEnd] = lineAround(text, start);
  const end = start + Math.max(1, text.slice(start, lineEnd).trimEnd().length);
  return {
    message: 'A comma is missing between two items',
    start,
    end,
    ...(end < text.length && { mend: { title: 'Put a comma', start: end, end, text: ',' } }),
  };
}

function unclosedBracket({ text, start, end, root }: Place): SyntaxMistake {
  const opened = lastNode(
    root,
    (node, [from, to]) =>
      isCollection(node) && node.flow === true && from < start && !/[\]}]/.test(text[to - 1] ?? ''),
  );
  if (opened === null) return { message: 'A bracket that is opened before is never closed', start, end };
  const bracket = text[opened] ?? '';
  return {
    message: `${bracket} is never closed by ${bracket === '[' ? ']' : '}'}. Where it is meant as text, put the text in quotes`,
    start: opened,
    end: opened + 1,
  };
}

function unclosedQuote({ text, start, end, root }: Place): SyntaxMistake {
  const opened = lastNode(
    root,
    (node, [, to]) =>
      isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') && to >= start,
  );
  if (opened === null) return { message: 'A quote that is opened before is never closed', start, end };
  const [, lineEnd] = lineAround(text, opened);
  return {
    message: `${text[opened]} is opened here and never closed`,
    start: opened,
    end: Math.max(opened + 1, lineEnd),
  };
}

function afterBlockMark({ text, start, end }: Place): SyntaxMistake | null {
  const [from] = lineAround(text, start);
  const [, mark] = /(?:^|\s)([|>])\S*\s*$/.exec(text.slice(Math.max(from, start - 8), start)) ?? [];
  if (mark === undefined) return null;
  return {
    message: `After ${mark} nothing may follow on its line. The text begins on the next one, indented`,
    start,
    end,
  };
}

/** More stands behind what was read as a whole value. */
function moreThanValue(place: Place): SyntaxMistake | null {
  const { text, start } = place;
  const [from, lineEnd] = lineAround(text, start);
  const value =
    from +
    (/^\s*(?:- +)*(?:[^\s"'{[#][^:]*:\s+|"[^"]*":\s+)?/.exec(text.slice(from, lineEnd))?.[0].length ?? 0);
  const first = text[value] ?? '';
  if (value >= start) return null;
  if ('{[*'.includes(first))
    return quotesNeeded({ ...place, start: value }, `A text that starts with ${first} needs quotes`);
  if (first !== '"' && first !== "'") return null;
  const written = text.slice(value, lineEnd).trimEnd();
  const escaped = first === '"' ? '\\"' : "''";
  const inner = written.slice(1, -1).replaceAll(first === '"' ? /\\?"/g : /''?/g, escaped);
  return {
    message: `The text ends at its second ${first}, and more follows. Write ${escaped} for a ${first} inside it`,
    start,
    end: place.end,
    ...(written.endsWith(first) && {
      mend: {
        title: `Write ${escaped} inside the text`,
        start: value,
        end: value + written.length,
        text: first + inner + first,
      },
    }),
  };
}

function quotesNeeded({ text, start }: Place, message: string): SyntaxMistake {
  const [, lineEnd] = lineAround(text, start);
  const comment = text.slice(start, lineEnd).search(/\s#/);
  const written = text.slice(start, comment < 0 ? lineEnd : start + comment).trimEnd();
  const quoted = written.includes("'") ? JSON.stringify(written) : `'${written}'`;
  const end = start + Math.max(1, written.length);
  return { message, start, end, mend: { title: 'Put it in quotes', start, end, text: quoted } };
}

/** Where the last node that fits begins. */
function lastNode(
  root: Node | null,
  fits: (node: Node, range: readonly [number, number]) => boolean,
): number | null {
  let found: number | null = null;
  visit(root, (_, node) => {
    if (isPair(node) || isAlias(node) || !(isScalar(node) || isCollection(node))) return;
    const [from, to] = node.range ?? [];
    if (from !== undefined && to !== undefined && fits(node, [from, to])) found = from;
  });
  return found;
}

/** Begin and end of the line that a place is in. */
function lineAround(text: string, at: number): [number, number] {
  const end = text.indexOf('\n', at);
  return [text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end];
}

/** Begin and end of the first words on a line from a place on. */
function wordsFrom(text: string, at: number): [number, number] {
  const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
  return [start, Math.max(start + 1, start + text.slice(start, lineAround(text, start)[1]).trimEnd().length)];
}

function column(text: string, at: number): number {
  return at >= text.length ? -1 : at - lineAround(text, at)[0];
}

function lineNumber(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function cut(words: string): string {
  return words.length > 40 ? `${words.slice(0, 39)}…` : words;
}
