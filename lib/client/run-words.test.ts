import { expect, test } from 'vitest';
import type { WireEndpoint, WireRun } from '@/lib/api/run-wire';
import {
  concurrencyWords,
  endpointLimitWords,
  endpointPriceWords,
  failureWords,
  limitWords,
  modelsWithoutPrice,
} from './run-words';

const main: WireEndpoint = {
  engine: 'OPENAI',
  label: 'OpenAI',
  base_url: 'https://api.openai.com/v1',
  model: 'gpt-5-mini',
  max_concurrency: 32,
  requests_per_minute: 500,
  price: { input_usd_per_million: 0.25, output_usd_per_million: 2 },
  timeout_ms: 60_000,
  max_new_tokens: 1024,
};
const judge: WireEndpoint = {
  ...main,
  engine: 'ANTHROPIC',
  label: 'Anthropic',
  model: 'claude-sonnet-5',
  max_concurrency: 4,
  requests_per_minute: 50,
  price: null,
};

function runLimited(by: string, model: string | null, others: WireEndpoint[]) {
  const progress = { limited_by: by, limited_model: model, concurrency: 12 } as WireRun['progress'];
  return { progress, endpoint: main, other_endpoints: others };
}

test('what limits names the model where there are several, with the limit of that one', () => {
  expect(limitWords(runLimited('requests-per-minute', null, []))).toBe('your limit of 500 a minute');
  expect(limitWords(runLimited('requests-per-minute', 'claude-sonnet-5', [judge]))).toBe(
    'your limit of 50 a minute (claude-sonnet-5)',
  );
  expect(limitWords(runLimited('rate-limited', 'claude-sonnet-5', [judge]))).toBe(
    'Anthropic asks us to slow down (claude-sonnet-5)',
  );
  expect(limitWords(runLimited('budget', null, [judge]))).toBe('what is in flight holds the rest of the cap');
});

test('calls at once are counted against what all models allow', () => {
  expect(concurrencyWords(runLimited('rate-limited', 'claude-sonnet-5', [judge]))).toBe(
    '12 at once instead of 36',
  );
});

test('each model has its price and its limits in words', () => {
  expect(endpointPriceWords(main)).toBe('$0.25 in, $2.00 out per million');
  expect(endpointPriceWords(judge)).toBe('not known');
  expect(endpointLimitWords(judge)).toBe('4 at once, 50 a minute');
  expect(endpointLimitWords({ ...judge, requests_per_minute: null })).toBe('4 at once');
  expect(modelsWithoutPrice({ endpoint: main, other_endpoints: [judge] })).toEqual(['claude-sonnet-5']);
});

test('answers that were cut off tell the length at which they were, not the limit of now', () => {
  const title = (message: string) => failureWords('cut-off', { endpoint: judge }, message).title;
  expect(title('The answer was cut off after 512 tokens.')).toBe('Cut off at 512 tokens');
  expect(title('The answer was empty: it was cut off after 0 tokens.')).toBe('The answer was cut off');
});
