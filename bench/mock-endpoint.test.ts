import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MockEndpoint, startMockEndpoint } from './mock-endpoint';

let mock: MockEndpoint;
beforeEach(async () => {
  mock = await startMockEndpoint();
});
afterEach(() => mock.close());

function ask(prompt: string, extra: Record<string, unknown> = {}) {
  return fetch(`${mock.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer k' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }], ...extra }),
  });
}

test('the same prompt gets the same words, another prompt others', async () => {
  const [first, again, other] = await Promise.all(
    ['one', 'one', 'two'].map(async (text) => (await ask(text)).text()),
  );
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(mock.stats()).toMatchObject({ requests: 3, answered: 3, distinct: 2, answeredAgain: 1 });
});

test('faults hit the same calls at the same try, in the given share', async () => {
  mock.configure({ fault500: 0.2, seed: 4 });
  const statuses = async () => {
    mock.reset();
    return Promise.all(
      Array.from({ length: 200 }, async (_, index) => (await ask(`prompt ${index}`)).status),
    );
  };
  const first = await statuses();
  expect(await statuses()).toEqual(first);
  const failed = first.filter((status) => status === 500).length;
  expect(failed).toBeGreaterThan(20);
  expect(failed).toBeLessThan(60);
});

test('more requests than the bucket holds get 429 with Retry-After', async () => {
  mock.configure({ rpm: 60, bucket: 2 });
  const responses = [await ask('a'), await ask('b'), await ask('c')];
  expect(responses.map((response) => response.status)).toEqual([200, 200, 429]);
  expect(responses[2]?.headers.get('retry-after')).toBe('1');
});

test('a wrong key is 401 and an unknown model 404, with the words of OpenAI', async () => {
  mock.configure({ apiKey: 'other' });
  expect((await ask('a')).status).toBe(401);
  mock.configure({ apiKey: '', models: ['known'] });
  const response = await ask('a');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('model_not_found');
});

test('a stream carries the words of the plain answer and, when asked, the usage', async () => {
  const plain = /"content":"([^"]*)"/.exec(await (await ask('a')).text())?.[1];
  const streamed = await (await ask('a', { stream: true, stream_options: { include_usage: true } })).text();
  const pieces = [...streamed.matchAll(/"content":"([^"]*)"/g)].map((match) => match[1]);
  expect(pieces.join('')).toBe(plain);
  expect(streamed).toContain('"completion_tokens"');
  expect(streamed.endsWith('data: [DONE]\n\n')).toBe(true);
});

test('speaks the messages API of Anthropic', async () => {
  const response = await fetch(`${mock.url}/messages`, {
    method: 'POST',
    headers: { 'x-api-key': 'k' },
    body: JSON.stringify({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hello' }] }),
  });
  expect(await response.json()).toMatchObject({
    type: 'message',
    content: [{ type: 'text' }],
    stop_reason: 'end_turn',
  });
});

test('the script answers before the words do, and behaviour changes over HTTP', async () => {
  await fetch(mock.url.replace('/v1', '/__config'), {
    method: 'POST',
    body: JSON.stringify({ script: [{ contains: 'weather', answer: 'Rain.' }] }),
  });
  expect(await (await ask('the weather?')).text()).toContain('"content":"Rain."');
  const stats = await fetch(mock.url.replace('/v1', '/__stats'));
  expect(await stats.json()).toMatchObject({ requests: 1, answered: 1 });
});

test('the script calls tools where they are offered, and nowhere else', async () => {
  const toolCalls = [{ name: 'look', arguments: { at: 'x' } }];
  mock.configure({ script: [{ contains: 'weather', toolCalls }] });
  const tools = [{ type: 'function', function: { name: 'look' } }];
  expect(await (await ask('the weather?')).text()).not.toContain('tool_calls');
  const called: unknown = await (await ask('the weather?', { tools })).json();
  expect(called).toMatchObject({
    choices: [
      {
        message: { content: '', tool_calls: [{ function: { name: 'look', arguments: '{"at":"x"}' } }] },
        finish_reason: 'tool_calls',
      },
    ],
  });
  expect(await (await ask('the weather?', { tools, stream: true })).text()).toContain('"tool_calls":[{');
});
