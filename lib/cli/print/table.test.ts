import { expect, test } from 'vitest';
import { table } from './table';
import { fitText, oneLine, textWidth } from './text-width';

const columns = [
  { head: 'ID', text: ({ id }: { id: number }) => String(id), side: 'right' as const },
  { head: 'NAME', text: ({ name }: { name: string }) => name, isLong: true },
  { head: 'STATE', text: () => 'done' },
];

type Item = { id: number; name: string };
const items: Item[] = [
  { id: 7, name: 'short' },
  { id: 12, name: 'a very long name that no narrow terminal has room for' },
  { id: 3, name: '日本語の長い名前と\n改行' },
];

test('A112 a table is as wide as it needs where there is room, and no wider than the terminal', () => {
  const whole = table<Item>(columns, items, Number.POSITIVE_INFINITY);
  expect(whole.lines[1]).toBe('12  a very long name that no narrow terminal has room for  done');
  for (const width of [60, 30, 21]) {
    const { head, lines } = table<Item>(columns, items, width);
    for (const line of [head, ...lines]) expect(textWidth(line)).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/^12 {2}a very.*… +done$/);
  }
  // Nothing can be cut any more: the last columns go.
  expect(table<Item>(columns, items, 12).head).toBe('ID  NAME');
  expect(table<Item>(columns, items, 5).head).toBe('ID');
});

test('A112 wide characters take two columns, marks none, and nothing moves the cursor', () => {
  expect(textWidth('日本')).toBe(4);
  expect(textWidth('e\u0301')).toBe(1);
  expect(fitText('日本語', 4)).toBe('日… ');
  expect(fitText('ab', 4, 'right')).toBe('  ab');
  expect(oneLine('a\u001b[31m\r\nb\tc')).toBe('a [31m b c');
});
