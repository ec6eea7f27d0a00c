import { expect, test } from 'vitest';
import { needOf } from './need-words';

const missing = (code: string) => ({
  asks: null,
  missing: { code, engine: 'OPENAI', provider: 'OpenAI', message: 'In its own words.' },
});

test.each([
  ['missing-key', 'OpenAI has no key yet', '/models?add=OPENAI'],
  ['missing-address', 'OpenAI has no address yet', '/models?add=OPENAI'],
  ['key-elsewhere', 'The key for OpenAI belongs to another address', '/models'],
  ['not-supported', 'OpenAI can’t be asked from here', null],
  ['something-new', 'In its own words.', '/models'],
])('%s is told with a way out', (code, text, href) => {
  expect(needOf(missing(code), true)).toMatchObject({ text, href, localWouldDo: true });
});

test.each([
  ['model-server', true, null],
  ['model-server', false, 'The local model isn’t running'],
  ['endpoint', false, null],
  ['nobody', false, null],
  [null, false, null],
] as const)('a recipe that asks %s, with the local model there: %s', (asks, isThere, text) => {
  expect(needOf({ asks, missing: null }, isThere)?.text ?? null).toBe(text);
});
