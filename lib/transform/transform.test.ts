import { expect, test } from 'vitest';
import { encodeJson } from '@/lib/dataset/json';
import type { TransformedAttribute } from '@/lib/recipe/schema';
import type { SampledValue } from '@/lib/template/sampled-value';
import { applyTransform, compileTransform } from '@/lib/transform/transform';
import type { Value } from '@/lib/util/value';

const sampled: SampledValue = {
  kind: 'sampled-value',
  id: 'id1',
  name: 'Name One',
  description: 'Desc',
  attribute: { id: 's', name: 'Par', description: 'PDesc' },
};
const row = new Map<string, Value | SampledValue>([
  ['a', 'x'],
  ['b', 'y'],
  ['price', 5],
  ['few', [new Map([['q', 'Q0']])]],
  ['s', sampled],
]);

function applied(strategy: TransformedAttribute['transformation_strategy']): string {
  const compiled = compileTransform({ id: 't', transformation_strategy: strategy });
  return encodeJson(applyTransform(compiled, (name) => row.get(name), { conversationId: 't-1234' }));
}

test('STRING gives a text', () => {
  expect(applied({ type: 'STRING', string_transform: '[{a}] {s} {s.parent.description}' })).toBe(
    '"[x] Name One PDesc"',
  );
});

test('values that are no text are rendered too', () => {
  expect(applied({ type: 'STRING', string_transform: '{price:.2f} {few[0].q}' })).toBe('"5.00 Q0"');
});

test('LIST gives its texts in their order', () => {
  expect(applied({ type: 'LIST', list_transform: ['{b}', 'lit', '{a}{a}'] })).toBe('["y","lit","xx"]');
});

test('DICT keeps its keys as written, in their order', () => {
  const texts = new Map([
    ['{a}', '{a}'],
    ['2', '{b}'],
    ['1', ''],
  ]);
  expect(applied({ type: 'DICT', dict_transform: texts })).toBe('{"{a}":"x","2":"y","1":""}');
});

test('CHAT gives a conversation with the id of the row', () => {
  const chat_transform = {
    messages: [
      { role: 'system' as const, content: 'sys' },
      { role: 'user' as const, content: '{a}' },
    ],
    metadata: new Map<string, Value>([
      ['tone', '{s.id}'],
      ['level', 5],
      ['list', ['{s.id}', null]],
    ]),
  };
  expect(applied({ type: 'CHAT', chat_transform })).toBe(
    '{"conversation_id":"t-1234","messages":[{"content":"sys","role":"system"},{"content":"x","role":"user"}],"metadata":{"tone":"id1","level":5,"list":["{s.id}",null]}}',
  );
});

test.each([
  ['fixed-{a}', 'fixed-{a}'],
  ['', 't-1234'],
])('a conversation id of the recipe is taken as written, an empty one is none: %j', (conversation_id, id) => {
  const messages = [{ role: 'user' as const, content: '{b}' }];
  expect(applied({ type: 'CHAT', chat_transform: { messages, metadata: new Map(), conversation_id } })).toBe(
    `{"conversation_id":"${id}","messages":[{"content":"y","role":"user"}],"metadata":{}}`,
  );
});

test('the references of all templates are listed once', () => {
  const compiled = compileTransform({
    id: 't',
    transformation_strategy: { type: 'LIST', list_transform: ['{a}{b.x}', '{a}', 'none'] },
  });
  expect(compiled.references).toEqual(['a', 'b']);
});

test('payloads of other types are left alone', () => {
  expect(applied({ type: 'STRING', string_transform: '{a}', list_transform: ['{'] })).toBe('"x"');
});

test.each<[string, TransformedAttribute['transformation_strategy'], string]>([
  ['a payload that is missing', { type: 'STRING' }, 'string_transform'],
  ['a broken template', { type: 'LIST', list_transform: ['{'] }, '}'],
])('%s is refused when compiled', (_, strategy, named) => {
  expect(() => applied(strategy)).toThrow(named);
});

test('a value that is missing names itself', () => {
  expect(() => applied({ type: 'STRING', string_transform: '{zz}' })).toThrow('zz');
});
