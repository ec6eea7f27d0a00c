import { assertNever } from '@/lib/util/assert-never';
import type { DraftRule } from '../draft';
import { kindsOfRule, type RuleKind } from '../rule-names';

/** What a rule asks for, each in words that fit behind "Keep only if". */
export function ruleWords(rule: DraftRule): string[] {
  return kindsOfRule(rule).map((kind) => kindWords(kind, rule));
}

function kindWords(kind: RuleKind, rule: DraftRule): string {
  switch (kind) {
    case 'required':
      return 'not empty';
    case 'length':
      return between(rule.min_length, rule.max_length, 'characters');
    case 'words':
      return between(rule.min_words, rule.max_words, 'words');
    case 'range':
      return between(rule.min, rule.max);
    case 'one-of':
      return `one of ${count(rule.one_of)} texts`;
    case 'pattern':
      return 'matches a pattern';
    case 'not-pattern':
      return 'doesn’t match a pattern';
    case 'must-not-contain':
      return `contains none of ${count(rule.must_not_contain)} texts`;
    case 'language':
      return `in the language ${rule.language ?? ''}`.trim();
    case 'valid-json':
      return 'JSON';
    case 'json-schema':
      return 'fits a JSON schema';
    case 'like-example':
      return `not too like ${count(rule.not_like)} examples`;
    case 'unique':
      return 'no duplicate';
    case 'near-duplicate':
      return 'not a near-duplicate';
    default:
      return assertNever(kind);
  }
}

function between(low: number | undefined, high: number | undefined, unit = ''): string {
  const shown = (value: number) => value.toLocaleString('en');
  const range =
    low === undefined
      ? `at most ${shown(high ?? 0)}`
      : high === undefined
        ? `at least ${shown(low)}`
        : `${shown(low)} to ${shown(high)}`;
  return `${range} ${unit}`.trim();
}

function count(list: readonly unknown[] | undefined): string {
  return (list?.length ?? 0).toLocaleString('en');
}
