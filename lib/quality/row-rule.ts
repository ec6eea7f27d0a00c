import type { QualityRule } from '@/lib/recipe/quality-schema';
import { compilePattern, type Pattern } from '@/lib/regex/pattern';
import { parseTemplate } from '@/lib/template/parse-template';
import { renderTemplate, type Lookup } from '@/lib/template/render-template';
import { isDict, isList, type Value } from '@/lib/util/value';
import { holdsText } from './forbidden-text';
import { numberOfValue, textOfValue } from './value-text';

/** What a value breaks, in words that fit behind the column's name; null when it holds. */
export type RowRule = (value: Value | undefined, lookup: Lookup) => string | null;

/** All that a rule asks of one value, the first thing that doesn't hold counts; null when it asks for nothing. */
export function compileRowRule(rule: QualityRule): RowRule | null {
  const asked = [
    rule.required === true ? required : null,
    lengthRule(rule),
    rangeRule(rule),
    rule.one_of === undefined ? null : choiceRule(rule.one_of),
    rule.pattern === undefined ? null : patternRule(rule.pattern),
    rule.not_pattern === undefined ? null : notPatternRule(rule.not_pattern),
    rule.must_not_contain === undefined ? null : forbiddenRule(rule.must_not_contain),
    rule.valid_json === true ? validJson : null,
  ].filter((one) => one !== null);
  if (asked.length === 0) return null;
  return (value, lookup) => {
    for (const ask of asked) {
      const message = ask(value, lookup);
      if (message !== null) return message;
    }
    return null;
  };
}

const required: RowRule = (value) => (textOfValue(value).trim() === '' ? 'is empty' : null);

function lengthRule({ min_length: least = 0, max_length: most = Infinity }: QualityRule): RowRule | null {
  if (least === 0 && most === Infinity) return null;
  return (value) => {
    const text = textOfValue(value);
    // Characters as people count them, so that an emoji is one; a text that is short in any case isn't counted.
    const length = text.length > most || text.length < 2 * least ? characterCount(text) : text.length;
    if (length > most) return `has ${length} characters, at most ${most} are allowed`;
    return length < least ? `has ${length} characters, at least ${least} are needed` : null;
  };
}

function characterCount(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}

function rangeRule({ min = -Infinity, max = Infinity }: QualityRule): RowRule | null {
  if (min === -Infinity && max === Infinity) return null;
  return (value) => {
    const number = numberOfValue(value);
    if (number === null) return `is no number: ${shown(textOfValue(value))}`;
    if (number < min) return `is ${number}, at least ${min} is needed`;
    return number > max ? `is ${number}, at most ${max} is allowed` : null;
  };
}

function choiceRule(choices: readonly string[]): RowRule {
  const allowed = new Set(choices);
  return (value) => {
    const text = textOfValue(value);
    return allowed.has(text) ? null : `is none of the allowed texts: ${shown(text)}`;
  };
}

function patternRule(source: string): RowRule {
  const pattern = compiled(source);
  return (value) => (pattern.search(textOfValue(value)) === null ? `does not match ${shown(source)}` : null);
}

function notPatternRule(source: string): RowRule {
  const pattern = compiled(source);
  return (value) => {
    const text = textOfValue(value);
    const found = pattern.search(text);
    return found === null ? null : `contains ${shown(text.slice(found.start, found.end))}`;
  };
}

/** The recipe was checked, so the pattern compiles. */
function compiled(source: string): Pattern {
  const result = compilePattern(source);
  if (!result.ok) throw new Error(`The pattern ${source} was not checked: ${result.message}`);
  return result.pattern;
}

function forbiddenRule(texts: readonly string[]): RowRule {
  const templates = texts.flatMap((text) => {
    const parsed = parseTemplate(text);
    return parsed.ok ? [parsed.template] : [];
  });
  return (value, lookup) => {
    const text = textOfValue(value);
    for (const template of templates) {
      const forbidden = renderTemplate(template, lookup);
      if (holdsText(text, forbidden)) return `contains ${shown(forbidden)}`;
    }
    return null;
  };
}

const validJson: RowRule = (value) => {
  // What isn't a text is written as JSON in any case.
  if (isDict(value) || isList(value)) return null;
  const text = textOfValue(value);
  try {
    JSON.parse(text);
    return null;
  } catch {
    return `is not JSON: ${shown(text)}`;
  }
};

/** Enough of a text to recognise it. */
function shown(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}
