import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ColumnStatistics } from '@/lib/api/dataset-wire';
import { ColumnChart } from './column-chart';

function ends(facts: Partial<ColumnStatistics>): (string | null)[] {
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <ColumnChart
      column={{ name: 'question', kind: 'generated', output: true, type: 'text' }}
      whole={{ name: 'question', type: 'text', count: 9, ...facts }}
      isCut={false}
      fitting={undefined}
      filters={[]}
      nameOf={String}
      onFilters={() => undefined}
    />,
  );
  return [...(place.querySelector('.chart-ends')?.children ?? [])].map(({ textContent }) => textContent);
}

test('under the bars of lengths and numbers stand the ends and the median, under those of values how often', () => {
  expect(ends({ min: 9, max: 214, median: 66 })).toEqual(['9', 'median 66', '214']);
  expect(ends({ min: 9, max: 9, median: 9 })).toEqual(['9']);
  expect(
    ends({
      top: [
        { value: 'a', count: 4 },
        { value: 'b', count: 5 },
      ],
    }),
  ).toEqual(['4 to 5 each']);
  expect(ends({})).toEqual([]);
});
