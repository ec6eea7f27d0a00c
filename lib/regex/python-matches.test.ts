import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { backtrackSearch } from '@/lib/regex/backtrack';
import { parseRegex } from '@/lib/regex/parse-regex';
import { compileAnyPattern, type CompiledPattern } from '@/lib/regex/pattern';

const cases = z
  .array(
    z.tuple([z.string(), z.string(), z.union([z.tuple([z.int(), z.int()]), z.literal('error'), z.null()])]),
  )
  .parse(JSON.parse(readFileSync(new URL('python-matches.json', import.meta.url), 'utf8')));

const compiledPatterns = new Map<string, CompiledPattern>();

function compiledOnce(source: string): CompiledPattern {
  const compiled = compiledPatterns.get(source) ?? compileAnyPattern(source);
  compiledPatterns.set(source, compiled);
  return compiled;
}

test.each(cases)(
  'R1 /%s/ finds in %j what CPython finds, or says that it can not',
  (source, text, expected) => {
    const compiled = compileAnyPattern(source);
    if (!compiled.ok) {
      if (expected !== 'error') expect(compiled.message).toContain('supported');
      return;
    }
    expect(expected).not.toBe('error');
    const match = compiled.pattern.search(text);
    expect(match && [match.start, match.end]).toEqual(expected);
  },
);

test('R1 a search that tries again finds the same', () => {
  for (const [source, text, expected] of cases) {
    if (expected === 'error' || source.includes('\\N{')) continue;
    const match = backtrackSearch(parseRegex(source))(text);
    expect(match && [match.start, match.end], `/${source}/ in ${JSON.stringify(text)}`).toEqual(expected);
  }
});

test('R1 little of what CPython takes is left out', () => {
  const taken = cases.filter(([, , expected]) => expected !== 'error');
  const refused = taken.filter(([source]) => !compiledOnce(source).ok);
  expect(refused.length / taken.length).toBeLessThan(0.001);
});
