import { expect, test } from 'vitest';
import type { RowFilter } from '@/lib/dataset/row-filter';
import type { Column } from '@/lib/dataset/column';
import { compileQuality } from '@/lib/quality/quality';
import { ruleOfFilters } from './rule-of-filters';

test.each<[RowFilter[], Record<string, unknown>]>([
  [[{ column: 'text', op: 'in', value: ['a', 'b'] }], { one_of: ['a', 'b'] }],
  [[{ column: 'text', op: 'eq', value: 'a' }], { one_of: ['a'] }],
  [[{ column: 'text', op: 'contains', value: 'U.S. (all)' }], { pattern: '(?i)U\\.S\\. \\(all\\)' }],
  [
    [
      { column: 'text', op: 'gte', value: 8.2, of: 'length' },
      { column: 'text', op: 'lte', value: 20.9, of: 'length' },
    ],
    { min_length: 9, max_length: 20 },
  ],
  [[{ column: 'text', op: 'gte', value: 0.5, of: 'value' }], { min: 0.5 }],
])('R40 %j becomes a rule', (filters, rule) => {
  const other: RowFilter = { column: 'other', op: 'contains', value: 'x' };
  expect(ruleOfFilters('text', [...filters, other])).toMatchObject({ rule: { column: 'text', ...rule } });
});

test.each<[RowFilter[]]>([
  [[]],
  [[{ column: 'text', op: 'empty' }]],
  [[{ column: 'text', op: 'in', value: [1, 2] }]],
])('R40 of %j no rule can be made, and it says why', (filters) => {
  expect(ruleOfFilters('text', filters)).toEqual({ off: expect.any(String) as string });
});

test('R40 a text with special characters keeps the rows that hold it', () => {
  const made = ruleOfFilters('text', [{ column: 'text', op: 'contains', value: 'a+b [1]' }]);
  if ('off' in made) throw new Error(made.off);
  const columns: Column[] = [{ name: 'text', kind: 'generated', output: true }];
  const quality = compileQuality([made.rule], columns);
  expect(quality.check(['so A+B [1] it is'], () => undefined)).toBeNull();
  expect(quality.check(['aab 1'], () => undefined)).not.toBeNull();
});
