import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { Button } from './button';
import { TooltipProvider } from './tooltip';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

function placeFor() {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  return {
    place,
    show: (button: ReactNode) => act(() => root.render(<TooltipProvider>{button}</TooltipProvider>)),
  };
}

test('a button that waits keeps its words, with the spinner over them', () => {
  const { place, show } = placeFor();
  show(<Button busy>Save</Button>);
  const button = place.querySelector('button');
  expect(button?.textContent).toBe('Save');
  expect(button?.querySelector('.under-spinner + .spin')).not.toBeNull();
});

test('a button that comes to have a reason not to be pressed keeps its place and its focus', () => {
  const { place, show } = placeFor();
  show(<Button>Run</Button>);
  const button = place.querySelector('button');
  act(() => button?.focus());
  show(<Button off="The text is broken">Run</Button>);
  expect(place.querySelector('button')).toBe(button);
  expect(document.activeElement).toBe(button);
  expect(button?.getAttribute('aria-disabled')).toBe('true');
  expect(button?.getAttribute('aria-description')).toBe('The text is broken');
  show(<Button>Run</Button>);
  expect(document.activeElement).toBe(button);
});
