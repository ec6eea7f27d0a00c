'use client';

import { useEffect, useEffectEvent } from 'react';

/** Keys of a page by name: `p`, `1`, `Escape`, `Shift+x`, `Mod+k` (⌘ on macOS, else Ctrl). */
export type Hotkeys = Readonly<Record<string, () => void>>;

/** Listens to keys while mounted. Single keys stay silent in text fields, menus and dialogs. */
export function useHotkeys(keys: Hotkeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event);
    const run = (event.shiftKey ? keys[`Shift+${name}`] : undefined) ?? keys[name];
    if (run === undefined || (isTyping(event.target) && !worksInFields(name))) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Keys that edit a text belong to the field that has the focus. */
function worksInFields(name: string): boolean {
  return name.startsWith('Mod+') && !/^Mod\+[acvxyz]$/.test(name);
}

/** Is the key meant for the element itself: a field, a menu, a dialog? */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable=true], [role=menu], [role=dialog], [role=alertdialog]',
    ) !== null
  );
}

function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return `Alt+${key}`;
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key;
}
