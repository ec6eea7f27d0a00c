import { expect, test } from 'vitest';
import { createDraw } from '@/lib/random/draw';
import { chanceBound, chanceFactor } from './chance-bound';

test.each([
  [1, 1.959964],
  [2, 2.241403],
  [77, 3.41],
  [1000, 4.056],
])('W2 the factor for %i values is that of the tables', (compared, factor) => {
  expect(chanceFactor(compared)).toBeCloseTo(factor, 2);
});

test('W2 among fair draws hardly any report has a value beyond the bound, and a skewed one has', () => {
  const values = 20;
  const rows = 2000;
  const isBeyond = (counts: readonly number[]) =>
    counts.some((count) => Math.abs(count / rows - 1 / values) > chanceBound(1 / values, rows, values));
  let beyond = 0;
  for (let report = 0; report < 100; report += 1) {
    const draw = createDraw(report, 'value', 'test');
    const counts = Array.from({ length: values }, () => 0);
    for (let row = 0; row < rows; row += 1) {
      const at = Math.floor(draw(row) * values);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    if (isBeyond(counts)) beyond += 1;
  }
  expect(beyond).toBeLessThanOrEqual(10);
  expect(isBeyond([150, ...Array.from({ length: values - 1 }, () => 1850 / 19)])).toBe(true);
});
