import { expect, test, vi } from 'vitest';
import { mockInference } from '@/lib/runtime/testing/test-recipe';
import { mock } from '@/lib/runtime/testing/test-drive';
import type { LineageEntry } from '@/lib/api/dataset-wire';
import { driveNext } from './testing/drive';
import { testServer, type TestServer } from './testing/test-server';

const project = '/v1/projects/1';
const rows = 6;

function talkRecipe(url: string): string {
  return JSON.stringify({
    num_samples: rows,
    seed: 7,
    strategy_params: {
      input_examples: [{ examples: [{ topic: 'bread' }, { topic: 'bikes' }] }],
      multiturn_attributes: [
        {
          id: 'talk',
          min_turns: 1,
          max_turns: 3,
          output_system_prompt: 'Speak of {topic}.',
          role_instruction_messages: {
            USER: 'You ask about {topic} in message {current_turn} of {target_turns}.',
            ASSISTANT: 'You know all about {topic}.',
          },
        },
      ],
    },
    inference_config: { model: { model_name: 'mock' }, ...mockInference(url) },
  });
}

type Prompt = { attribute_id: string; step: string; messages: unknown; pending: string[] };
type Row = { index: number; prompts: Prompt[] };

async function previewOf({ call }: TestServer, yaml: string): Promise<Row[]> {
  const { body } = await call('POST', `${project}/recipes:preview`, { body: { yaml, rows } });
  return body['rows'] as unknown as Row[];
}

async function lineageOf({ call }: TestServer, row: number): Promise<LineageEntry[]> {
  const { body } = await call('GET', `${project}/datasets/1/rows/${row}`);
  return body['lineage'] as unknown as LineageEntry[];
}

test('T6 T9 the lineage lists the calls of the preview, with what the row holds', async () => {
  const endpoint = await mock();
  const server = await testServer();
  const yaml = talkRecipe(endpoint.url);
  const planned = await previewOf(server, yaml);
  await server.call('POST', `${project}/runs`, { body: { yaml } });
  await driveNext(server.server);
  const { body: run } = await server.call('GET', `${project}/runs/1`);
  expect(run).toMatchObject({ status: 'completed', progress: { accepted: rows, failed: 0 } });
  expect(endpoint.requests().filter(({ body }) => body.includes('json_schema'))).toHaveLength(rows);

  for (const { index, prompts } of planned) {
    const lineage = await lineageOf(server, index);
    const talk = lineage.find(({ attribute_id: id }) => id === 'talk');
    const calls = talk?.calls ?? [];
    expect(calls.map(({ step }) => step)).toEqual(prompts.map(({ step }) => step));
    expect(calls[0]?.messages).toEqual(prompts[0]?.messages);
    expect(talk?.kind).toBe('conversation');
    expect(talk?.completion_tokens).toBe(calls.reduce((sum, call) => sum + (call.completion_tokens ?? 0), 0));
    const plan = lineage.find(({ attribute_id: id }) => id === 'talk_plan');
    expect(plan).toMatchObject({ answer: calls[0]?.answer, messages: calls[0]?.messages });

    const { body: row } = await server.call('GET', `${project}/datasets/1/rows/${index}`);
    const { messages } = row['values']?.['talk'] as unknown as {
      messages: { content: string; role: string }[];
    };
    expect(messages.map(({ role }) => role)).toEqual([
      'system',
      ...calls.slice(1).map((_, at) => ['user', 'assistant'][at % 2]),
    ]);
    expect(messages.slice(1).map(({ content }) => content)).toEqual(
      calls.slice(1).map(({ answer }) => answer),
    );
    // The whole history stands in the prompt of the last message.
    expect(calls.at(-1)?.messages?.slice(1, -1)).toEqual(messages.slice(1, -1));
  }
});

test('T4 a run that is paused within conversations goes on with the messages that are missing', async () => {
  const endpoint = await mock({ latencyMs: 250 });
  const { server, call } = await testServer();
  await call('POST', `${project}/runs`, { body: { yaml: talkRecipe(endpoint.url) } });
  for (const answered of [2, 12]) {
    endpoint.configure({ holdAfter: answered });
    const driven = driveNext(server);
    await vi.waitFor(() => expect(endpoint.stats().answered).toBeGreaterThanOrEqual(answered), {
      timeout: 50_000,
    });
    await call('POST', `${project}/runs/1:pause`);
    endpoint.configure({ holdAfter: 0 });
    await driven;
    expect(await call('GET', `${project}/runs/1`)).toMatchObject({ body: { status: 'paused' } });
    await call('POST', `${project}/runs/1:resume`);
  }
  await driveNext(server);
  const { body: run } = await call('GET', `${project}/runs/1`);
  expect(run).toMatchObject({ status: 'completed', progress: { accepted: rows } });
  expect(endpoint.stats().answeredAgain).toBe(0);
  expect(endpoint.stats().answered).toBe(run['progress']?.['calls']);
});

