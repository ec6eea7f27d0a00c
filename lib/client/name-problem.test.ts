import { expect, test } from 'vitest';
import { ownName } from '@/lib/api/common';
import { nameProblem } from './name-problem';

test.each([
  ['', true],
  ['Tiny stories', true],
  ['x'.repeat(200), true],
  [`  ${'x'.repeat(200)}\n`, true],
  ['x'.repeat(201), false],
])('a name is wrong on the page exactly where the server refuses it: %#', (name, isFine) => {
  expect(nameProblem(name) === undefined).toBe(isFine);
  if (name !== '') expect(ownName.safeParse(name).success).toBe(isFine);
});

test('what is wrong with a name says by how much', () => {
  expect(nameProblem('x'.repeat(1300))).toBe('At most 200 characters; these are 1,300');
});
