import type { GeneratedAttribute } from '@/lib/recipe/schema';
import { compileAnyPattern, type Pattern } from '@/lib/regex/pattern';
import { AppError } from '@/lib/util/app-error';
import { pythonStrip } from '@/lib/util/white-space';

export type PostprocessingParams = NonNullable<GeneratedAttribute['postprocessing_params']>;

/** Postprocessing made ready. Empty texts stand for steps that are left out. */
export type CompiledPostprocessing = {
  /** The column of the processed text. */
  id: string;
  /** Whether the answer keeps its own column. */
  keepOriginal: boolean;
  pattern: Pattern | null;
  cutPrefix: string;
  cutSuffix: string;
  strip: boolean;
  addedPrefix: string;
  addedSuffix: string;
};

/** Throws AppError `bad-pattern` for a regex that can't be used; a valid recipe has none. */
export function compilePostprocessing(params: PostprocessingParams): CompiledPostprocessing {
  return {
    id: params.id,
    keepOriginal: params.keep_original_text_attribute,
    pattern: params.regex ? patternOf(params.regex) : null,
    cutPrefix: params.cut_prefix ?? '',
    cutSuffix: params.cut_suffix ?? '',
    strip: params.strip_whitespace,
    addedPrefix: params.added_prefix ?? '',
    addedSuffix: params.added_suffix ?? '',
  };
}

function patternOf(regex: string): Pattern {
  const compiled = compileAnyPattern(regex);
  if (!compiled.ok) throw new AppError('bad-pattern', compiled.message);
  return compiled.pattern;
}

/**
 * Cuts an answer to shape: the regex's first match, the text behind the first prefix, the text before
 * the last suffix, without white space at its ends, then with the additions. What isn't found changes nothing.
 */
export function postprocess(compiled: CompiledPostprocessing, answer: string): string {
  let text = answer;
  const match = compiled.pattern?.search(text);
  if (match) text = text.slice(match.start, match.end);
  if (compiled.cutPrefix !== '') {
    const at = text.indexOf(compiled.cutPrefix);
    if (at >= 0) text = text.slice(at + compiled.cutPrefix.length);
  }
  if (compiled.cutSuffix !== '') {
    const at = text.lastIndexOf(compiled.cutSuffix);
    if (at >= 0) text = text.slice(0, at);
  }
  if (compiled.strip) text = pythonStrip(text);
  return compiled.addedPrefix + text + compiled.addedSuffix;
}
