import { expect, test } from 'vitest';
import { messagesOf, turnsOf } from './conversation';

const call = (id: string, written: string) => ({
  id,
  type: 'function',
  function: { name: 'get_weather', arguments: written },
});

test('what a tool gave stands with its call, also where ids come again', () => {
  const conversation = {
    messages: [
      { role: 'user', content: 'Oslo?' },
      { role: 'assistant', content: null, tool_calls: [call('a', '{"city":"Oslo"}'), call('b', '{}')] },
      { role: 'tool', content: '{"sky":"clear"}', tool_call_id: 'a' },
      { role: 'tool', content: '{"error":"no city"}', tool_call_id: 'b' },
      { role: 'assistant', content: 'One more.', tool_calls: [call('a', '{"city":"Bergen"}')] },
      { role: 'tool', content: { sky: 'rain' }, tool_call_id: 'a' },
      { role: 'assistant', content: 'Clear.' },
    ],
  };
  expect(turnsOf(conversation)).toEqual([
    { role: 'user', content: 'Oslo?', uses: [] },
    {
      role: 'assistant',
      content: '',
      uses: [
        { name: 'get_weather', arguments: '{"city":"Oslo"}', result: '{"sky":"clear"}' },
        { name: 'get_weather', arguments: '{}', result: '{"error":"no city"}' },
      ],
    },
    {
      role: 'assistant',
      content: 'One more.',
      uses: [{ name: 'get_weather', arguments: '{"city":"Bergen"}', result: '{"sky":"rain"}' }],
    },
    { role: 'assistant', content: 'Clear.', uses: [] },
  ]);
});

test('calls without content, without an id or with arguments that are an object are calls; a stray result is a turn', () => {
  expect(
    turnsOf([
      { role: 'assistant', tool_calls: [{ name: 'add', arguments: { a: 1 } }] },
      { role: 'tool', content: '2', tool_call_id: 'elsewhere' },
    ]),
  ).toEqual([
    { role: 'assistant', content: '', uses: [{ name: 'add', arguments: '{"a":1}', result: null }] },
    { role: 'tool', content: '2', uses: [] },
  ]);
});

test.each([[[]], [[{ role: 'user' }]], [['a', 1]], [{ messages: 'none' }], ['text'], [null]])(
  '%j is no conversation',
  (value) => {
    expect(messagesOf(value)).toBeNull();
    expect(turnsOf(value)).toBeNull();
  },
);
