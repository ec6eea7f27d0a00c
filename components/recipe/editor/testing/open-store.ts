import { QueryClient } from '@tanstack/react-query';
import { onTestFinished } from 'vitest';
import { createEditorStore, type EditorStore } from '@/lib/client/editor/editor-store';

/** The editor of a stored recipe with a text, on a device that keeps nothing. Its timers end with the test. */
export function openStore(yaml: string): EditorStore {
  const at = '2026-11-22T10:41:58.000Z';
  const store = createEditorStore({
    recipe: {
      id: 1,
      name: 'Under test',
      version: 1,
      yaml,
      seed: 7,
      diagnostics: [],
      draft_revision: 0,
      created_at: at,
      updated_at: at,
    },
    queries: new QueryClient(),
    copy: { read: () => null, write: () => undefined, clear: () => undefined },
    tried: { read: () => new Map(), write: () => undefined },
  });
  onTestFinished(() => {
    // The text it came with is nothing to save.
    store.actions.replaceText(yaml);
    store.actions.open()();
  });
  return store;
}
