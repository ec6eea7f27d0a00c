import { expect, test } from 'vitest';
import { sampleOf } from './list/sample-of';
import { problemWords, titleAndRest } from './problem-words';

test('the path gives way to the id of the attribute', () => {
  const path = ['strategy_params', 'generated_attributes', 0, 'instruction_messages', 1, 'content'];
  const at = 'strategy_params.generated_attributes.user_query.instruction_messages[1].content';
  expect(problemWords({ path, message: `${at}: unknown value {lable}. Known here: tone` })).toBe(
    'Unknown value {lable}. Known here: tone (in user_query)',
  );
});

test('a problem elsewhere keeps its path as the place', () => {
  const message = 'inference_config.engine: "X" is not one of A, B';
  expect(problemWords({ path: ['inference_config', 'engine'], message })).toBe(
    '"X" is not one of A, B (in inference_config.engine)',
  );
  expect(problemWords({ path: ['quality'], message: 'quality.rules[1].column: is missing' })).toBe(
    'Is missing (in rule 2)',
  );
  expect(problemWords({ path: [], message: 'Tabs: not allowed' })).toBe('Tabs: not allowed');
});

test('what is wrong is told apart from what helps', () => {
  const path = ['strategy_params', 'generated_attributes', 0];
  const message = 'strategy_params.generated_attributes.q: Unknown value {lable}. Known here: label, tone';
  expect(titleAndRest({ path, message })).toEqual({
    title: 'Unknown value {lable}',
    rest: 'Known here: label, tone.',
  });
  expect(titleAndRest({ path: [], message: 'Weights add up to 1.20' })).toEqual({
    title: 'Weights add up to 1.20',
    rest: '',
  });
});

test('a sample shows the longest text, led by a short one', () => {
  const json = '{"label":"11","q":"Where is my card?","c":{"messages":[{"content":"card_arrival"}]}}';
  expect(sampleOf(json)).toEqual({ lead: 'card_arrival', text: 'Where is my card?' });
  expect(sampleOf('not a row')).toEqual({ lead: '', text: 'not a row' });
});
