'use client';

import { showToast } from '@/components/ui/toast';
import { api, codeOf, messageOf } from '@/lib/client/api';
import type { EditorStore } from '@/lib/client/editor/editor-store';
import { useSaveVersion } from '@/lib/client/recipes';
import { useEditorStore } from './editor-context';

/**
 * Saves the text at once and makes it the next version, if it differs from the latest. Resolves to the
 * number of the version that holds the text, or null when that couldn't be done; a message or a strip has told why.
 */
export function useSaveVersionNow(): () => Promise<number | null> {
  const store = useEditorStore();
  const save = useSaveVersion(store.getState().recipeId);
  return async () => {
    const draft = await store.actions.saver.flush();
    if (draft.kind === 'kept' || draft.kind === 'conflict') {
      showToast({
        tone: 'bad',
        text: 'The text could not be saved on the server yet. It is kept on this device.',
      });
      return null;
    }
    const { text, version } = store.getState();
    if (text === version.yaml) return version.number;
    try {
      const saved = await save.mutateAsync({ yaml: text, base_version: version.number });
      store.actions.seeSaved(saved);
      return saved.version;
    } catch (error) {
      if (codeOf(error) === 'stale-version') return seeNewer(store);
      showToast({ tone: 'bad', text: messageOf(error) });
      return null;
    }
  };
}

/** A strip asks which version stands, unless the newer one is this very text. */
async function seeNewer(store: EditorStore): Promise<number | null> {
  try {
    store.actions.seeClash(await api.recipes.get(store.getState().recipeId));
  } catch (error) {
    showToast({ tone: 'bad', text: messageOf(error) });
    return null;
  }
  const { version, hasClash } = store.getState();
  return hasClash ? null : version.number;
}
