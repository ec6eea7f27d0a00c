import { expect, test } from 'vitest';
import { failureOfResponse, retryAfterMs } from './provider-failure';

const openAi = (message: string, code: string) => JSON.stringify({ error: { message, type: 'x', code } });

test.each([
  [401, openAi('Incorrect API key provided: sk-no.', 'invalid_api_key'), 'key-refused'],
  [403, openAi('You are not allowed to sample from this model', 'forbidden'), 'forbidden'],
  [402, '{"error":{"message":"Insufficient credits","code":402}}', 'forbidden'],
  [404, openAi('The model `gpt-9` does not exist', 'model_not_found'), 'unknown-model'],
  [400, openAi('The model `gpt-9` does not exist', 'invalid_request_error'), 'unknown-model'],
  [400, openAi('max_tokens is too large', 'invalid_value'), 'request-refused'],
  [422, '{"detail":[{"loc":["body","n"],"msg":"field required","type":"missing"}]}', 'request-refused'],
  [
    400,
    '{"error":{"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}',
    'key-refused',
  ],
  [400, openAi('The response was filtered', 'content_filter'), 'content-filtered'],
  [429, openAi('Rate limit reached', 'rate_limit_exceeded'), 'rate-limited'],
  [429, openAi('You exceeded your current quota', 'insufficient_quota'), 'forbidden'],
  [500, 'oops', 'server-error'],
  [529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', 'server-error'],
  [503, '<html>Bad gateway</html>', 'server-error'],
  [502, '', 'server-error'],
  [504, '', 'server-error'],
  [408, '', 'timeout'],
  [409, openAi('Conflict with another request', 'conflict'), 'server-error'],
  [425, '', 'server-error'],
  [307, '', 'request-refused'],
  [400, openAi('We could not parse the JSON body of your request.', 'x'), 'server-error'],
  [418, '', 'server-error'],
  [424, '', 'server-error'],
  [499, '', 'server-error'],
  [405, '{"detail":"Method Not Allowed"}', 'request-refused'],
  [413, openAi('Request too large', 'request_too_large'), 'request-refused'],
  [400, openAi('maximum context length is 8192 tokens', 'context_length_exceeded'), 'request-refused'],
])('%i %s is %s', (status, body, code) => {
  expect(failureOfResponse(status, body, {})).toMatchObject({ ok: false, code, status });
});

test('E184 of the errors of a server those are told apart that may mean that it is not there', () => {
  const isOutage = (status: number) => failureOfResponse(status, '', {}).isOutage === true;
  expect([500, 501, 502, 503, 504, 520, 529, 429, 409].filter(isOutage)).toEqual([502, 503, 504, 529]);
});

test.each([
  [openAi('Incorrect API key', 'x'), 'Incorrect API key'],
  [
    '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    'invalid x-api-key',
  ],
  [
    '{"object":"error","message":"The model `m` does not exist.","code":404}',
    'The model `m` does not exist.',
  ],
  ['{"error":"model \'m\' not found"}', "model 'm' not found"],
  ['{"detail":[{"msg":"field required"}]}', 'field required'],
  ['[{"error":{"message":"API key not valid"}}]', 'API key not valid'],
  ['plain words', 'plain words'],
  ['<html></html>', 'The provider answered with status 404 and no words.'],
])("the message of %s is the provider's own", (body, message) => {
  expect(failureOfResponse(404, body, {}).message).toBe(message);
});

test.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '350', 'retry-after': '1' }, 350],
  [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT', date: 'Wed, 21 Oct 2015 07:28:00 GMT' }, 30_000],
  [{ 'retry-after': 'Sat, 01 Mar 2025 00:00:01 GMT', date: 'Fri, 28 Feb 2025 23:59:59 GMT' }, 2000],
  [{ 'retry-after': 'Thu, 29 Feb 2024 00:00:00 GMT', date: 'Wed, 28 Feb 2024 00:00:00 GMT' }, 86_400_000],
  [{ 'retry-after': 'Wed, 01 Jan 2025 00:00:00 GMT', date: 'Wed, 01 Jan 2025 00:00:09 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%j asks to wait %s ms', (headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected);
});
