import { expect, test } from 'vitest';
import { typedAmount, typedWhole } from './typed-number';

test.each([
  ['0.50', 0.5],
  ['0,50', 0.5],
  ['1,5', 1.5],
  ['0,500', 0.5],
  ['.5', 0.5],
  ['12.', 12],
  ['1,500', 1500],
  ['1,234.50', 1234.5],
  ['1.234,50', 1234.5],
  ['1 234,50', 1234.5],
  ['1’234.50', 1234.5],
  ['1.234.567', 1_234_567],
  ['1,234,567', 1_234_567],
  ['', null],
  ['.', null],
  ['half', null],
  ['-1', null],
  ['1,23,4', null],
  ['12,34.5', null],
  ['1e3', null],
])('the amount %j is %j', (text, amount) => {
  expect(typedAmount(text)).toBe(amount);
});

test.each([
  ['1240', 1240],
  ['1,240', 1240],
  ['1.240', 1240],
  ['1 240 000', 1_240_000],
  ['1.5', null],
  ['1,5', null],
  ['', null],
  ['0,240', null],
])('the whole number %j is %j', (text, whole) => {
  expect(typedWhole(text)).toBe(whole);
});
