import { expect, test } from 'vitest';
import { fieldDefault, fieldHelp, isWholeField } from './field-help';

test.each([
  [['num_samples'], 'How many accepted rows to make.'],
  [
    ['strategy_params', 'sampled_attributes', 3, 'possible_values', 7, 'name'],
    'The text that a prompt shows for `{attribute}`.',
  ],
  [
    ['inference_config', 'generation', 'top_p'],
    'Choose only among the likeliest words that make up this share.',
  ],
  [
    ['strategy_params', 'transformed_attributes', 0, 'transformation_strategy', 'chat_transform'],
    'For CHAT: messages to train on.',
  ],
  [['nowhere', 'at', 'all'], ''],
] as const)('the help of %j is what the schema says', (path, help) => {
  expect(fieldHelp(path)).toBe(help);
});

test.each([
  [['inference_config', 'generation', 'max_new_tokens'], 1024],
  [['inference_config', 'generation', 'top_p'], undefined],
  [['inference_config', 'remote_params', 'max_retries'], 5],
] as const)('the value of %j left out', (path, value) => {
  expect(fieldDefault(path)).toBe(value);
});

test.each([
  [['num_samples'], true],
  [['seed'], true],
  [['inference_config', 'generation', 'max_new_tokens'], true],
  [['inference_config', 'generation', 'temperature'], false],
  [['strategy_params', 'sampled_attributes', 3, 'possible_values', 7, 'sample_rate'], false],
  [['nowhere'], false],
] as const)('whether %j takes whole numbers only: %j', (path, isWhole) => {
  expect(isWholeField(path)).toBe(isWhole);
});
