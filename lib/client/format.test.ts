import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatCompact,
  formatDay,
  formatMoment,
  formatShare,
  formatUsd,
} from './format';

describe('formatUsd', () => {
  test.each([
    [0, '$0'],
    [0.21, '$0.21'],
    [0.1, '$0.10'],
    [0.0999, '$0.10'],
    [0.0512, '$0.051'],
    [0.00023, '$0.00023'],
    [0.000005, '$0.000005'],
    [12.4, '$12.40'],
    [1240.2, '$1,240'],
  ])('writes %d as %s', (usd, text) => expect(formatUsd(usd)).toBe(text));
});

describe('formatCompact', () => {
  test.each([
    [812, '812'],
    [1000, '1k'],
    [9440, '9.4k'],
    [9999, '10k'],
    [148_123, '148k'],
    [999_700, '1M'],
    [2_140_000, '2.1M'],
  ])('writes %d as %s', (value, text) => expect(formatCompact(value)).toBe(text));
});

test('a clock shows hours only when there are any', () => {
  expect([51, 724, 3750].map(formatClock)).toEqual(['0:51', '12:04', '1:02:30']);
});

test('a share of nothing is 0 %, and a small one is not rounded to 0', () => {
  expect([formatShare(0, 0), formatShare(604, 1000), formatShare(1, 100_000)]).toEqual([
    '0 %',
    '60.4 %',
    '< 0.1 %',
  ]);
});

test('a moment ago, today, yesterday and long ago read differently', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime();
  const at = (...parts: [number, number, number, number]) => new Date(2026, ...parts).toISOString();
  expect(formatAgo(at(10, 22, 11, 56), now)).toBe('4 min ago');
  expect(formatAgo(at(10, 22, 8, 0), now)).toBe('4 h ago');
  expect(formatAgo(at(10, 21, 23, 0), now)).toBe('yesterday');
  expect(formatAgo(at(10, 18, 9, 0), now)).toBe(localDay(new Date(2026, 10, 18)));
});

describe('formatBytes', () => {
  test.each([
    [999, '999 B'],
    [131_072, '131 kB'],
    [999_500, '1.0 MB'],
    [98_362_432, '98.4 MB'],
    [999_950_000, '1.0 GB'],
    [12_340_000_000, '12.3 GB'],
  ])('writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

test('a day is written the same in every zone', () => {
  expect(formatDay('2025-10-01')).toBe(localDay(new Date(2025, 9, 1), 'numeric'));
  expect(formatDay('2026-12-31')).toBe(localDay(new Date(2026, 11, 31), 'numeric'));
});

test('a moment has its day when that is not today, and its year when that is another one', () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  const moment = (...date: [number, number, number, number, number, number]) =>
    formatMoment(new Date(...date).toISOString(), now);
  const time = new Date(2026, 10, 22, 3, 54, 54).toLocaleTimeString();
  expect(time).toContain('3:54:54');
  expect(moment(2026, 10, 22, 3, 54, 54)).toBe(time);
  expect(moment(2026, 10, 18, 3, 54, 54)).toBe(`${localDay(new Date(2026, 10, 18))}, ${time}`);
  expect(moment(2025, 10, 22, 3, 54, 54)).toBe(`${localDay(new Date(2025, 10, 22), 'numeric')}, ${time}`);
});

/** As the browser of the reader writes it, whichever that is. */
function localDay(date: Date, year?: 'numeric'): string {
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year });
}
