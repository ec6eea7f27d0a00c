import { act } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import type { WireReport, WireTextLengths } from '@/lib/api/report-wire';
import { LengthsCard } from './lengths-card';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const bins = [
  { from: 0, to: 10, count: 3 },
  { from: 10, to: 20, count: 0 },
  { from: 20, to: 30, count: 4 },
  { from: 30, to: null, count: 2 },
];
const ofValue = (id: string, counts: number[]) => ({ id, name: id.toUpperCase(), rows: 9, mean: 9, counts });
const lengths: WireTextLengths = {
  ...{ column: 'question', rows: 9, mean: 20, median: 21, bins },
  ...{ shortest: { row: 1, length: 4 }, longest: { row: 2, length: 44 } },
  by: [
    {
      attribute_id: 'topic',
      values: [ofValue('a', [3, 0, 0, 2]), ofValue('empty', [0, 0, 0, 0]), ofValue('b', [0, 0, 4, 0])],
    },
  ],
};

/** The card with lengths by value shown. */
function openCard(): HTMLElement {
  const balance = [{ attribute_id: 'topic', name: 'Topic', rows: 9, values: [] }] as WireReport['balance'];
  const place = draw(<LengthsCard datasetId={1} lengths={[lengths]} balance={balance} />);
  const select = place.querySelector('select');
  act(() => {
    if (select !== null) select.value = 'topic';
    select?.dispatchEvent(new Event('change', { bubbles: true }));
  });
  return place;
}

const stops = (place: HTMLElement) =>
  [...place.querySelectorAll<HTMLElement>('a.bar[tabindex="0"]')].map((bar) =>
    bar.getAttribute('aria-label'),
  );

test('each chart of lengths, and all those by value together, are one tab stop', () => {
  const place = openCard();
  expect(place.querySelectorAll('a.bar')).toHaveLength(6);
  expect(stops(place)).toEqual(['0 to 9 characters: 3 rows', 'A, 0 to 9 characters: 3 rows']);
});

test('arrows go from bar to bar, over what counts nothing, and the last one stays the stop', () => {
  const place = openCard();
  const list = place.querySelector('.length-values');
  const name = () => document.activeElement?.getAttribute('aria-label');
  const press = (key: string) =>
    act(() => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
    });
  act(() => list?.querySelector<HTMLElement>('a.bar')?.focus());
  for (const [key, next] of [
    ['ArrowRight', 'A, 30 characters and more: 2 rows'],
    ['ArrowRight', 'A, 30 characters and more: 2 rows'],
    ['ArrowDown', 'B, 20 to 29 characters: 4 rows'],
    ['ArrowUp', 'A, 30 characters and more: 2 rows'],
    ['Home', 'A, 0 to 9 characters: 3 rows'],
    ['End', 'A, 30 characters and more: 2 rows'],
    ['ArrowLeft', 'A, 0 to 9 characters: 3 rows'],
    ['ArrowDown', 'B, 20 to 29 characters: 4 rows'],
  ] as const) {
    press(key);
    expect(name(), key).toBe(next);
  }
  expect(stops(place)).toEqual(['0 to 9 characters: 3 rows', 'B, 20 to 29 characters: 4 rows']);
});
