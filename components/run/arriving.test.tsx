import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TooltipProvider } from '@/components/ui/tooltip';
import { Arriving } from './arriving';

function show(state: { isHeld: boolean; hasEnded: boolean }): HTMLElement {
  const nothing = () => undefined;
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <TooltipProvider>
      <Arriving
        arrivals={[]}
        columns={[]}
        nameOfSampled={nothing}
        onHold={nothing}
        onShowAll={nothing}
        onShowRow={nothing}
        {...state}
      />
    </TooltipProvider>,
  );
  return place;
}

test.each([
  ['a run that goes on', { isHeld: false, hasEnded: false }, 'Arriving', 'Hold still'],
  ['a run that is over', { isHeld: false, hasEnded: true }, 'Last rows', null],
  ['a run that ended while its rows were held', { isHeld: true, hasEnded: true }, 'Last rows', 'Go on'],
])('the list of %s', (_, state, title, hold) => {
  const place = show(state);
  expect(place.querySelector('h2')?.textContent).toBe(title);
  const buttons = [...place.querySelectorAll('button')].map(({ textContent }) => textContent);
  expect(buttons).toEqual([...(hold === null ? [] : [hold]), 'All rows']);
});
