'use client';

import { showToast } from '@/components/ui/toast';
import { codeOf, messageOf } from '@/lib/client/api';
import { useSaveVersion } from '@/lib/client/recipes';
import { useEditorStore } from './editor-context';

/**
 * Saves the text at once and makes it the next version, if it differs from the latest. Resolves to the
 * number of the version that holds the text, or null when that couldn't be done; a message has told why.
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
      store.actions.setVersion({ number: saved.version, yaml: saved.yaml });
      store.actions.saver.seeSaved({ yaml: saved.draft ?? saved.yaml, revision: saved.draft_revision });
      return saved.version;
    } catch (error) {
      const isStale = codeOf(error) === 'stale-version';
      showToast({ tone: 'bad', text: isStale ? 'A newer version was saved elsewhere.' : messageOf(error) });
      return null;
    }
  };
}
