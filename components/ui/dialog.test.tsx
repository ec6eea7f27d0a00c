import { act, useState } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { Dialog } from './dialog';
import { TooltipProvider } from './tooltip';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

function Opener({ onCtrlEnter }: { onCtrlEnter?: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <TooltipProvider>
      <button type="button" onClick={() => setIsOpen(true)}>
        Open
      </button>
      <Dialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title="Run"
        {...(onCtrlEnter && { onCtrlEnter })}
        foot={<button type="button">Cancel</button>}
      >
        <input autoFocus />
      </Dialog>
    </TooltipProvider>
  );
}

function show(element: React.ReactNode) {
  const place = draw(element);
  const opener = place.querySelector('button');
  act(() => {
    opener?.focus();
    opener?.click();
  });
  return opener;
}

function press(target: Element | null, keys: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...keys });
  act(() => void target?.dispatchEvent(event));
  return event;
}

test('a dialog gives the focus back, also where a field inside took it at once', async () => {
  const opener = show(<Opener />);
  expect(document.activeElement?.tagName).toBe('INPUT');
  press(document.activeElement, { key: 'Escape' });
  await act(async () => {
    await expect.poll(() => document.activeElement).toBe(opener);
  });
});

test('Ctrl Enter is heard wherever the focus is, and means nothing with Shift or held down', () => {
  let heard = 0;
  show(<Opener onCtrlEnter={() => (heard += 1)} />);
  const dialog = document.querySelector('[role=dialog]');
  const cancel = dialog?.querySelector('.dialog-foot button') ?? null;
  press(dialog, { key: 'Enter', ctrlKey: true });
  expect(press(cancel, { key: 'Enter', metaKey: true }).defaultPrevented).toBe(true);
  expect(heard).toBe(2);
  expect(press(cancel, { key: 'Enter', ctrlKey: true, shiftKey: true }).defaultPrevented).toBe(true);
  press(dialog, { key: 'Enter', ctrlKey: true, repeat: true });
  press(dialog, { key: 'Enter' });
  expect(heard).toBe(2);
});
