import { expect, onTestFinished, test } from 'vitest';
import { startMockEndpoint } from '@/bench/mock-endpoint';
import { driveNext } from './testing/drive';
import { dig, testServer } from './testing/test-server';

const project = '/v1/projects/1';
const intents = 3077;
const rows = 20;

/** What notebooks of the service send with each request; a server of this machine ignores the key. */
const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': '123' };

/** As a notebook writes it: rates that make one only with the last, keys null, a long system prompt. */
const config = {
  type: 'synthesize',
  model_identifier: { model_type: 'OPENAI_API', model_name: 'gpt-5-mini', api_keys: null },
  inference_config: {
    inference_temperature: 1.0,
    inference_max_new_tokens: 1024,
    requests_per_minute: 60_000,
  },
  synthesis_config: {
    synthesis_type: 'general',
    synthesis_config: {
      num_samples: rows,
      strategy: 'general',
      strategy_params: {
        sampled_attributes: [
          {
            id: 'label',
            name: 'Intent',
            description: 'What the customer wants',
            possible_values: Array.from({ length: intents }, (_, at) => ({
              id: String(at),
              name: `intent_${at}`,
              description: `Customers of this kind ask about case ${at}.`,
              sample_rate: at === intents - 1 ? 1 - (intents - 1) * 0.000324 : 0.000324,
            })),
          },
        ],
        generated_attributes: [
          {
            id: 'user_query',
            instruction_messages: [
              {
                role: 'system',
                content: `You write as customers of a bank do. ${'Vary tone and length. '.repeat(270)}`,
              },
              { role: 'user', content: 'Write one message of the intent {label}.' },
            ],
          },
        ],
        transformed_attributes: [
          {
            id: 'conversation',
            transformation_strategy: {
              type: 'chat',
              chat_transform: {
                messages: [
                  { role: 'user', content: '{user_query}' },
                  { role: 'assistant', content: '{label}' },
                ],
                metadata: {},
              },
            },
          },
        ],
        passthrough_attributes: ['conversation', 'label'],
      },
    },
  },
};

test('A90 A91 a notebook of the service runs from its request to its three files, with the address alone changed', async () => {
  const endpoint = await startMockEndpoint({});
  onTestFinished(() => endpoint.close());
  const api = await testServer({ OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'of-this-machine' });
  const call = (method: string, path: string, body?: unknown) =>
    api.call(method, `${project}/${path}`, { headers, ...(body !== undefined && { body }) });

  const started = await call('POST', 'synthesis:run', { recipe: { recipe_config: config } });
  expect([started.status, started.body['status']]).toEqual([200, 'PENDING']);
  await driveNext(api.server);
  const operation = await call('GET', `operations/${String(dig(started.body, 'id'))}`);
  expect(operation.body).toMatchObject({ status: 'COMPLETED', done: true });
  expect(endpoint.stats().answered).toBe(rows);

  const parts: Record<string, unknown>[][] = [];
  for (const part of ['train', 'validation', 'test']) {
    const id = dig(operation.body, 'status_metadata', `${part}_dataset_id`);
    const { body } = await call('GET', `datasets/${String(id)}:download`);
    const url = new URL(String(dig(body, 'url')));
    const file = await api.ask('GET', `${url.pathname}${url.search}`, { headers: { accept: '*/*' } });
    const lines = (await file.text()).split('\n').filter((line) => line !== '');
    parts.push(lines.map((line) => JSON.parse(line) as Record<string, unknown>));
  }
  expect(parts.map((part) => part.length)).toEqual([16, 2, 2]);
  for (const { conversation, label } of parts.flat()) {
    expect(Number(label)).toBeLessThan(intents);
    expect(conversation).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant', content: `intent_${String(label)}` }],
    });
  }
}, 120_000);
