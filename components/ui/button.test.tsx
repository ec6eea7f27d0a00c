import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { Button } from './button';
import { TooltipProvider } from './tooltip';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('a button that comes to have a reason not to be pressed keeps its place and its focus', () => {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const show = (off?: string) =>
    act(() =>
      root.render(
        <TooltipProvider>
          <Button off={off}>Run</Button>
        </TooltipProvider>,
      ),
    );
  show();
  const button = place.querySelector('button');
  act(() => button?.focus());
  show('The text is broken');
  expect(place.querySelector('button')).toBe(button);
  expect(document.activeElement).toBe(button);
  expect(button?.getAttribute('aria-disabled')).toBe('true');
  show();
  expect(document.activeElement).toBe(button);
});
