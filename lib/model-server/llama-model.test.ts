import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelFileForTests } from '@/scripts/test/model-file.mjs';
import type { GenerationRequest, LoadedModel } from './generator';
import { createLlamaLoader } from './llama-model';

// The real small model: what a fake can't show is that its library keeps what is promised for it.
let model: LoadedModel;
beforeAll(async () => {
  model = await createLlamaLoader(1)(await modelFileForTests(), () => undefined);
}, 120_000);
afterAll(async () => {
  await model.unload();
});

const story: GenerationRequest = {
  messages: [{ role: 'user', content: 'Write a story of two sentences about a fox in the snow.' }],
  format: { type: 'text' },
  maxTokens: 24,
  temperature: 0.8,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  frequencyPenalty: 0,
  presencePenalty: 0,
  repetitionPenalty: 1,
  stop: [],
  logitBias: {},
  seed: 7,
};

test('the same seed gives the same text whatever was asked in between, another seed another', async () => {
  const first = await text(story);
  await text({ ...story, messages: [{ role: 'user', content: 'Write a story about a bear.' }], seed: 8 });
  expect(await text(story)).toBe(first);
  expect(await text({ ...story, seed: 9 })).not.toBe(first);
});

test('what is streamed is the text, cut off at the limit and counted', async () => {
  let streamed = '';
  const answer = await model.generate(story, {
    signal: new AbortController().signal,
    onText: (delta) => (streamed += delta),
  });
  expect(answer).toMatchObject({ ok: true, text: streamed, finishReason: 'length', completionTokens: 24 });
  expect(streamed.length).toBeGreaterThan(40);
});

test('a JSON schema is kept to', async () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string', maxLength: 12 }, mood: { enum: ['happy', 'sad'] } },
    required: ['name', 'mood'],
    additionalProperties: false,
  };
  const json = await text({ ...story, maxTokens: 80, format: { type: 'json-schema', schema } });
  const value = JSON.parse(json) as { name: unknown; mood: unknown };
  expect(Object.keys(value).sort()).toEqual(['mood', 'name']);
  expect(['happy', 'sad']).toContain(value.mood);
});

test('a schema that a grammar can not hold is refused', async () => {
  const format = { type: 'json-schema', schema: { type: 'string', pattern: '^a' } } as const;
  const answer = await model.generate({ ...story, format }, quiet());
  expect(answer).toMatchObject({ ok: false, code: 'schema-unsupported' });
});

test('a stop text ends the answer and is not in it', async () => {
  const whole = await text({ ...story, temperature: 0 });
  const stop = whole.slice(10, 16);
  expect(await text({ ...story, temperature: 0, stop: [stop] })).toBe(whole.slice(0, whole.indexOf(stop)));
});

test('messages that the context can not hold are refused, with how long they are', async () => {
  const messages = [{ role: 'user', content: 'word '.repeat(9000) }] as const;
  expect(await model.generate({ ...story, messages }, quiet())).toMatchObject({
    ok: false,
    code: 'context-length-exceeded',
    message: expect.stringMatching(/9\d\d\d tokens long.*holds 8192/) as string,
  });
});

test('a cancelled generation ends at once and the next works', async () => {
  const leaving = new AbortController();
  const cancelled = model.generate(
    { ...story, maxTokens: 4000 },
    { signal: leaving.signal, onText: () => leaving.abort(new Error('gone')) },
  );
  await expect(cancelled).rejects.toThrow('gone');
  expect(await text({ ...story, maxTokens: 4 })).not.toBe('');
});

function quiet() {
  return { signal: new AbortController().signal, onText: () => undefined };
}

async function text(request: GenerationRequest): Promise<string> {
  const answer = await model.generate(request, quiet());
  if (!answer.ok) throw new Error(answer.message);
  return answer.text;
}
