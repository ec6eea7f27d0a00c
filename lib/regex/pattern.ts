import type { RE2JS as Re2 } from 're2js';
import { re2 } from '#late/re2';
import { backtrackSearch } from '@/lib/regex/backtrack';
import { parseRegex } from '@/lib/regex/parse-regex';
import { RegexRefusal } from '@/lib/regex/syntax';
import { writeRegex } from '@/lib/regex/write-regex';
import { AppError } from '@/lib/util/app-error';

/** A compiled regular expression of Python. */
export type Pattern = {
  /** The first match; offsets count UTF-16 units. */
  search: (text: string) => { start: number; end: number } | null;
};

/** The message says what is wrong and, where there is one, the way out; it names no field. */
export type CompiledPattern = { ok: true; pattern: Pattern } | { ok: false; message: string };

/** Longer patterns are refused: they are no cut of an answer, and each character costs time in each search. */
const maxLength = 10_000;

/** Patterns that were compiled before: a recipe is read at every keystroke, and its patterns seldom change. */
const known = new Map<string, CompiledPattern>();
const mostKnown = 500;

/**
 * Compiles a pattern in the syntax of Python's `re` for searches in linear time. docs/spec/template.md (R1 …) lists what
 * is left out. Throws LibraryMissing in a browser that hasn't fetched the engine.
 */
export function compilePattern(source: string): CompiledPattern {
  const before = known.get(source);
  if (before !== undefined) return before;
  const compiled = compileAnew(source);
  if (known.size >= mostKnown) known.clear();
  known.set(source, compiled);
  return compiled;
}

/**
 * Compiles a pattern as `compilePattern` does, and what can't be matched in linear time for a search that tries again
 * and ends after a number of steps (R2).
 */
export function compileAnyPattern(source: string): CompiledPattern {
  const linear = compilePattern(source);
  if (linear.ok || source.length > maxLength) return linear;
  const before = knownOthers.get(source);
  if (before !== undefined) return before;
  const compiled = compileBacktracking(source);
  if (knownOthers.size >= mostKnown) knownOthers.clear();
  knownOthers.set(source, compiled);
  return compiled;
}

const knownOthers = new Map<string, CompiledPattern>();

function compileBacktracking(source: string): CompiledPattern {
  try {
    return { ok: true, pattern: { search: backtrackSearch(parseRegex(source)) } };
  } catch (error) {
    if (error instanceof RegexRefusal) return { ok: false, message: error.message };
    throw error;
  }
}

/** The pattern of a recipe that was checked. Throws AppError `bad-pattern` for one that can't be compiled. */
export function checkedPattern(source: string): Pattern {
  const result = compilePattern(source);
  if (!result.ok) throw new AppError('bad-pattern', result.message);
  return result.pattern;
}

function compileAnew(source: string): CompiledPattern {
  if (source.length > maxLength)
    return { ok: false, message: `the pattern is longer than ${maxLength} characters` };
  const { RE2JS, RE2JSException } = re2.get();
  try {
    const tree = parseRegex(source);
    const written = writeRegex(tree, { asciiText: false });
    const writtenForAscii = writeRegex(tree, { asciiText: true });
    const compiled = RE2JS.compile(written, RE2JS.LOOKBEHINDS);
    // Made when it is needed: an editor compiles patterns at every keystroke and never searches.
    let compiledForAscii = writtenForAscii === written ? compiled : undefined;
    const forText = (text: string) =>
      isAscii(text) ? (compiledForAscii ??= RE2JS.compile(writtenForAscii, RE2JS.LOOKBEHINDS)) : compiled;
    return { ok: true, pattern: { search: (text) => search(forText(text), text) } };
  } catch (error) {
    if (error instanceof RegexRefusal) return { ok: false, message: error.message };
    if (error instanceof RE2JSException)
      return { ok: false, message: `the pattern is not supported: ${error.message}` };
    throw error;
  }
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function search(compiled: Re2, text: string): { start: number; end: number } | null {
  const matcher = compiled.matcher(text);
  if (!matcher.find()) return null;
  let end = matcher.end();
  // A group holds what the pattern only looked at.
  for (let group = 1; group <= compiled.groupCount(); group++) {
    const start = matcher.start(group);
    if (start >= 0) end = Math.min(end, start);
  }
  return { start: matcher.start(), end };
}
