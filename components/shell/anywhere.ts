import type { Command } from '@/components/ui/commands';

/** The title of the keys that work on every page; they are listed after those of the page at hand. */
export const anywhere = 'Anywhere';

/** Those that the frame listens to in ways of its own. */
export const frameKeys: readonly Command[] = [
  { keys: 'Ctrl K', name: 'Go anywhere, do anything, find recipes and runs' },
  { keys: 'G R', name: 'Go to the recipes' },
  { keys: 'G D', name: 'Go to the datasets' },
  { keys: 'G M', name: 'Go to the models' },
  { keys: 'G S', name: 'Go to the settings' },
  { keys: 'Esc', name: 'Close what is on top' },
];
