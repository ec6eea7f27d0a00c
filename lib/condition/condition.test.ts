import { describe, expect, test } from 'vitest';
import { createDraw, drawInt } from '@/lib/random/draw';
import { Float, type Value } from '@/lib/util/value';
import { ConditionError, readCondition, type Condition, type ValueType } from './condition';

function conditionOf(source: string): Condition {
  const read = readCondition(source);
  if (!read.ok) throw new Error(read.finding.message);
  return read.condition;
}

const row: Readonly<Record<string, Value>> = {
  tone: 'formal',
  text: 'The quick brown fox',
  count: 3,
  score: 4.5,
  whole: new Float(5),
  none: null,
  type: 'refund',
  'my-id': 'x',
  tags: ['a', 'b'],
  review: new Map<string, Value>([
    ['stars', 4],
    ['title', 'Good'],
  ]),
  age: '19',
};
const valueOf = (name: string) => row[name];

describe('R91 a condition is true or false for a row', () => {
  test.each([
    ['tone == "formal"', true],
    ['tone in ["formal", "casual"] && count > 2', true],
    ['score >= 4.5 && score > 4 && count < 3.5', true],
    ['whole == 5', true],
    ['none == null', true],
    ['none != null && size(none) > 3', false],
    ['size(text) > 10', true],
    ['type == "refund"', true],
    ['row["my-id"] == "x"', true],
    ['row.tone == "formal"', true],
    ['tags.exists(tag, tag == "b")', true],
    ['tags.all(tone, tone == "b")', false],
    ['review.stars >= 4 && has(review.title)', true],
    ['has(review.missing)', false],
    ['int(age) > 18', true],
    ['text.finds("qu[ia]ck")', true],
    ['!text.lowerAscii().contains("dog") ? true : false', true],
  ])('%s', (source, expected) => {
    expect(conditionOf(source).holds(valueOf)).toBe(expected);
  });

  test.each([
    ['age > 18', 'a text > a number has no meaning. A text that holds a number: int(…) or double(…)'],
    ['size(none) > 3', 'null'],
    ['tone', 'no true or false'],
  ])('%s can not be decided, and says why', (source, message) => {
    expect(() => conditionOf(source).holds(valueOf)).toThrow(ConditionError);
    expect(() => conditionOf(source).holds(valueOf)).toThrow(message);
  });
});

test('R91 every use of a value is known with its place', () => {
  const source = 'tone == "x" && row["my-id"] != row.tone && tags.all(t, t != count)';
  const uses = conditionOf(source).names.map(({ name, start, end }) => [name, source.slice(start, end)]);
  expect(uses).toEqual([
    ['tone', 'tone'],
    ['my-id', 'row["my-id"]'],
    ['tone', 'row.tone'],
    ['tags', 'tags'],
    ['count', 'count'],
  ]);
});

describe('R92 what can not be asked is said with its place before a run', () => {
  test.each([
    ['tone = "x"', 'unexpected character: =', '='],
    ['tone == "x', 'unterminated string', '"x'],
    ['now() > 3', 'now() is not part of conditions', 'now()'],
    ['text.matches("(a+)+$")', 'Use finds', 'text.matches("(a+)+$")'],
    ['text.finds("(")', '(', '"("'],
    ['text.finds(tone)', 'written out in quotes', 'tone'],
    ['row[tone] == "x"', 'written out in quotes', 'row[tone]'],
    ['row == "x"', 'row["name"]', 'row'],
    ['tags.all(a, tags.all(b, a == b))', 'within another', 'tags.all(b, a == b)'],
    ['cel.bind(a, text + text, a == "")', 'bind() is not part', 'cel.bind(a, text + text, a == "")'],
  ])('%s', (source, message, at) => {
    const read = readCondition(source);
    if (read.ok) throw new Error('was read');
    expect(read.finding.message).toContain(message);
    expect(source.slice(read.finding.start, read.finding.end)).toBe(at);
  });

  const types: Record<string, ValueType> = { tone: 'text', count: 'integer', score: 'number', tags: 'list' };

  test.each([
    ['tone > 3', 'a text > a number', 'tone > 3'],
    ['tone == null', 'never null', 'tone == null'],
    ['tone', 'gives a text, but must be true or false', 'tone'],
    ['count == 3 && size(count) > 1', 'size', 'size(count)'],
    ['count > 1 || tags == 3', 'a list == a number', 'tags == 3'],
  ])('%s by its types', (source, message, at) => {
    const finding = conditionOf(source).check((name) => types[name] ?? 'any');
    expect(finding?.message).toContain(message);
    expect(source.slice(finding?.start, finding?.end)).toBe(at);
  });

  test.each(['tone == "x" && count > 1.5', 'score > 3', 'other > 3', 'other == null', 'tags.size() > 1'])(
    '%s holds by its types',
    (source) => {
      expect(conditionOf(source).check((name) => types[name] ?? 'any')).toBeNull();
    },
  );
});

test('R93 no text makes reading or asking take long', () => {
  const draw = createDraw(7, 'conditions', 'test');
  const pieces = [
    'tags',
    '.map(t, t + t)',
    '.all(x, ',
    '(',
    ')',
    ' && ',
    'text',
    ' + ',
    '"a"',
    '!',
    '[',
    ']',
    '?',
    ':',
  ];
  for (let round = 0; round < 400; round += 1) {
    let source = '';
    for (let at = 0; at < 40; at += 1) source += pieces[drawInt(draw, round, at, pieces.length)] ?? '';
    const read = readCondition(source);
    if (read.ok) {
      try {
        read.condition.holds(valueOf);
      } catch (error) {
        expect(error).toBeInstanceOf(ConditionError);
      }
    }
  }
  expect(readCondition('('.repeat(1999)).ok).toBe(false);
  expect(readCondition(`${'tone == "x" && '.repeat(300)}true`).ok).toBe(false);
  expect(readCondition('tags.map(a, a + a).map(b, b + b).size() > 1').ok).toBe(true);
});
