'use client';

import { showToast } from './toast';

/**
 * Puts a text on the clipboard and says so; a browser that doesn't allow it is said too, with what can be done
 * instead. Never throws: over plain HTTP from another machine there is no clipboard at all.
 */
export async function copyText(text: string, done: string): Promise<void> {
  const isCopied = await write(text);
  showToast(
    isCopied
      ? { text: done }
      : { tone: 'bad', text: 'The browser did not allow copying. Mark the text and copy it by hand.' },
  );
}

async function write(text: string): Promise<boolean> {
  // Missing where the page isn't secure, whatever the type says.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    if (clipboard === undefined) return false;
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
