import { encodeJson } from '@/lib/dataset/json';
import type { Language } from '@/lib/recipe/languages';
import type { QualityRule } from '@/lib/recipe/quality-schema';
import { checkedPattern } from '@/lib/regex/pattern';
import { parseTemplate } from '@/lib/template/parse-template';
import { renderTemplate, type Lookup } from '@/lib/template/render-template';
import { references, type Template } from '@/lib/template/template';
import { createJsonCheck } from '@/lib/json-schema/schema-subset';
import { characterCount } from '@/lib/util/character-count';
import type { Value } from '@/lib/util/value';
import { holdsText } from './forbidden-text';
import { languageProblem } from './language';
import { likenessOfSets, pieceSet } from './min-hash';
import { numberOfValue, textOfValue } from './value-text';
import { wordCount } from './words';

/** What a value breaks, in words that fit behind the column's name; null when it holds. */
export type RowRule = (value: Value | undefined, lookup: Lookup) => string | null;

/** All that a rule asks of one value, the first thing that doesn't hold counts; null when it asks for nothing. */
export function compileRowRule(rule: QualityRule): RowRule | null {
  const asked = [
    rule.required === true ? required : null,
    lengthRule(rule),
    wordsRule(rule),
    rangeRule(rule),
    rule.one_of === undefined ? null : choiceRule(rule.one_of),
    rule.pattern === undefined ? null : patternRule(rule.pattern),
    rule.not_pattern === undefined ? null : notPatternRule(rule.not_pattern),
    rule.must_not_contain === undefined ? null : forbiddenRule(rule.must_not_contain),
    rule.language === undefined ? null : languageRule(rule.language),
    rule.valid_json === true ? validJson : null,
    rule.json_schema === undefined ? null : schemaRule(rule.json_schema),
    rule.not_like === undefined ? null : likenessRule(rule.not_like, rule.not_like_share ?? defaultShare),
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
    // A text that is short in any case isn't counted.
    const length = text.length > most || text.length < 2 * least ? characterCount(text) : text.length;
    if (length > most) return `has ${length} characters, at most ${most} are allowed`;
    return length < least ? `has ${length} characters, at least ${least} are needed` : null;
  };
}

function wordsRule({ min_words: least = 0, max_words: most = Infinity }: QualityRule): RowRule | null {
  if (least === 0 && most === Infinity) return null;
  return (value) => {
    const count = wordCount(textOfValue(value));
    if (count > most) return `has ${count} words, at most ${most} are allowed`;
    return count < least ? `has ${count} words, at least ${least} are needed` : null;
  };
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
  const pattern = checkedPattern(source);
  return (value) => (pattern.search(textOfValue(value)) === null ? `does not match ${shown(source)}` : null);
}

function notPatternRule(source: string): RowRule {
  const pattern = checkedPattern(source);
  return (value) => {
    const text = textOfValue(value);
    const found = pattern.search(text);
    return found === null ? null : `contains ${shown(text.slice(found.start, found.end))}`;
  };
}

/** Texts with placeholders; the recipe was checked, so all can be read. */
function templatesOf(texts: readonly string[]): Template[] {
  return texts.flatMap((text) => {
    const parsed = parseTemplate(text);
    return parsed.ok ? [parsed.template] : [];
  });
}

function forbiddenRule(texts: readonly string[]): RowRule {
  const templates = templatesOf(texts);
  return (value, lookup) => {
    const text = textOfValue(value);
    for (const template of templates) {
      const forbidden = renderTemplate(template, lookup);
      if (holdsText(text, forbidden)) return `contains ${shown(forbidden)}`;
    }
    return null;
  };
}

function languageRule(language: Language): RowRule {
  return (value) => languageProblem(textOfValue(value), language);
}

const validJson: RowRule = (value) => (jsonOf(value).ok ? null : `is not JSON: ${shown(textOfValue(value))}`);

function schemaRule(schema: Value): RowRule {
  const plain = plainJson(schema);
  const check = createJsonCheck(typeof plain === 'object' && plain !== null ? { ...plain } : {});
  return (value) => {
    const json = jsonOf(value);
    if (!json.ok) return `is not JSON: ${shown(textOfValue(value))}`;
    const problem = check(json.value);
    return problem === null ? null : `does not fit its schema: ${problem}`;
  };
}

/** A value as JSON has it: the JSON that a text holds, anything else as it is. */
function jsonOf(value: Value | undefined): { ok: true; value: unknown } | { ok: false } {
  // Nothing is an empty text, which is no JSON.
  if (value === undefined || value === null) return { ok: false };
  if (typeof value !== 'string') return { ok: true, value: plainJson(value) };
  try {
    return { ok: true, value: JSON.parse(value) };
  } catch {
    return { ok: false };
  }
}

function plainJson(value: Value): unknown {
  return JSON.parse(encodeJson(value));
}

/** From which likeness on a text is too like an example, where the rule doesn't say. */
const defaultShare = 0.7;

function likenessRule(examples: readonly string[], share: number): RowRule {
  const templates = templatesOf(examples);
  // An example without placeholders is the same in all rows.
  const fixed = templates.map((template) =>
    references(template).length === 0 ? pieceSet(renderTemplate(template, () => undefined)) : null,
  );
  return (value, lookup) => {
    const own = pieceSet(textOfValue(value));
    if (own.size === 0) return null;
    for (const [at, template] of templates.entries()) {
      const known = fixed[at] ?? pieceSet(renderTemplate(template, lookup));
      const alike = known.size === 0 ? 0 : likenessOfSets(own, known);
      if (alike < share) continue;
      return `is ${Math.floor(100 * alike)} % like the example ${shown(renderTemplate(template, lookup))}`;
    }
    return null;
  };
}

/** Enough of a text to recognise it. */
function shown(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}
