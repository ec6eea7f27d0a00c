import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Toaster } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';
import { changeMessages } from './change-messages';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

/** Messages as they are seen. */
function shown() {
  vi.useFakeTimers();
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => {
    act(() => void vi.runAllTimers());
    act(() => root.unmount());
    vi.useRealTimers();
  });
  act(() =>
    root.render(
      <TooltipProvider>
        <Toaster />
      </TooltipProvider>,
    ),
  );
  const messages = changeMessages();
  return {
    tell: (rows: number[], text: string) => act(() => messages.tell({ rows, text, undo: () => undefined })),
    withdraw: (row: number) => act(() => messages.withdraw([row])),
    texts: () => [...place.querySelectorAll('.toast > .grow')].map(({ textContent }) => textContent),
  };
}

test('the message of a row takes the place of the last one, and goes by itself', () => {
  const { tell, texts } = shown();
  tell([1], 'Row 1 is rated good.');
  tell([2], 'Row 2 is rated good.');
  expect(texts()).toEqual(['Row 2 is rated good.']);
  act(() => void vi.advanceTimersByTime(10_000));
  expect(texts()).toEqual([]);
});

test('the message of many rows stays until one of them changes again', () => {
  const { tell, withdraw, texts } = shown();
  tell([1, 2, 3], '3 rows are rejected now.');
  tell([7], 'Row 7 is rated good.');
  withdraw(9);
  expect(texts()).toHaveLength(2);
  withdraw(2);
  expect(texts()).toEqual(['Row 7 is rated good.']);
  tell([7], 'Row 7 is accepted now.');
  expect(texts()).toEqual(['Row 7 is accepted now.']);
});
