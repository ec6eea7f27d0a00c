'use client';

import { useEffect } from 'react';
import { followNode, isNode, nodeAt } from '@/lib/client/editor/node-ref';
import { useEditorStore } from './editor-context';

/**
 * Keeps the open part the same while the text changes: a moved or renamed attribute is followed. In the text
 * view it is the part that the cursor is in.
 */
export function useFollowedNode(): void {
  const store = useEditorStore();
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const { read, node, view, cursor } = state;
        if (read !== before.read) {
          const followed = followNode(node, read.outline.entries);
          if (followed !== node) store.actions.openNode(followed);
        } else if (view === 'yaml' && cursor !== before.cursor && read.text === state.text) {
          const at = nodeAt(cursor, read.document, read.outline.entries);
          if (!isNode(at, node)) store.actions.openNode(at);
        }
      }),
    [store],
  );
}
