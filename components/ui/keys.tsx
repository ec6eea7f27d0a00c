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
  return useKeyNames(of);
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
