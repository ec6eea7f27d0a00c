import { expect, test } from 'vitest';
import { changeSlices } from './change-slices';

test('rows that are named go out in parts, each row once', () => {
  const indices = Array.from({ length: 4500 }, (_, at) => at * 3);
  const slices = changeSlices({ indices, rating: 1 }, 20_000);
  expect(slices.map((slice) => slice.indices?.length)).toEqual([2000, 2000, 500]);
  expect(slices.flatMap((slice) => slice.indices)).toEqual(indices);
  expect(slices.every(({ rating, of }) => rating === 1 && of === undefined)).toBe(true);
});

test('rows that fit go out by ranges up to the end, each with what is left out of it', () => {
  const of = { status: 'accepted', search: 'sky', except: [1, 2500] } as const;
  expect(changeSlices({ of: { ...of, except: [...of.except] }, status: 'rejected' }, 3000)).toEqual([
    {
      status: 'rejected',
      of: { status: 'accepted', search: 'sky', from_index: 0, to_index: 2000, except: [1] },
    },
    {
      status: 'rejected',
      of: { status: 'accepted', search: 'sky', from_index: 2000, to_index: 3000, except: [2500] },
    },
  ]);
});
