import { expect, test } from 'vitest';
import { typedAmount, typedNumber, typedWeight, typedWhole } from './typed-number';

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
  ['1e3', 1000],
  ['1e-6', 0.000001],
  ['2,5E-7', 2.5e-7],
  ['1.e2', 100],
  ['e3', null],
  ['1e', null],
  ['1e-', null],
  ['1e999', null],
  ['1e2.5', null],
])('the amount %j is %j', (text, amount) => {
  expect(typedAmount(text)).toBe(amount);
});

test.each([
  ['-1', -1],
  ['−0,5', -0.5],
  [' +2', 2],
  ['-1.234,5', -1234.5],
  ['-1e-3', -0.001],
  ['-0', 0],
  ['0.7', 0.7],
  ['--1', null],
  ['-', null],
  ['Infinity', null],
  ['0x10', null],
])('the number %j is %j', (text, number) => {
  expect(typedNumber(text)).toBe(number);
});

test.each([
  ['0.25', 0.25],
  ['25 %', 0.25],
  ['12,5%', 0.125],
  ['1,500', 1500],
  ['%', null],
  ['25 %%', null],
  ['-25 %', null],
])('the weight %j is %j', (text, weight) => {
  expect(typedWeight(text)).toBe(weight);
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
