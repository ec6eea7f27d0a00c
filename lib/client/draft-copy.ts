import { z } from 'zod';
import type { DraftCopy } from './draft-saver';

const draftText = z.object({ yaml: z.string(), revision: z.number() });

/**
 * The copy of a recipe's unsaved text in this browser. Storage that is full or switched off loses the
 * copy, never the editing.
 */
export function deviceDraftCopy(recipeId: number, storage: Storage): DraftCopy {
  const key = `seedloom:draft:${recipeId}`;
  return {
    read() {
      try {
        const text = storage.getItem(key);
        return text === null ? null : draftText.parse(JSON.parse(text));
      } catch {
        // An unreadable copy can't be shown to anybody; the server's text stands.
        return null;
      }
    },
    write(text) {
      try {
        storage.setItem(key, JSON.stringify(text));
      } catch {
        // Full or forbidden storage: the text stays in the editor and the server is asked again.
      }
    },
    clear: () => storage.removeItem(key),
  };
}
