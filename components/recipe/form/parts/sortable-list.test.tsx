import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { SpokenTexts } from '@/components/ui/spoken';
import { draw } from '@/components/ui/testing/draw';
import { SortableItem, SortableList } from './sortable-list';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('what is moved by keyboard is told in the region of the page, and in no other', async () => {
  const onMove = vi.fn();
  const place = draw(
    <>
      <p>
        <SpokenTexts />
      </p>
      <SortableList count={2} onMove={onMove}>
        {[0, 1].map((index) => (
          <SortableItem key={index} index={index} label={`message ${index + 1}`}>
            {({ ref, style }, grip) => (
              <div ref={ref} style={style}>
                {grip}
              </div>
            )}
          </SortableItem>
        ))}
      </SortableList>
    </>,
  );
  const heard = () => place.querySelector('p')?.textContent;
  const [grip] = place.querySelectorAll<HTMLElement>('.grip');
  const help = document.getElementById(grip?.getAttribute('aria-describedby') ?? '');
  expect(help?.textContent).toMatch(/^Space takes it/);
  expect(heard()).toBe('');

  const press = async (code: string, at: EventTarget | undefined) =>
    act(async () => {
      at?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true }));
      // The package listens for the next keys from the next turn on.
      await new Promise((resolve) => setTimeout(resolve));
    });
  grip?.focus();
  await press('Space', grip);
  expect(heard()).toBe('Message 1 is taken, place 1 of 2.');
  await press('Escape', document);
  expect(heard()).toBe('Message 1 stays at place 1 of 2.');
  expect(onMove).not.toHaveBeenCalled();
  expect(document.querySelector('[role=status]')).toBeNull();
});
