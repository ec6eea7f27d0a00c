import type { DraftRule } from '../draft';
import type { PlainValue } from '../edit/plain-value';

/** One thing that a rule can ask for, as the form offers it. */
export type RuleAsk = {
  id: string;
  title: string;
  /** The keys of a rule that it stands for. */
  keys: readonly (keyof DraftRule)[];
  /** What is written when it is added. */
  start: Readonly<Record<string, PlainValue>>;
};

/** All of them, in the order of the form. */
export const ruleAsks: readonly RuleAsk[] = [
  { id: 'required', title: 'Must not be empty', keys: ['required'], start: { required: true } },
  {
    id: 'length',
    title: 'Length',
    keys: ['min_length', 'max_length'],
    start: { min_length: 1, max_length: 500 },
  },
  {
    id: 'words',
    title: 'Words',
    keys: ['min_words', 'max_words'],
    start: { min_words: 1, max_words: 100 },
  },
  { id: 'range', title: 'Number between', keys: ['min', 'max'], start: { min: 0, max: 10 } },
  { id: 'one_of', title: 'One of some texts', keys: ['one_of'], start: { one_of: ['yes', 'no'] } },
  { id: 'pattern', title: 'Must match a pattern', keys: ['pattern'], start: { pattern: '[.?!]$' } },
  {
    id: 'not_pattern',
    title: 'Must not match a pattern',
    keys: ['not_pattern'],
    start: { not_pattern: '(?i)as an ai' },
  },
  {
    id: 'must_not_contain',
    title: 'Must not contain',
    keys: ['must_not_contain'],
    start: { must_not_contain: ['as an AI'] },
  },
  { id: 'language', title: 'Language', keys: ['language'], start: { language: 'en' } },
  { id: 'valid_json', title: 'Must be JSON', keys: ['valid_json'], start: { valid_json: true } },
  {
    id: 'json_schema',
    title: 'Must fit a JSON schema',
    keys: ['json_schema'],
    start: { json_schema: { type: 'object' } },
  },
  {
    id: 'not_like',
    title: 'Not too like examples',
    keys: ['not_like', 'not_like_share'],
    start: { not_like: ['Where is my card?'], not_like_share: 0.7 },
  },
  { id: 'unique', title: 'No exact duplicates', keys: ['unique'], start: { unique: true } },
  {
    id: 'max_similarity',
    title: 'No near-duplicates',
    keys: ['max_similarity'],
    start: { max_similarity: 0.8 },
  },
];

/** What a rule asks for, as it is written. */
export function asksOf(rule: DraftRule): RuleAsk[] {
  return ruleAsks.filter(({ keys }) => keys.some((key) => rule[key] !== undefined));
}

/** What may be asked for besides: of several columns together nothing but that they are unique. */
export function asksToAdd(rule: DraftRule): RuleAsk[] {
  if (rule.columns !== undefined) return [];
  const asked = asksOf(rule);
  return ruleAsks.filter((ask) => !asked.includes(ask));
}

/** A new rule that is valid as it stands. */
export function newRule(ask: RuleAsk, column: string): Record<string, PlainValue> {
  return { column, ...ask.start };
}
