import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { SpokenTexts } from '@/components/ui/spoken';
import { TooltipProvider } from '@/components/ui/tooltip';
import { BulkBar } from './bulk-bar';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('how many rows are chosen is told in the region of the page, from the first on', () => {
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const nothing = () => undefined;
  const show = (count: number) =>
    act(() =>
      root.render(
        <TooltipProvider>
          <p>
            <SpokenTexts />
          </p>
          {count === 0 ? null : (
            <BulkBar count={count} statusOff={undefined} work={null} onChange={nothing} onClear={nothing} />
          )}
        </TooltipProvider>,
      ),
    );
  const heard = () => place.querySelector('p')?.textContent;
  show(0);
  expect(heard()).toBe('');
  show(1);
  expect(heard()).toBe('1 row chosen');
  show(1240);
  expect(heard()).toBe('1,240 rows chosen');
  expect(place.querySelector('[role=status]')).toBeNull();
  show(0);
  expect(heard()).toBe('');
});
