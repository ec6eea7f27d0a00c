import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { KeyNames, Keys } from './keys';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test.each([
  ['MacIntel', '⌘'],
  ['Linux x86_64', 'Ctrl'],
])('on %s the key of commands is called %s', (platform, command) => {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
  onTestFinished(() => void vi.restoreAllMocks());
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  act(() =>
    root.render(
      <>
        <Keys of="Ctrl Shift E" /> <KeyNames of="Ctrl Z" />
      </>,
    ),
  );
  expect(place.textContent).toBe(`${command}ShiftE ${command} Z`);
});
