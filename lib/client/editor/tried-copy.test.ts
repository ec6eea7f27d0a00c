import { beforeEach, expect, test } from 'vitest';
import type { TriedAnswer } from './trial';
import { deviceTriedCopy, mostCharacters } from './tried-copy';

beforeEach(() => localStorage.clear());

const answer = (text: string): TriedAnswer => ({ messages: [{ role: 'user', content: 'Ask' }], text });

test('tried answers of a recipe are there again, in their order', () => {
  const answers = new Map([
    ['0/question', answer('Who?')],
    ['1/question', answer('Why?')],
  ]);
  deviceTriedCopy(1, localStorage).write(answers);
  expect([...deviceTriedCopy(1, localStorage).read()]).toEqual([...answers]);
  expect(deviceTriedCopy(2, localStorage).read().size).toBe(0);
});

test('the newest are kept, up to a size', () => {
  const long = 'x'.repeat(mostCharacters / 2 - 10);
  const answers = new Map(['0/a', '1/a', '2/a'].map((key) => [key, answer(long)]));
  deviceTriedCopy(1, localStorage).write(answers);
  expect([...deviceTriedCopy(1, localStorage).read().keys()]).toEqual(['1/a', '2/a']);
});

test('what can not be read is nothing', () => {
  localStorage.setItem('seedloom:tried:1', '[{"key": 1}]');
  expect(deviceTriedCopy(1, localStorage).read().size).toBe(0);
  localStorage.setItem('seedloom:tried:1', '{');
  expect(deviceTriedCopy(1, localStorage).read().size).toBe(0);
});
