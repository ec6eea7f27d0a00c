import { expect, test } from 'vitest';
import { cellText, longestCellText } from './cell-text';

test('a conversation shows how many messages it has', () => {
  const message = { role: 'user', content: 'hello' };
  expect(cellText([message, message])).toEqual({ kind: 'count', text: '2 messages' });
  expect(cellText({ messages: [message] })).toEqual({ kind: 'count', text: '1 message' });
});

test('a list of anything else shows its JSON', () => {
  expect(cellText(['a', 1])).toEqual({ kind: 'text', text: '["a",1]' });
});

test('100 kB become one short line', () => {
  const { text } = cellText('a\nb '.repeat(25_000));
  expect(text.length).toBeLessThanOrEqual(longestCellText + 1);
  expect(text).not.toContain('\n');
});

test('the cut never leaves half an emoji', () => {
  const { text } = cellText('a' + '🌱'.repeat(1000));
  expect(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')).not.toMatch(/[\ud800-\udfff]/);
});

test.each([null, undefined, ''])('%s is empty', (value) => expect(cellText(value).kind).toBe('empty'));
test.each([
  [0, '0'],
  [false, 'false'],
])('%s is a value', (value, text) => expect(cellText(value)).toEqual({ kind: 'text', text }));
