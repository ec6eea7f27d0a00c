import { beforeEach, expect, test } from 'vitest';
import { keepFileChoice, keptFileChoice, queryOfFile } from './file-choice';

beforeEach(() => localStorage.clear());

const column = (name: string, output: boolean) =>
  ({ name, output, kind: 'generated', type: 'text' }) as const;
const dataset = {
  id: 3,
  recipe_id: 5,
  columns: [column('topic', false), column('question', true), column('answer', true)],
};

test('X15 a file has the columns that the recipe gives out until others are chosen, which its next run has too', () => {
  const first = keptFileChoice(dataset);
  expect(queryOfFile(first)).toEqual({ format: 'jsonl', columns: 'question,answer' });
  keepFileChoice(dataset, {
    ...first,
    format: 'csv',
    columns: ['topic', 'answer'],
    separator: 'tab',
    split: 'test',
  });
  expect(queryOfFile(keptFileChoice({ ...dataset, id: 4 }))).toEqual({
    format: 'csv',
    columns: 'topic,answer',
    split: 'test',
    separator: 'tab',
  });
  expect(keptFileChoice({ ...dataset, recipe_id: 6 })).toEqual(first);
});

test('X15 columns that are gone are left out, and what is no choice counts as none', () => {
  const first = keptFileChoice(dataset);
  keepFileChoice(dataset, { ...first, columns: ['topic', 'gone'] });
  expect(keptFileChoice(dataset).columns).toEqual(['topic']);
  keepFileChoice(dataset, { ...first, columns: ['gone'] });
  expect(keptFileChoice(dataset).columns).toEqual(['question', 'answer']);
  localStorage.setItem('seedloom:file:recipe:5', '{"format":');
  expect(keptFileChoice(dataset)).toEqual(first);
});
