import { expect, test } from 'vitest';
import { foldValues } from './fold-values';

const numbers = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: 'integer', value: at, count: 1 }));

test('A58 few numbers that are drawn are counted each, many by how they lie', () => {
  expect(foldValues([numbers(6)], 'value')).toMatchObject({ type: 'number', distinct: 6 });
  const many = foldValues([numbers(40)], 'value');
  expect(many).toMatchObject({ type: 'number', count: 40, min: 0, max: 39, median: 19 });
  expect(many.top).toBeUndefined();
  expect(many.histogram).toHaveLength(20);
});

test('A58 texts that are drawn are counted each, however many', () => {
  const texts = Array.from({ length: 300 }, (_, at) => ({ type: 'text', value: `v${at}`, count: 1 }));
  expect(foldValues([texts], 'value')).toMatchObject({ type: 'text', distinct: 300 });
});

test('A58 the median is the least number that half of all don’t pass, however often each comes', () => {
  const measures = (...counts: [value: number, count: number][]) =>
    foldValues([counts.map(([value, count]) => ({ type: 'text', value, count }))], 'measure').median;
  expect(measures([7, 1])).toBe(7);
  expect(measures([9, 1], [1, 1])).toBe(1);
  expect(measures([30, 1], [2, 1], [10, 1])).toBe(10);
  expect(measures([30, 5], [2, 1], [10, 3])).toBe(30);
});
