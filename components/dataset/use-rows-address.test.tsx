import { expect, test } from 'vitest';
import { everyRow } from '@/lib/client/rows/row-choice';
import { placeParameters, readPlace } from './use-rows-address';

test('a place comes back from the address it was written to', () => {
  const place = {
    status: 'failed',
    choice: everyRow,
    row: 31,
    cell: 'user_query',
    isOpen: true,
    top: null,
  } as const;
  const written = Object.entries(placeParameters(place)).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  );
  expect(readPlace(new URLSearchParams(written))).toEqual(place);
});

test('the plain view of the accepted rows needs no parameter', () => {
  const plain = readPlace(new URLSearchParams());
  expect(Object.values(placeParameters(plain)).every((value) => value === null)).toBe(true);
});

test('an address with nonsense shows the accepted rows from the start', () => {
  expect(readPlace(new URLSearchParams('status=odd&row=-1&open=1&at=x'))).toEqual(
    readPlace(new URLSearchParams()),
  );
});
