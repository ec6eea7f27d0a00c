import { expect, test } from 'vitest';
import { normalizeBaseUrl } from './endpoint';

test.each([
  ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
  ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
  [' https://api.openai.com/v1/chat/completions ', 'https://api.openai.com/v1'],
  ['https://api.anthropic.com/v1/messages', 'https://api.anthropic.com/v1'],
  ['http://localhost:8000/v1/chat/completions/', 'http://localhost:8000/v1'],
  ['http://localhost:11434', 'http://localhost:11434'],
])('%j is the endpoint %s', (written, base) => {
  expect(normalizeBaseUrl(written)).toBe(base);
});
