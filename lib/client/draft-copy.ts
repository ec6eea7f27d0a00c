import { z } from 'zod';
import type { DraftCopy } from './draft-saver';
import { openTabs, tabName } from './this-tab';

const draftText = z.object({
  yaml: z.string(),
  revision: z.number(),
  sent: z.array(z.string()),
  at: z.iso.datetime(),
});

/** An unsaved text that a tab left behind on this device. */
export type LeftText = { place: string; yaml: string; at: string };

/** Where it isn't known which tabs are open, a text that wasn't written for so long is one that was left. */
const leftAfterMs = 60_000;

/** Under which the copies of a recipe stand; each tab has its own, since two may hold different texts. */
export const copiesOf = (recipeId: number) => `seedloom:draft:${recipeId}:`;

/**
 * This tab's copy of a recipe's unsaved text in this browser. Storage that is full or switched off loses the
 * copy, never the editing.
 */
export function deviceDraftCopy(recipeId: number, storage: Storage): DraftCopy {
  const place = () => copiesOf(recipeId) + tabName();
  return {
    read: () => readText(storage, place()),
    write(text) {
      const own = place();
      try {
        storage.setItem(own, JSON.stringify({ ...text, at: new Date().toISOString() }));
      } catch {
        // Full or forbidden storage: the text stays in the editor and the server is asked again.
      }
    },
    clear: () => storage.removeItem(place()),
  };
}

/** The unsaved texts of a recipe whose tabs are gone, the newest first. */
export async function findLeftTexts(recipeId: number, storage: Storage): Promise<LeftText[]> {
  const open = await openTabs();
  const prefix = copiesOf(recipeId);
  const left: LeftText[] = [];
  for (let at = 0; at < storage.length; at++) {
    const place = storage.key(at);
    if (place?.startsWith(prefix) !== true) continue;
    const tab = place.slice(prefix.length);
    const text = readText(storage, place);
    if (text === null || tab === tabName()) continue;
    const isLeft = open === null ? Date.now() - Date.parse(text.at) > leftAfterMs : !open.has(tab);
    if (isLeft) left.push({ place, yaml: text.yaml, at: text.at });
  }
  return left.sort((a, b) => b.at.localeCompare(a.at));
}

function readText(storage: Storage, place: string) {
  try {
    const text = storage.getItem(place);
    return text === null ? null : draftText.parse(JSON.parse(text));
  } catch {
    // An unreadable copy can't be shown to anybody; the server's text stands.
    return null;
  }
}