test('T5 a conversation with a blank message fails its row, and another takes its place', async () => {
  const script = [{ contains: 'You ask about bread', answer: ' ' }];
  const endpoint = await mock({ script });
  const { server, call } = await testServer();
  const plan = [{ contains: 'Answer with the JSON object', answer: '{"turns":[]}' }];
  endpoint.configure({ script: [...plan, ...script] });
  await call('POST', `${project}/runs`, { body: { yaml: talkRecipe(endpoint.url), num_samples: 2 } });
  await driveNext(server);
  const { body: run } = await call('GET', `${project}/runs/1`);
  expect(run).toMatchObject({ status: 'completed', progress: { accepted: 2 } });
  const { body } = await call('GET', `${project}/runs/1/failures`);
  expect(JSON.stringify(body)).toContain('"code":"empty-answer"');
});

test('T6 a trial tells its texts by step', async () => {
  const endpoint = await mock();
  const server = await testServer();
  const response = await server.ask('POST', `${project}/recipes:try`, {
    body: { yaml: talkRecipe(endpoint.url), rows: 1 },
  });
  await driveNext(server.server);
  const events = await response.text();
  const texts = new Map<string, string>();
  for (const [, data = ''] of events.matchAll(/event: delta\ndata: (.*)/g)) {
    const { step, text } = JSON.parse(data) as { step: string; text: string };
    texts.set(step, (texts.get(step) ?? '') + text);
  }
  const [, row = ''] = /event: row\ndata: (.*)/.exec(events) ?? [];
  const { lineage } = JSON.parse(row) as { lineage: LineageEntry[] };
  const calls = lineage.find(({ attribute_id: id }) => id === 'talk')?.calls ?? [];
  expect(calls.length).toBeGreaterThan(2);
  for (const { step, answer } of calls) expect(texts.get(step)).toBe(answer);
});

test('T6 the lineage has the tools that an answer calls and what they gave', async () => {
  const endpoint = await mock({
    script: [
      { contains: 'Answer with the JSON object', answer: '{"turns":[]}' },
      { contains: 'It rains', answer: 'Take a coat.' },
      { contains: 'MARK-BOT', toolCalls: [{ name: 'weather', arguments: { city: 'Bern' } }] },
    ],
  });
  const server = await testServer();
  const tool = {
    id: 'weather',
    name: 'Weather',
    description: 'Tells the weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  };
  const lookup = { weather: [{ input: { city: 'Bern' }, output: { sky: 'It rains' } }] };
  const yaml = JSON.stringify({
    num_samples: 1,
    strategy_params: {
      input_examples: [{ examples: [{ topic: 'rain' }] }],
      multiturn_attributes: [
        {
          id: 'talk',
          min_turns: 1,
          max_turns: 1,
          role_instruction_messages: { USER: 'You ask.', ASSISTANT: 'MARK-BOT tells the weather.' },
        },
      ],
    },
    environment_config: {
      environments: [
        { id: 'sky', env_type: 'deterministic', env_kwargs: { lookup_table: lookup }, tools: [tool] },
      ],
    },
    inference_config: { model: { model_name: 'mock' }, ...mockInference(endpoint.url) },
  });
  await server.call('POST', `${project}/runs`, { body: { yaml } });
  await driveNext(server.server);
  const talk = (await lineageOf(server, 0)).find(({ attribute_id: id }) => id === 'talk');
  const [call, after] = talk?.calls?.slice(-2) ?? [];
  const asked = [{ id: expect.any(String) as string, name: 'weather', arguments: '{"city":"Bern"}' }];
  expect(call).toMatchObject({ answer: '', tool_calls: asked });
  expect(after).toMatchObject({
    answer: 'Take a coat.',
    messages: expect.arrayContaining([
      expect.objectContaining({ role: 'assistant', tool_calls: call?.tool_calls }),
      expect.objectContaining({ role: 'tool', content: expect.stringContaining('It rains') as string }),
    ]) as unknown,
  });
  expect(after?.tool_calls).toBeUndefined();
});
