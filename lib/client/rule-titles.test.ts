import { expect, test } from 'vitest';
import { ruleTitles } from './rule-titles';

test('a rule is told by what it holds against a row; one with an id keeps its name', () => {
  const titles = ruleTitles([
    { column: 'question', max_length: 1200 },
    { column: 'question', min_words: 3, max_words: 40 },
    { column: 'score', min: 2.5 },
    { column: 'text', language: 'de' },
    { columns: ['question', 'answer'], unique: true },
    { column: 'question', max_similarity: 0.7 },
    { column: 'question', max_length: 10, pattern: 'x' },
    { id: 'short-and-plain', column: 'question', max_length: 10 },
  ]);
  expect(Object.fromEntries(titles)).toEqual({
    'length:question': 'Longer than 1,200 characters: question',
    'words:question': 'Not 3 to 40 words: question',
    'range:score': 'Below 2.5: score',
    'language:text': 'Not in German: text',
    'unique:question+answer': 'Same as in an accepted row: question, answer',
    'near-duplicate:question': 'Near-duplicates of an accepted row: question',
  });
});
