import { expect, test } from 'vitest';
import { createJournalKey, type JournalCall, type JournalRun, promptHash } from './journal-key';

const run: JournalRun = {
  seed: 1,
  endpoint: { engine: 'OPENAI', baseUrl: 'https://a/v1', modelName: 'm' },
  generation: { maxNewTokens: 10, temperature: 1, frequencyPenalty: 0, presencePenalty: 0, minP: 0 },
};
const call: JournalCall = {
  promptHash: promptHash({ messages: [{ role: 'user', content: 'hello' }] }),
  requestSeed: 5,
  rowIndex: 1,
  attributeId: 'a',
  step: 'answer',
  attempt: 0,
};

test('E51 everything that could change the answer changes the key', () => {
  const keys = [
    createJournalKey(run)(call),
    createJournalKey({ ...run, seed: 2 })(call),
    createJournalKey({ ...run, endpoint: { ...run.endpoint, baseUrl: 'https://b/v1' } })(call),
    createJournalKey({ ...run, endpoint: { ...run.endpoint, modelName: 'n' } })(call),
    ...[
      { maxNewTokens: 11 },
      { temperature: 0.5 },
      { topP: 0.9 },
      { frequencyPenalty: 1 },
      { presencePenalty: 1 },
      { minP: 0.1 },
      { stopStrings: ['\n'] },
      { logitBias: { '5': 1 } },
    ].map((change) => createJournalKey({ ...run, generation: { ...run.generation, ...change } })(call)),
    ...[
      { promptHash: promptHash({ messages: [{ role: 'system', content: 'hello' }] }) },
      { promptHash: promptHash({ messages: [{ role: 'user', content: 'hello ' }] }) },
      {
        promptHash: promptHash({
          messages: [
            { role: 'user', content: 'hel' },
            { role: 'user', content: 'lo' },
          ],
        }),
      },
      ...[
        { shape: { name: 's', schema: { type: 'object' } } },
        { shape: { name: 's', schema: { type: 'array' } } },
        { tools: [{ name: 't', description: 'd', parameters: { type: 'object' } }] },
        { tools: [{ name: 't', description: 'e', parameters: { type: 'object' } }] },
        { messages: [{ role: 'user' as const, content: 'hello', toolCallId: '1' }] },
        { messages: [{ role: 'user' as const, content: 'hello', toolCallId: '2' }] },
        {
          messages: [
            { role: 'user' as const, content: 'hello', toolCalls: [{ id: '1', name: 't', arguments: '{}' }] },
          ],
        },
      ].map((part) => ({
        promptHash: promptHash({ messages: [{ role: 'user', content: 'hello' }], ...part }),
      })),
      { requestSeed: null },
      { requestSeed: 6 },
      { rowIndex: 2 },
      { rowIndex: 11, attempt: 0 },
      { attributeId: 'b' },
      { step: 'repair:1' },
      { attempt: 1 },
    ].map((change) => createJournalKey(run)({ ...call, ...change })),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('E51 equal questions have equal keys, in any process and in any order of their parts', () => {
  const { generation } = run;
  const again = createJournalKey({ ...run, generation: { ...generation, logitBias: { b: 1, a: 2 } } });
  expect(again(call)).toBe(
    createJournalKey({ ...run, generation: { ...generation, logitBias: { a: 2, b: 1 } } })({ ...call }),
  );
  expect(createJournalKey(run)(call)).toMatchInlineSnapshot(`"b2931c4492316fc6066dd71be49a3d9b"`);
});
