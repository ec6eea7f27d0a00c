import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import type { DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { BundleFields, firstBundleChoice } from './bundle-fields';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const dataset: WireDataset = {
  id: 1,
  run_id: 1,
  name: 'Stories',
  rows: 40,
  columns: [],
  splits: { train: 32, validation: 4, test: 4 },
  counts: { accepted: 40, rejected: 0, failed: 0, spare: 0 },
  run_status: 'completed',
  recipe_id: 1,
  recipe_version: 1,
  created_at: '2026-11-01T00:00:00Z',
};

/** What the bar of splits says for these rows. */
function splitsOf(rows: DownloadQuery, count: number) {
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const of = { dataset, rows, count, scopeWords: '' };
  act(() =>
    root.render(<BundleFields of={of} choice={firstBundleChoice(dataset)} onChange={() => undefined} />),
  );
  return place.querySelector('.split-bar p')?.textContent;
}

test('X16 how many rows each split has is known of all rows, and told as about so many of some', () => {
  expect(splitsOf({}, 40)).toBe('train 32 · validation 4 · test 4');
  expect(splitsOf({ filter: '[]' }, 10)).toBe(
    'About train 8 · validation 1 · test 1. Each row is in the split that it has among all rows.',
  );
});
