import { describe, expect, test } from 'vitest';
import { applyFix } from '../edit/apply-fix';
import { readRecipe } from '../read-recipe';
import { textAt } from '../testing/text-at';

/** What is said of a text that isn't YAML: at which words, and the text after the fix. */
function mistakeOf(text: string) {
  const { diagnostics } = readRecipe(text);
  const [mistake] = diagnostics;
  expect(diagnostics, text).toHaveLength(1);
  if (mistake === undefined) throw new Error(text);
  expect(mistake.code, text).toBe('yaml-syntax');
  const [fix] = mistake.fixes;
  return {
    said: mistake.message,
    at: textAt(text, mistake.range),
    mended: fix === undefined ? undefined : applyFix(text, fix),
  };
}

describe('R1 one mistake of YAML is said once, at its place', () => {
  test.each([
    ['a:\n  b: 1\n c: 2\n', 'c: 2', /^Line 3 is indented by 1 space. Keys of a group/],
    ['a:\n  - b: 1\n  c: 2\n  - d: 3\n', 'c: 2', /^Line 3 is indented by 2 spaces/],
    ['a:\n  - b: 1\n    c: 2\n   d: 3\n', 'd: 3', /^Line 4 is indented by 3 spaces/],
    ['a:\n  b: 1\n  - c\n', '- c', /^Line 3 is indented by 2 spaces/],
    ['a: |\n  b\n c\n', 'c', /^Line 3 is indented by 1 space/],
    ['a:\n  b: 1\n    c: 2\n', 'c: 2', /^Line 3 is indented under a value/],
    ['a: 1\nb 2\nc: 3\n', 'b 2', /^“b 2” lacks a colon. A key is written/],
    ['a: |\nb\nc: 1\n', 'b', /^“b” lacks a colon. A text is indented under its key/],
    ['Write a recipe\n- that: works\nwell\n', 'Write a recipe', /^“Write a recipe” lacks a colon/],
    ['a: "b\nc: 2\n', '"b', /^" is opened here and never closed/],
    ['a: [1, 2\nb: 3\n', '[', /^\[ is never closed by \]/],
    ['a: {b: 1\nc: 3\n', '{', /^{ is never closed by }/],
    ['{"a": 1,\n "b": [1, 2],\n', '{', /^{ is never closed by }/],
    ['a: 1\nb: ]\n', ']', /^\] closes nothing/],
    ['{"a": 1}}\n', '}', /^} closes nothing/],
    ['a: | b\n  c\n', 'b', /^After \| nothing may follow/],
    ['a: >5x\n  b\n', 'x', /^After > nothing may follow/],
    ['a: "b" c\n', 'c', /^The text ends at its second "/],
  ])('%j', (text, at, words) => {
    const { said, ...mistake } = mistakeOf(text);
    expect(mistake).toEqual({ at, mended: undefined });
    expect(said).toMatch(words);
  });

  test.each([
    ['a:\n\tb:\n\t\tc: 1\nd: 2\n', '\t', /^A tab stands/, 'a:\n  b:\n    c: 1\nd: 2\n'],
    ['a\n  b: 1\n', 'a', /^“a” lacks a colon/, 'a:\n  b: 1\n'],
    ['a: 1\nb:2\nc: 3\n', 'b:2', /^A colon needs a space after it: “b: 2”/, 'a: 1\nb: 2\nc: 3\n'],
    ['a: Note: b # c\n', 'Note: b', /^A text with a colon/, "a: 'Note: b' # c\n"],
    ["a: It's so: b\n", "It's so: b", /^A text with a colon/, 'a: "It\'s so: b"\n'],
    ['- {b} is c\n', '{b} is c', /^A text that starts with { needs quotes/, "- '{b} is c'\n"],
    ['a: *b* c\n', '*b* c', /^A text that starts with \* needs quotes/, "a: '*b* c'\n"],
    ['a: @b\n', '@b', /^A text that starts with @ needs quotes/, "a: '@b'\n"],
    ["a: 'it's so'\n", "s so'", /^The text ends at its second '/, "a: 'it''s so'\n"],
    ['a: "b "c" d"\n', 'c" d"', /^The text ends at its second "/, 'a: "b \\"c\\" d"\n'],
    ['a: "\\d+"\n', '\\d', /^\\d means nothing in double quotes. Write \\\\d/, 'a: "\\\\d+"\n'],
    ['a: "b"#c\n', '#c', /^A comment needs a space/, 'a: "b" #c\n'],
    ['{"a": 1\n "b": 2}\n', '1', /^A comma is missing/, '{"a": 1,\n "b": 2}\n'],
  ])('%j has a fix', (text, at, words, mended) => {
    const { said, ...mistake } = mistakeOf(text);
    expect(mistake).toEqual({ at, mended });
    expect(said).toMatch(words);
    expect(readRecipe(mended).document.syntaxErrors).toEqual([]);
  });

  test('of two mistakes the first is said and mended first', () => {
    expect(mistakeOf('a: @b\nc: @d\n').mended).toBe("a: '@b'\nc: @d\n");
  });
});
