import { describe, expect, test } from 'vitest';
import type { Column } from '@/lib/dataset/column';
import type { QualityRule } from '@/lib/recipe/quality-schema';
import { Float, type Value } from '@/lib/util/value';
import { compileQuality } from './quality';

const columns: Column[] = ['label', 'text', 'other'].map((name) => ({
  name,
  kind: 'generated',
  output: true,
}));

const found = (rule: QualityRule, text: Value, values: Record<string, string> = {}) =>
  compileQuality([rule], columns).check(['lost_card', text, null], (name) => values[name])?.message ?? null;

const answerSchema: Value = new Map<string, Value>([
  ['type', 'object'],
  ['properties', new Map<string, Value>([['answer', new Map<string, Value>([['type', 'string']])]])],
]);

const conversation = (...contents: string[]) =>
  new Map<string, Value>([
    [
      'messages',
      contents.map(
        (content) =>
          new Map<string, Value>([
            ['role', 'user'],
            ['content', content],
          ]),
      ),
    ],
  ]);

describe('Q1 a rule about one row says what it found', () => {
  test.each<[Omit<QualityRule, 'column'>, Value, string | null]>([
    [{ required: true }, '  \n', 'is empty'],
    [{ required: true }, null, 'is empty'],
    [{ required: true }, 'x', null],
    [{ required: false }, '', null],
    [{ min_length: 3 }, 'ab', 'has 2 characters, at least 3 are needed'],
    [{ min_length: 3 }, 'abc', null],
    [{ max_length: 3 }, 'abcd', 'has 4 characters, at most 3 are allowed'],
    [{ max_length: 3 }, '😀😀😀', null],
    [{ min_length: 3 }, '😀😀', 'has 2 characters, at least 3 are needed'],
    [{ max_length: 8 }, conversation('hello', 'you'), 'has 9 characters, at most 8 are allowed'],
    [{ min_words: 3 }, "I don't", 'has 2 words, at least 3 are needed'],
    [{ min_words: 3 }, 'well-known since 3.5 years', null],
    [{ max_words: 2 }, 'Ελλάδα, أهلا!', null],
    [{ max_words: 4 }, '我的卡丢了', 'has 5 words, at most 4 are allowed'],
    [{ max_words: 2 }, ' – … !', null],
    [{ min: 4, max: 5 }, '4.5', null],
    [{ min: 4 }, ' 3 ', 'is 3, at least 4 is needed'],
    [{ max: 5 }, new Float(6), 'is 6, at most 5 is allowed'],
    [{ max: 5 }, 'five', 'is no number: "five"'],
    [{ one_of: ['yes', 'no'] }, 'no', null],
    [{ one_of: ['yes', 'no'] }, 'No', 'is none of the allowed texts: "No"'],
    [{ one_of: ['True'] }, true, null],
    [{ pattern: '[.?!]$' }, 'Well', 'does not match "[.?!]$"'],
    [{ pattern: '[.?!]$' }, 'Well.', null],
    [{ not_pattern: '(?i)as an AI' }, 'Well, as an ai I …', 'contains "as an ai"'],
    [{ not_pattern: '(?i)as an AI' }, 'Well', null],
    [{ valid_json: true }, '{"a": 1}', null],
    [{ valid_json: true }, '{"a": 1', 'is not JSON: "{"a": 1"'],
    [{ valid_json: true }, new Map([['a', 1]]), null],
    [{ valid_json: true }, '', 'is not JSON: ""'],
    [{ json_schema: answerSchema }, '{"answer": "yes"}', null],
    [{ json_schema: answerSchema }, new Map<string, Value>([['answer', 'yes']]), null],
    [{ json_schema: answerSchema }, 'yes', 'is not JSON: "yes"'],
    [
      { json_schema: answerSchema },
      '{"answer": 3}',
      'does not fit its schema: answer (3) is of type number, expected string.',
    ],
    [{ language: 'en' }, 'Where is the card that I was sent?', null],
    [{ language: 'de' }, 'Where is the card that I was sent?', 'is not in German: it reads as English'],
    [
      { not_like: ['Where is my new card?', 'x'] },
      'where IS my new card',
      'is 100 % like the example "Where is my new card?"',
    ],
    [{ not_like: ['Where is my new card?'] }, 'My phone was stolen last night', null],
    [{ not_like: ['', '…'] }, 'Anything', null],
    [{ min_length: 1, pattern: 'a' }, 'b', 'does not match "a"'],
  ])('%j of %j', (asked, value, message) => {
    expect(found({ column: 'text', ...asked }, value)).toBe(message);
  });
});

