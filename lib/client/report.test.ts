import { expect, test } from 'vitest';
import { formatMoment } from './format';
import { asOfWords, medianWords } from './report';

const at = '2026-11-22T10:41:58.000Z';
const working = { rows: 300, of: 1200 };

test.each([
  ['one that is up to date', { working: null, stale: false }, false, ''],
  [
    'one with edits since',
    { working: null, stale: true },
    false,
    ' · rows have changed since, counted again in a moment',
  ],
  ['one of a run that goes on', { working: null, stale: true }, true, ' · renewed while the run goes on'],
  ['one whose next is being made', { working, stale: false }, true, ' · counting, 25 %'],
])('a report says of which moment it is: %s', (_, state, moves, more) => {
  expect(asOfWords({ at, ...state }, moves)).toBe(` as of ${formatMoment(at)}${more}`);
});

test('a median of long texts, which are counted in classes, says that it is about so many', () => {
  expect([0, 127, 128, 1224].map(medianWords)).toEqual(['0', '127', 'about 128', 'about 1,224']);
});
