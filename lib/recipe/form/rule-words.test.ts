import { expect, test } from 'vitest';
import { ruleAsks } from './rule-asks';
import { ruleWords } from './rule-words';

test.each([
  [{ min_length: 8, max_length: 300, max_similarity: 0.8 }, ['8 to 300 characters', 'not a near-duplicate']],
  [{ min_words: 1000 }, ['at least 1,000 words']],
  [{ max: 0.5 }, ['at most 0.5']],
  [{ required: true, unique: false }, ['not empty']],
  [{ one_of: ['yes', 'no'] }, ['one of 2 texts']],
  [{}, []],
])('a rule of %j keeps what is %j', (rule, words) => {
  expect(ruleWords(rule)).toEqual(words);
});

test('each thing that the form offers has words', () => {
  for (const { start } of ruleAsks) expect(ruleWords(start)).toHaveLength(1);
});
