import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractSecrets } from './secrets';
import { textAt } from './testing/text-at';

test.each([
  [
    'a: 1 # note\nremote_params:\n  api_key: sk-abc # mine\nb: 2\n',
    'a: 1 # note\nremote_params:\n  api_key: null # mine\nb: 2\n',
  ],
  ['{"remote_params": {"api_key": "sk-abc", "x": 1}}', '{"remote_params": {"api_key": null, "x": 1}}'],
  ["api_key: 'sk-abc'\n", 'api_key: null\n'],
  ['api_key: |\n  sk-abc\nb: 1\n', 'api_key: null\nb: 1\n'],
  ['model: {api_keys: {openai: sk-abc, other: null}}', 'model: {api_keys: {openai: null, other: null}}'],
  ['x: &k sk-abc\napi_key: *k\n', 'x: &k null\napi_key: *k\n'],
])('R26 a key is taken out and nothing else is touched: %j', (text, clean) => {
  const extracted = extractSecrets(text);
  expect(extracted.text).toBe(clean);
  expect(extracted.secrets.map(({ value }) => value)).toEqual(['sk-abc']);
  expect(extracted.diagnostics).toHaveLength(1);
  expect(extracted.diagnostics.map(({ range }) => textAt(clean, range))).toEqual(['null']);
});

test('R26 the path says where the key belongs', () => {
  const { secrets, diagnostics } = extractSecrets(
    'inference_config:\n  remote_params:\n    api_key: sk-abc\n',
  );
  expect(secrets).toEqual([{ path: 'inference_config.remote_params.api_key', value: 'sk-abc' }]);
  expect(diagnostics[0]).toMatchObject({ severity: 'info', code: 'secret-moved' });
});

test.each([
  'api_key: null\n',
  'api_key:\n',
  'api_key: ""\n',
  'prompt: "write api_key: x"\n',
  'text: |\n  api_key: abc\n',
])('R26 where there is no key nothing changes: %j', (text) =>
  expect(extractSecrets(text)).toEqual({ text, secrets: [], diagnostics: [] }),
);

test.each([
  'a: [1\nremote_params:\n  api_key: sk-abc\n',
  '"open\n  api_key: "sk-abc\n',
  'a: b: c\n{"api_key": "sk-abc"',
])('R26 a text that is no YAML keeps no key: %j', (text) =>
  expect(extractSecrets(text).text).not.toContain('sk-abc'),
);

test('R26 no text makes it throw', () => {
  const pieces = fc.constantFrom(
    'api_key',
    ': ',
    '"',
    "'",
    'sk-1',
    '\n',
    '  ',
    '{',
    '}',
    '&a ',
    '*a',
    '|',
    '- ',
    '[',
    ',',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      expect(() => extractSecrets(parts.join(''))).not.toThrow();
    }),
    { seed: 3, numRuns: 300 },
  );
});
