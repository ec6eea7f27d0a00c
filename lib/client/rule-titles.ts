import { languages } from '@/lib/recipe/languages';
import type { QualityRule } from '@/lib/recipe/quality-schema';
import { columnsOfRule, kindsOfRule, namesOfRules, type RuleKind } from '@/lib/recipe/rule-names';
import { formatCount } from './format';

/** What each rule of a recipe holds against a row, in words, by the rule's name: "Longer than 78 characters: question". */
export function ruleTitles(rules: readonly QualityRule[]): ReadonlyMap<string, string> {
  const names = namesOfRules(rules);
  return new Map(
    rules.flatMap((rule, at) => {
      const [kind, ...others] = kindsOfRule(rule);
      // One with a name of its own is known by it, and of one that asks for several things nobody knows which was broken.
      if (kind === undefined || others.length > 0 || rule.id !== undefined) return [];
      return [[names[at] ?? '', `${broken(kind, rule)}: ${columnsOfRule(rule).join(', ')}`]];
    }),
  );
}

function broken(kind: RuleKind, rule: QualityRule): string {
  switch (kind) {
    case 'required':
      return 'Empty';
    case 'length':
      return outside(rule.min_length, rule.max_length, ['Shorter than', 'Longer than'], ' characters');
    case 'words':
      return outside(rule.min_words, rule.max_words, ['Fewer than', 'More than'], ' words');
    case 'range':
      return outside(rule.min, rule.max, ['Below', 'Above'], '');
    case 'one-of':
      return 'None of the allowed texts';
    case 'pattern':
      return 'Pattern not found';
    case 'not-pattern':
      return 'Forbidden pattern found';
    case 'must-not-contain':
      return 'Forbidden text found';
    case 'language':
      return rule.language === undefined ? 'Another language' : `Not in ${languages[rule.language]}`;
    case 'valid-json':
      return 'Not JSON';
    case 'json-schema':
      return 'Doesn’t fit the JSON Schema';
    case 'like-example':
      return 'Too like an example';
    case 'unique':
      return 'Same as in an accepted row';
    case 'near-duplicate':
      return 'Near-duplicates of an accepted row';
  }
}

function outside(
  least: number | undefined,
  most: number | undefined,
  [below, above]: readonly [string, string],
  unit: string,
): string {
  const shown = (value: number) => (Number.isInteger(value) ? formatCount(value) : String(value));
  if (most === undefined) return `${below} ${shown(least ?? 0)}${unit}`;
  if (least === undefined || least === 0) return `${above} ${shown(most)}${unit}`;
  return `Not ${shown(least)} to ${shown(most)}${unit}`;
}
