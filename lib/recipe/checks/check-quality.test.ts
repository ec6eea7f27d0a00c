import { describe, expect, test } from 'vitest';
import { applyEdit } from '../edit/apply-edit';
import { applyFix } from '../edit/apply-fix';
import { usesOf } from '../form/uses';
import { readRecipe } from '../read-recipe';
import { namesOfRules } from '../rule-names';
import { sampleRecipe } from '../testing/sample-recipe';

const withRules = (...rules: string[]) =>
  sampleRecipe.replace(
    'inference_config:',
    () => `quality:\n  rules:\n${rules.map((rule) => `    - ${rule}\n`).join('')}inference_config:`,
  );

const told = (...rules: string[]) =>
  readRecipe(withRules(...rules)).diagnostics.map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );

test('R40 rules of all kinds, on columns of all kinds, are read without a word', () => {
  expect(
    told(
      '{column: question, min_length: 8, max_length: 300}',
      '{column: answer, required: true, pattern: "[.]$", not_pattern: "(?i)as an ai"}',
      '{column: question, must_not_contain: ["{topic}", "{tone.description}", "{answer}"]}',
      '{column: answer, one_of: [calm, loud]}',
      '{column: answer, min_words: 2, max_words: 9, language: en}',
      '{column: answer, json_schema: {type: object, required: [a], properties: {a: {type: [string, "null"]}}}}',
      '{column: answer, not_like: ["{topic}", "Like this"], not_like_share: 0.8}',
      '{column: answer, valid_json: true}',
      '{id: fresh, column: question, max_similarity: 0.8}',
      '{columns: [question, answer], unique: true}',
    ),
  ).toEqual([]);
});

test('R40 a recipe without rules has none', () => {
  expect(readRecipe(sampleRecipe).recipe?.quality).toEqual({ rules: [] });
});

test.each([
  [
    '{column: qestion, required: true}',
    'error unknown-column: quality.rules[0].column: There is no column "qestion". Known here: tone, topic, question, answer',
  ],
  [
    '{columns: [question, other], unique: true}',
    'error unknown-column: quality.rules[0].columns[1]: There is no column "other". Known here: tone, topic, question, answer',
  ],
  ['{min_length: 3}', 'error missing-field: quality.rules[0].column: is missing'],
  [
    '{column: question, columns: [answer], unique: true}',
    'error rule-column: quality.rules[0].columns: A rule has either column or columns',
  ],
  [
    '{columns: [question, answer], min_length: 3}',
    'error rule-column: quality.rules[0].columns: Several columns are for unique alone. All else looks at one column',
  ],
  [
    '{column: question, min_length: 300, max_length: 8}',
    'error out-of-range: quality.rules[0].max_length: must be at least min_length (300), but is 8',
  ],
  [
    '{column: question, min: 5, max: 4}',
    'error out-of-range: quality.rules[0].max: must be at least min (5), but is 4',
  ],
  [
    '{column: question, min_words: 5, max_words: 4}',
    'error out-of-range: quality.rules[0].max_words: must be at least min_words (5), but is 4',
  ],
  [
    '{column: question, not_like_share: 0.8}',
    'warning no-effect: quality.rules[0].not_like_share: has no effect without not_like, which has the examples',
  ],
  [
    '{column: question, not_like: ["{topik}"]}',
    'error unknown-placeholder: quality.rules[0].not_like[0]: Unknown value {topik}. Known here: tone, topic, question, answer',
  ],
  [
    '{column: question, json_schema: {type: text}}',
    'error bad-schema: quality.rules[0].json_schema.type: must be one of string, number, integer, boolean, null, array, object, or a list of them',
  ],
  [
    '{column: question, language: klingon}',
    expect.stringContaining('error unknown-choice: quality.rules[0].language'),
  ],
  [
    '{column: question, max_similarity: 1}',
    'error out-of-range: quality.rules[0].max_similarity: must be between 0.5 and 0.99, but is 1',
  ],
  [
    '{id: odd, column: question, pattern: "(a"}',
    'error bad-regex: quality.rules.odd.pattern: This is no regular expression: a ")" is missing for this "(" (position 0)',
  ],
  [
    '{column: question, must_not_contain: ["{topik}"]}',
    'error unknown-placeholder: quality.rules[0].must_not_contain[0]: Unknown value {topik}. Known here: tone, topic, question, answer',
  ],
  [
    '{column: question, required: false}',
    'warning rule-empty: quality.rules[0]: The rule asks for nothing. Give it a condition such as max_length, pattern or unique',
  ],
  [
    '{id: by-hand, column: question, required: true}',
    'error reserved-id: quality.rules.by-hand.id: The id "by-hand" is reserved for rows that a person rejects',
  ],
])('R41 %s', (rule, message) => {
  expect(told(rule)).toEqual([message]);
});

