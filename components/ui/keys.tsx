'use client';

import { useSyncExternalStore } from 'react';

/** Keys as they are printed on a keyboard, one beside the other. */
export function Keys({ of }: { of: string }) {
  return useKeyNames(of)
    .split(' ')
    .map((key, at) => <kbd key={at}>{key}</kbd>);
}

/** Keys in one text, for where there is no room for their frames. */
export function KeyNames({ of }: { of: string }) {
  return <span className="key-names">{useKeyNames(of)}</span>;
}

/** The same keys as `aria-keyshortcuts` has them: Meta is what ⌘ is called there. */
export function useAriaKeys(keys: string): string {
  return useKeyNames(keys).replace('⌘', 'Meta').replace('Ctrl', 'Control').replaceAll(' ', '+');
}

/** With ⌘ for Ctrl on macOS; the server doesn't know where it is read, so the first drawing says Ctrl. */
function useKeyNames(keys: string): string {
  const isMac = useSyncExternalStore(
    neverChanges,
    () => navigator.platform.startsWith('Mac'),
    () => false,
  );
  return isMac ? keys.replace('Ctrl', '⌘') : keys;
}

function neverChanges() {
  return () => undefined;
}
