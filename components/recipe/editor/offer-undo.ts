import { dismissToast, showToast } from '@/components/ui/toast';
import type { EditorStore } from '@/lib/client/editor/editor-store';

/** Tells of the change that was just made, with a way back for ten seconds or until the text changes again. */
export function offerUndo(store: EditorStore, words: string): void {
  const { text } = store.getState();
  const toast = showToast({
    text: words,
    action: { label: 'Undo', run: store.actions.undo },
    stayMs: 10_000,
  });
  // Undo would take the later change back.
  const stop = store.subscribe((state) => {
    if (state.text === text) return;
    dismissToast(toast);
    stop();
  });
}
