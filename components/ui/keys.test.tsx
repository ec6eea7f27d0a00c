import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { KeyNames, Keys, useAriaKeys } from './keys';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

function WithKeys() {
  return <button type="button" aria-keyshortcuts={useAriaKeys('Ctrl K')} />;
}

test.each([
  ['MacIntel', '⌘', 'Meta+K'],
  ['Linux x86_64', 'Ctrl', 'Control+K'],
])('on %s the key of commands is called %s, and %s to a screen reader', (platform, command, spoken) => {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
  onTestFinished(() => void vi.restoreAllMocks());
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  act(() =>
    root.render(
      <>
        <Keys of="Ctrl Shift E" /> <KeyNames of="Ctrl Z" />
        <WithKeys />
      </>,
    ),
  );
  expect(place.textContent).toBe(`${command}ShiftE ${command} Z`);
  expect(place.querySelector('button')?.getAttribute('aria-keyshortcuts')).toBe(spoken);
});