describe('Q2 a text that must not occur is found as whole words, whatever its case and its joints', () => {
  test.each<[string, string, boolean]>([
    ['{label}', 'I have a Lost card', true],
    ['{label}', 'I have a LOST-CARD.', true],
    ['{label}', 'I lost cardigans', false],
    ['top up', 'a laptop upgrade', false],
    ['top up', 'a laptop upgrade, then top up', true],
    ['http://', 'see http://here', true],
    ['卡', '我的卡丢了', true],
    ['café', 'a cafe\u0301 at home', true],
    ['', 'anything', false],
    ['{empty}', 'anything', false],
  ])('%j in %j', (forbidden, text, isFound) => {
    const message = found({ column: 'text', must_not_contain: [forbidden] }, text, {
      label: 'lost_card',
      empty: ' ',
    });
    expect(message !== null).toBe(isFound);
  });
});

test('Q27 a bound keeps the rows with a good score, whatever form the number has', () => {
  const isKept = (score: Value) => found({ column: 'text', min: 4 }, score) === null;
  expect([5, 4, 4n, new Float(4), '4', 3, new Float(3.9), 'good'].map(isKept)).toEqual([
    ...[true, true, true, true, true],
    ...[false, false, false],
  ]);
});

test('Q25 an example may name values of the row, and the share says what is too like', () => {
  const rule = { column: 'text', not_like: ['{shot}'], not_like_share: 0.9 };
  const values = { shot: 'My card was declined at the shop today' };
  expect(found(rule, 'My card was declined at the shop today!', values)).toContain('100 % like');
  expect(found(rule, 'My card was declined at the shop now', values)).toBeNull();
  expect(found({ ...rule, not_like_share: 0.6 }, 'My card was declined at the shop now', values)).toContain(
    'like the example "My card was declined at the shop today"',
  );
});

test('Q3 the first rule that is broken counts, by its name', () => {
  const quality = compileQuality(
    [
      { column: 'text', min_length: 3 },
      { id: 'plain', column: 'text', pattern: 'z' },
    ],
    columns,
  );
  expect(quality.check(['', 'a', ''], () => undefined)).toMatchObject({
    rule: 'length:text',
    column: 'text',
  });
  expect(quality.check(['', 'abc', ''], () => undefined)).toMatchObject({ rule: 'plain' });
});

test('Q4 rows are compared with those that were accepted, and only with those', () => {
  const comparison = compileQuality([{ columns: ['label', 'text'], unique: true }], columns).compareRows?.();
  if (comparison === undefined) throw new Error('the rule compares rows');
  expect(comparison.decide(0, ['a', 'b', '1'])).toBeNull();
  expect(comparison.decide(1, ['a', 'c', '1'])).toBeNull();
  expect(comparison.decide(2, ['a', 'b', '2'])).toEqual({
    rule: 'unique:label+text',
    column: 'label',
    message: 'is the same as in row 0',
  });
  expect(comparison.decide(3, ['ab', '', '2'])).toBeNull();
});

test('Q5 a row that is too much like an accepted one is rejected, with the share and the row', () => {
  const comparison = compileQuality([{ column: 'text', max_similarity: 0.8 }], columns).compareRows?.();
  if (comparison === undefined) throw new Error('the rule compares rows');
  const text = 'My new card has not come and I have waited for two weeks now';
  comparison.add(4, ['', text, '']);
  expect(comparison.decide(5, ['', `${text}!`, ''])).toMatchObject({ message: 'is 100 % like row 4' });
  expect(comparison.decide(6, ['', 'How do I top up by bank transfer?', ''])).toBeNull();
});

test('Q5 a system prompt, the same in all rows, makes no conversation like another', () => {
  const comparison = compileQuality([{ column: 'text', max_similarity: 0.8 }], columns).compareRows?.();
  if (comparison === undefined) throw new Error('the rule compares rows');
  const talk = (content: string) =>
    new Map<string, Value>([
      [
        'messages',
        [
          new Map<string, Value>([
            ['role', 'system'],
            ['content', 'You help the customers of a bank, and you never name the intent. '.repeat(10)],
          ]),
          new Map<string, Value>([
            ['role', 'user'],
            ['content', content],
          ]),
        ],
      ],
    ]);
  expect(comparison.decide(0, ['', talk('My new card has not come yet'), ''])).toBeNull();
  expect(comparison.decide(1, ['', talk('How do I top up by bank transfer?'), ''])).toBeNull();
  expect(comparison.decide(2, ['', talk('My new card has not come yet!'), ''])).not.toBeNull();
});

test('Q6 rules that compare nothing need no comparison, and columns that are not there hold nothing back', () => {
  expect(compileQuality([{ column: 'text', required: true }], columns).compareRows).toBeNull();
  const quality = compileQuality([{ column: 'gone', required: true, unique: true }], columns);
  expect([quality.check([], () => undefined), quality.compareRows]).toEqual([null, null]);
});
