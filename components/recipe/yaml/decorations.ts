import { kindTint } from '@/components/ui/chip';
import { rangeOf } from './language-services';
import { monaco } from './monaco';
import { findEnumWords, findPlaceholders } from './placeholders';
import type { RecipeFacts } from './recipe-facts';

/** The tints of a recipe's text: placeholders by kind, words of the language, places with problems. */
export function decorationsOf(text: string, facts: RecipeFacts): monaco.editor.IModelDeltaDecoration[] {
  return [
    ...findPlaceholders(text, facts.values).map(({ line, start, end, kind }) => ({
      range: new monaco.Range(line, start, line, end),
      options: { inlineClassName: `in-yaml ${kindTint(kind)}` },
    })),
    ...findEnumWords(text).map(({ line, start, end }) => ({
      range: new monaco.Range(line, start, line, end),
      options: { inlineClassName: 'yaml-word' },
    })),
    ...facts.problems.flatMap((problem) => {
      if (problem.severity === 'info') return [];
      const isError = problem.severity === 'error';
      const { startLineNumber: line } = rangeOf(problem.range);
      const number = {
        range: new monaco.Range(line, 1, line, 1),
        options: { isWholeLine: true, lineNumberClassName: isError ? 'line-bad' : 'line-warn' },
      };
      // A tint over a whole block would shout; the line number and the squiggle tell it as well.
      const isShort = problem.range.start.line === problem.range.end.line;
      if (!isError || !isShort) return [number];
      return [number, { range: rangeOf(problem.range), options: { inlineClassName: 'in-yaml k-bad' } }];
    }),
  ];
}
