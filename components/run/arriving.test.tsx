import { act, type ComponentProps } from 'react';
import { createRoot } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, onTestFinished, test } from 'vitest';
import { TooltipProvider } from '@/components/ui/tooltip';
import type { Arrival } from '@/lib/client/arrivals';
import { cellText } from '@/lib/client/cell-text';
import { Arriving } from './arriving';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

function show(
  state: { isHeld: boolean; hasEnded: boolean },
  arrivals: readonly Arrival[] = [],
  more: Partial<Pick<ComponentProps<typeof Arriving>, 'columns' | 'nameOfSampled'>> = {},
): HTMLElement {
  const nothing = () => undefined;
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <TooltipProvider>
      <Arriving
        arrivals={arrivals}
        columns={[]}
        nameOfSampled={nothing}
        onHold={nothing}
        onShowAll={nothing}
        onShowRow={nothing}
        {...state}
        {...more}
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

test.each<[Partial<Arrival>, string]>([
  [{ tookMs: 1900 }, '1.9 s'],
  [{ tookMs: 240 }, '240 ms'],
  [{ status: 'failed', tries: 3 }, '3 tries'],
  [{ status: 'failed', tries: 1 }, ''],
  // All its answers were given before.
  [{}, ''],
])('a row of %j tells “%s”', (part, words) => {
  const place = show({ isHeld: false, hasEnded: true }, [arrival(part)]);
  expect(place.querySelector('.took')?.textContent).toBe(words);
});

test('rows that are held before there is one stand still from the first on', () => {
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const nothing = () => undefined;
  const arrive = (rows: readonly number[], isHeld: boolean) => {
    const arrivals = rows.map((index) => arrival({ index }));
    const props = { arrivals, columns: [], nameOfSampled: nothing, isHeld, hasEnded: false };
    act(() =>
      root.render(
        <TooltipProvider>
          <Arriving {...props} onHold={nothing} onShowAll={nothing} onShowRow={nothing} />
        </TooltipProvider>,
      ),
    );
    return [...place.querySelectorAll('.arrive .i')].map(({ textContent }) => textContent).join();
  };
  expect(arrive([], true)).toBe('');
  expect(place.textContent).toContain('No rows yet.');
  expect(arrive([1, 0], true)).toBe('1,0');
  expect(arrive([3, 2, 1, 0], true)).toBe('1,0');
  expect(place.textContent).toContain('2 new');
  expect(arrive([3, 2, 1, 0], false)).toBe('3,2,1,0');
});

test('the chip is a drawn value that has a name, rather than the facts of a drawn person', () => {
  const column = (name: string) => ({ name, kind: 'sampled' as const, type: 'text' as const, output: true });
  const texts = { person: cellText({ name: 'Ada' }), tone: cellText('calm') };
  const columns = [column('person'), column('tone')];
  const chipOf = (nameOfSampled: (attribute: string, value: string) => string | undefined) =>
    show({ isHeld: false, hasEnded: true }, [arrival({ texts })], { columns, nameOfSampled }).querySelector(
      '.chip',
    )?.textContent;
  expect(chipOf((attribute) => (attribute === 'tone' ? 'Calm' : undefined))).toContain('Calm');
  expect(chipOf(() => undefined)).toContain('Ada');
});

function arrival(part: Partial<Arrival>): Arrival {
  return {
    ...{ index: 7, status: 'accepted', reason: null, texts: {}, rating: 0, edited: [] },
    ...{ isNew: false, tookMs: null, tries: null },
    ...part,
  };
}
