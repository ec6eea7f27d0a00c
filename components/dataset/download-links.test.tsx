import { expect, test } from 'vitest';
import { downloadLinks, scopeWords } from './download-links';

test('the accepted rows are a plain address that a script can use too', () => {
  expect(downloadLinks(7, 'accepted').map(({ href }) => href)).toEqual([
    '/v1/projects/1/datasets/7:download?format=jsonl',
    '/v1/projects/1/datasets/7:download?format=csv',
    '/v1/projects/1/datasets/7:download?format=parquet',
    '/v1/projects/1/datasets/7:download?format=json',
  ]);
});

test('all rows are asked for by status', () => {
  expect(downloadLinks(7, 'all')[1]?.href).toBe('/v1/projects/1/datasets/7:download?format=csv&status=all');
});

test('the choice says how many rows each file has', () => {
  const counts = { accepted: 604, rejected: 41, failed: 7, spare: 0 };
  const shown = { query: {}, count: 431 };
  expect(scopeWords({ counts }, shown)).toEqual({
    shown: 'The 431 shown',
    accepted: 'Accepted, 604 rows',
    all: 'All, 652 rows',
  });
});
