import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DuplicatesCard } from './duplicates-card';

function show(compared: number, accepted: number): HTMLElement {
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <DuplicatesCard
      datasetId={4}
      accepted={accepted}
      duplicates={{ column: 'question', threshold: 0.7, compared, rows: 0, clusters: [] }}
    />,
  );
  return place;
}

test('how many texts were compared opens their rows', () => {
  const place = show(240, 240);
  const link = place.querySelector('.card-head a');
  expect(link?.textContent).toBe('240');
  expect(link?.getAttribute('href')).toBe('/datasets/4?tab=rows');
  expect(place.textContent).toContain('240 texts of question compared');
  expect(place.textContent).not.toContain('Compared are');
});

test('where not all were compared, it says which', () => {
  const place = show(238, 240);
  expect(place.textContent).toContain('238 of 240 texts of question compared');
  expect(place.textContent).toContain('Compared are the first 100,000 texts with letters or digits.');
  expect(place.querySelector('.card-head a')?.textContent).toBe('240');
});
