import { act } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { TooltipProvider } from '@/components/ui/tooltip';
import { SearchField } from './search-field';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

/** The field with a text typed into it, and what it has searched for. */
function typed(text: string) {
  vi.useFakeTimers();
  const searches: string[] = [];
  onTestFinished(() => void vi.useRealTimers());
  const place = draw(
    <TooltipProvider>
      <SearchField value="" placeholder="Search" onSearch={(wanted) => searches.push(wanted)} />
    </TooltipProvider>,
  );
  const field = place.querySelector('input') ?? document.createElement('input');
  act(() => {
    field.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return { field, searches };
}

test('what was typed is searched for once, when typing rests', () => {
  const { field, searches } = typed('bread ');
  expect(searches).toEqual([]);
  act(() => void vi.advanceTimersByTime(1000));
  expect(searches).toEqual(['bread']);
  act(() => field.blur());
  expect(searches).toEqual(['bread']);
});

test('leaving the field does not wait for the rest: what is done next is meant for the rows it finds', () => {
  const { field, searches } = typed('bread');
  act(() => field.blur());
  expect(searches).toEqual(['bread']);
  act(() => void vi.advanceTimersByTime(1000));
  expect(searches).toEqual(['bread']);
});
