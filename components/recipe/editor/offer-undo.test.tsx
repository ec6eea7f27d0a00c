import { act } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { Toaster } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';
import { offerUndo } from './offer-undo';
import { openStore } from './testing/open-store';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('the way back of a change is offered until the text changes again', () => {
  const { store, buttons } = openDesk();
  act(() => {
    store.actions.replaceText('num_samples: 2\n');
    offerUndo(store, 'It was deleted.');
  });
  act(() => buttons('Undo')[0]?.click());
  expect(store.getState().text).toBe('num_samples: 1\n');
  expect(buttons('Undo')).toEqual([]);

  act(() => {
    store.actions.replaceText('num_samples: 3\n');
    offerUndo(store, 'It was deleted.');
  });
  expect(buttons('Undo')).toHaveLength(1);
  act(() => store.actions.replaceText('num_samples: 4\n'));
  expect(buttons('Undo')).toEqual([]);
});

function openDesk() {
  const store = openStore('num_samples: 1\n');
  const place = draw(
    <TooltipProvider>
      <Toaster />
    </TooltipProvider>,
  );
  const buttons = (label: string) =>
    [...place.querySelectorAll('button')].filter(({ textContent }) => textContent === label);
  return { store, buttons };
}
