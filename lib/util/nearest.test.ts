import { expect, test } from 'vitest';
import { nearestName } from '@/lib/util/nearest';

test.each([
  ['tpic', 'topic'],
  ['Topic', 'topic'],
  ['topci', 'topic'],
  ['topics', 'topic'],
  ['difficult', 'difficulty'],
])('%s was probably meant to be %s', (name, meant) => {
  expect(nearestName(name, ['tone', 'topic', 'difficulty'])).toBe(meant);
});

test('nothing is suggested when nothing is near', () => {
  expect(nearestName('setting', ['tone', 'topic'])).toBeUndefined();
  expect(nearestName('x', [])).toBeUndefined();
});

test('of two equally near names the first is suggested', () => {
  expect(nearestName('a3', ['a1', 'a2'])).toBe('a1');
});
