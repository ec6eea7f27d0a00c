'use client';

import { useRouter } from 'next/navigation';
import { setHelpOpen, useCommandKeys, useCommands } from '@/components/ui/commands';
import { focusPane } from '@/components/ui/panes';
import { places } from './places';

/** The title of the keys that work on every page; they are listed after those of the page at hand. */
export const anywhere = 'Anywhere';

/** The keys that work on every page, and the one listener that hears them and those of the pages. */
export function useAnywhereKeys(openPalette: () => void): void {
  const router = useRouter();
  useCommandKeys();
  useCommands(anywhere, [
    {
      keys: 'Ctrl K',
      name: 'Go anywhere, do anything, find recipes and runs',
      run: openPalette,
      inPalette: false,
      // Monaco begins chords with it.
      early: true,
    },
    ...places.map(({ href, label, keys }) => ({
      keys,
      name: `Go to ${label}`,
      run: () => router.push(href),
    })),
    { keys: 'F6', name: 'Next pane', run: () => focusPane(1), inPalette: false },
    { keys: 'Shift F6', name: 'Previous pane', run: () => focusPane(-1), inPalette: false },
    { keys: 'Esc', name: 'Close what is on top' },
    { keys: '?', name: 'Keyboard shortcuts', run: () => setHelpOpen(true) },
  ]);
}
