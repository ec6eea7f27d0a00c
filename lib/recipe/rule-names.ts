import type { DraftRule } from './draft';

/** What a rule can ask for, in the order in which it is looked at. */
export const ruleKinds = [
  'required',
  'length',
  'words',
  'range',
  'one-of',
  'pattern',
  'not-pattern',
  'must-not-contain',
  'language',
  'valid-json',
  'json-schema',
  'like-example',
  'unique',
  'near-duplicate',
] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** All that a rule asks for; what is switched off asks for nothing. */
export function kindsOfRule(rule: DraftRule): RuleKind[] {
  const asks: Record<RuleKind, boolean> = {
    required: rule.required === true,
    length: rule.min_length !== undefined || rule.max_length !== undefined,
    words: rule.min_words !== undefined || rule.max_words !== undefined,
    range: rule.min !== undefined || rule.max !== undefined,
    'one-of': rule.one_of !== undefined,
    pattern: rule.pattern !== undefined,
    'not-pattern': rule.not_pattern !== undefined,
    'must-not-contain': rule.must_not_contain !== undefined,
    'valid-json': rule.valid_json === true,
    language: rule.language !== undefined,
    'json-schema': rule.json_schema !== undefined,
    'like-example': rule.not_like !== undefined,
    unique: rule.unique === true,
    'near-duplicate': rule.max_similarity !== undefined,
  };
  return ruleKinds.filter((kind) => asks[kind]);
}

/** The columns that a rule looks at. */
export function columnsOfRule({ column, columns }: DraftRule): string[] {
  const named = columns?.filter((name) => name !== undefined) ?? [];
  return column === undefined ? named : [column];
}

/**
 * The name of each rule: its id, or the first thing it asks for and its columns (`length:user_query`), with a number
 * where several would have the same. It stands in rejected rows, so it must not depend on anything but the recipe.
 */
export function namesOfRules(rules: readonly (DraftRule | undefined)[]): string[] {
  const taken = new Set(rules.flatMap((rule) => rule?.id ?? []));
  return rules.map((rule) => {
    if (rule?.id !== undefined) return rule.id;
    const plain =
      rule === undefined ? 'rule' : `${kindsOfRule(rule)[0] ?? 'rule'}:${columnsOfRule(rule).join('+')}`;
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}-${number}`;
    taken.add(name);
    return name;
  });
}