test('R41 ids are used once, and a rule that stands above already is told', () => {
  const short = '{column: question, max_length: 9}';
  expect(told('{id: a, column: question, max_length: 9}', '{id: a, column: answer, max_length: 9}')).toEqual([
    'error duplicate-id: quality.rules.a.id: The id "a" is used by a rule above. Each rule needs its own',
  ]);
  expect(told(short, short)).toEqual([
    'warning rule-repeated: quality.rules[1]: This rule stands above already; it rejects no other row',
  ]);
});

describe('Q26 a rule that no drawn value keeps is an error, one that some break a warning', () => {
  test.each([
    [
      '{column: tone, one_of: [Calm, angry]}',
      'error rule-never-met: quality.rules[0].one_of: No value of tone is ever like this, so every row would be rejected. It holds the ids of values: calm, loud',
    ],
    [
      '{column: tone, min: 3}',
      'error rule-never-met: quality.rules[0].min: No value of tone is ever like this, so every row would be rejected. It holds the ids of values: calm, loud',
    ],
    [
      '{column: tone, one_of: [calm]}',
      'warning rule-rejects-drawn: quality.rules[0].one_of: Rejects the rows of 1 of 2 values of tone after they were paid for. Values that are not wanted can be left out, or have the rate 0',
    ],
  ])('%s', (rule, message) => {
    expect(told(rule)).toEqual([message]);
  });

  test('names of values are replaced by ids', () => {
    const text = withRules('{column: tone, one_of: [Calm, Loud]}');
    const [fix] = readRecipe(text).diagnostics[0]?.fixes ?? [];
    if (fix === undefined) throw new Error('no fix');
    const mended = applyFix(text, fix);
    expect(mended).toContain('one_of: [calm, loud]');
    expect(readRecipe(mended).diagnostics).toEqual([]);
  });
});

test('Q27 the score of a judge is a column that a rule may bound', () => {
  const judge = `    - id: grade
      instruction_messages: [{role: USER, content: "{answer}"}]
      judge: {rubric: "Is it right? 1 is not, 5 is.", max_score: 5}
`;
  const text = withRules('{column: grade.score, min: 4}').replace('quality:', () => `${judge}quality:`);
  expect(readRecipe(text).diagnostics).toEqual([]);
  expect(namesOfRules(readRecipe(text).draft.quality?.rules ?? [])).toEqual(['range:grade.score']);
});

test('R28 a schema of a rule keeps its words when an attribute is renamed', () => {
  const rule = '{column: question, json_schema: {properties: {column: {const: question}}}}';
  const path = ['strategy_params', 'generated_attributes', 0];
  const renamed = applyEdit(withRules(rule), { type: 'rename', path, id: 'asked' });
  expect(renamed).toContain('{column: asked, json_schema: {properties: {column: {const: question}}}}');
});

test('R41 a misspelled column is mended by its fix', () => {
  const text = withRules('{column: qestion, required: true}');
  const [found] = readRecipe(text).diagnostics;
  const [fix] = found?.fixes ?? [];
  if (fix === undefined) throw new Error('no fix');
  expect(readRecipe(applyFix(text, fix)).diagnostics).toEqual([]);
});

test('R42 a rule without an id is named by what it asks and its columns, each name once', () => {
  const { draft } = readRecipe(
    withRules(
      '{column: question, max_length: 9}',
      '{column: question, min_length: 3}',
      '{id: "length:answer", column: question, required: true}',
      '{column: answer, max_length: 9}',
      '{columns: [question, answer], unique: true}',
    ),
  );
  expect(namesOfRules(draft.quality?.rules ?? [])).toEqual([
    'length:question',
    'length:question-2',
    'length:answer',
    'length:answer-2',
    'unique:question+answer',
  ]);
});

test('R28 an attribute that is renamed takes its rules along, and back', () => {
  const text = withRules(
    '{column: question, must_not_contain: ["{topic} {question}"]}',
    '{columns: [question, answer], unique: true}',
  );
  const path = ['strategy_params', 'generated_attributes', 0];
  const renamed = applyEdit(text, { type: 'rename', path, id: 'asked' });
  expect(renamed).toContain('{column: asked, must_not_contain: ["{topic} {asked}"]}');
  expect(renamed).toContain('{columns: [asked, answer], unique: true}');
  expect(readRecipe(renamed).diagnostics).toEqual([]);
  expect(applyEdit(renamed, { type: 'rename', path, id: 'question' })).toBe(text);
});

test('R43 a rule uses its columns and the values in its texts', () => {
  const { draft } = readRecipe(
    withRules('{column: question, must_not_contain: ["{topic}"]}', '{column: answer, max_length: 9}'),
  );
  const rulesOf = (id: string) => usesOf(draft, [id]).filter(({ kind }) => kind === 'quality');
  expect(rulesOf('topic')).toEqual([{ kind: 'quality', count: 1 }]);
  expect(rulesOf('answer')).toEqual([{ kind: 'quality', count: 1 }]);
  expect(rulesOf('tone')).toEqual([]);
});
