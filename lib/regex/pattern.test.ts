import { expect, test } from 'vitest';
import { compileAnyPattern, compilePattern } from '@/lib/regex/pattern';

test.each([
  ['(a)\\1', 'the back reference \\1 is not supported; write the part out (position 3)'],
  ['(?P<x>a)(?P=x)', 'the back reference (?P=…) is not supported; write the part out (position 8)'],
  [
    '(?=a)b',
    'the lookahead (?=…) is supported at the end of a pattern only; match that text too and cut it off with cut_suffix (position 0)',
  ],
  [
    'a(?!bc)',
    'the lookahead (?!…) is supported for single characters at the end of a pattern only; match that text too and cut it off with cut_suffix (position 1)',
  ],
  ['(?<=a+)b', 'a lookbehind (?<=…) must have one width (position 0)'],
  [
    '(?>a)b',
    'the atomic group (?>…) is not supported; use (?:…), which needs no more time here (position 0)',
  ],
  ['a++', 'a possessive quantifier is not supported; leave out the second "+" (position 1)'],
  ['(a)?(?(1)b|c)', 'the conditional group (?(…)…) is not supported; use "|" (position 4)'],
  ['a$b', '"$" is supported at the end of a pattern only; use \\Z, or (?m) at its beginning (position 1)'],
  ['a{1001}', 'a repetition of more than 1000 times is not supported; use "*" or "+" (position 1)'],
  ['\\N{BULLET}', 'a character by name (\\N{…}) is not supported; write the character itself (position 0)'],
  ['a(?i)b', 'flags for the whole pattern stand at its beginning (position 1)'],
  ['😀(', 'a ")" is missing for this "(" (position 1)'],
])('R2 /%s/ is refused by name and place', (source, message) => {
  expect(compilePattern(source)).toEqual({ ok: false, message });
});

test.each([
  ['nested quantifiers', '(?:(?:a*)*)*b'],
  ['a choice of the same', '(a|a|a)*:'],
  ['words with separators', '(\\w+\\s?)*:'],
])('R3 %s take time that is linear in the text', (_, source) => {
  const compiled = compilePattern(source);
  expect(compiled.ok && compiled.pattern.search(`${'a'.repeat(20_000)}!`)).toBeFalsy();
});

test.each([
  ['too many groups within each other', '('.repeat(5000)],
  ['a very long pattern', 'a'.repeat(20_000)],
  ['repetitions that multiply', '(?:(?:a{1000}){1000}){1000}'],
])('R3 %s are refused at once', (_, source) => {
  expect(compilePattern(source).ok).toBe(false);
});

test('R4 before what may be a word or not, \\b knows the words of ASCII', () => {
  const compiled = compilePattern('cat\\b.*');
  expect(compiled.ok && compiled.pattern.search('a cat!')).toEqual({ start: 2, end: 6 });
  expect(compiled.ok && compiled.pattern.search('caté')).toEqual({ start: 0, end: 4 });
});

test('offsets count UTF-16 units', () => {
  const compiled = compilePattern('b');
  expect(compiled.ok && compiled.pattern.search('😀b')).toEqual({ start: 2, end: 3 });
});

test.each([
  ['a(?!a)(.*)*\\1!', 'ways that multiply'],
  ['(?:(a|aa)+)+(?!x)!\\1', 'a choice of the same'],
])('R3 /%s/ gives up after a number of steps and has found nothing', (source) => {
  const compiled = compileAnyPattern(source);
  expect(compiled.ok && compiled.pattern.search('a'.repeat(5000))).toBeNull();
});

test('R2 a part up to a mark is found in a long text', () => {
  const compiled = compileAnyPattern('(?s)(?:(?!END).)*END(?!x).');
  expect(compiled.ok && compiled.pattern.search(`${'a\n'.repeat(20_000)}END!`)).toEqual({
    start: 0,
    end: 40_004,
  });
});

test.each([
  ['(?<=a+)b', 'a lookbehind (?<=…) must have one width (position 0)'],
  ['\\2(a)', '\\2 refers to a group that is not there (position 0)'],
  ['(a\\1)', '\\1 refers to a group that is still open (position 2)'],
  ['(?P=x)', '(?P=…) refers to a group that is not there (position 0)'],
  ['(?(1)a|b)', '(?(1)…) asks for a group that is not there (position 0)'],
  ['(?:a{200}(?!b)){200}c', 'the pattern repeats too much; use "*" or "+"'],
  ['(', 'a ")" is missing for this "(" (position 0)'],
])('R2 /%s/ is refused also where searches may try again', (source, message) => {
  expect(compileAnyPattern(source)).toEqual({ ok: false, message });
});
