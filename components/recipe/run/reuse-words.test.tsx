import { expect, test } from 'vitest';
import { reuseWords } from './reuse-words';

const none = { stored: 0, fitting: 0, seed: 0, model: 0, settings: 0, prompt: 0, gone: 0 };
const reuse = { ...none, stored: 200, fitting: 200, run_ids: [11], has_trials: false };

test('what fits is told with the run that it comes from', () => {
  expect(reuseWords(reuse)).toEqual({
    title: 'Reuse all 200 answers of run 11',
    details: ['Same seed, same prompts, same model.'],
  });
  expect(reuseWords({ ...reuse, run_ids: [12, 11] }).title).toBe('Reuse all 200 answers of earlier runs');
  expect(reuseWords({ ...reuse, stored: 1, fitting: 1, run_ids: [], has_trials: true }).title).toBe(
    'Reuse the 1 answer of earlier tries',
  );
});

test('what does not fit is told with its reason', () => {
  expect(reuseWords({ ...reuse, fitting: 188, prompt: 12, has_trials: true })).toEqual({
    title: 'Reuse 188 of the 200 answers of run 11 and tries',
    details: [
      'Same seed, same prompts, same model.',
      '12 answer prompts that have changed since: they are asked again.',
    ],
  });
  expect(reuseWords({ ...reuse, fitting: 0, seed: 199, model: 1 })).toEqual({
    title: 'None of the 200 answers of run 11 can be reused',
    details: ['199 were asked with another seed.', '1 is of another model.'],
  });
});
