import { beforeEach, expect, test } from 'vitest';
import { triedKey, type TriedAnswer } from '@/lib/plan/tried';
import { deviceTriedCopy, mostCharacters } from './tried-copy';

beforeEach(() => localStorage.clear());

const answer = (row: number, text: string): TriedAnswer => ({
  row,
  attributeId: 'question',
  step: 'answer',
  messages: [{ role: 'user', content: 'Ask' }],
  text,
});
const byKey = (answers: readonly TriedAnswer[]) => new Map(answers.map((one) => [triedKey(one), one]));

test('tried answers of a recipe are there again, in their order', () => {
  const answers = byKey([answer(0, 'Who?'), answer(1, 'Why?')]);
  deviceTriedCopy(1, localStorage).write(answers);
  expect([...deviceTriedCopy(1, localStorage).read()]).toEqual([...answers]);
  expect(deviceTriedCopy(2, localStorage).read().size).toBe(0);
});

test('the newest are kept, up to a size', () => {
  const long = 'x'.repeat(mostCharacters / 2 - 10);
  const answers = byKey([0, 1, 2].map((row) => answer(row, long)));
  deviceTriedCopy(1, localStorage).write(answers);
  expect([...deviceTriedCopy(1, localStorage).read().keys()]).toEqual([
    '1/question/answer',
    '2/question/answer',
  ]);
});

test('what can not be read is nothing', () => {
  localStorage.setItem('seedloom:tried:1', '[{"key": 1}]');
  expect(deviceTriedCopy(1, localStorage).read().size).toBe(0);
  localStorage.setItem('seedloom:tried:1', '{');
  expect(deviceTriedCopy(1, localStorage).read().size).toBe(0);
});
