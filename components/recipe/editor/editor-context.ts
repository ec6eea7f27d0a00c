'use client';

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EditorActions, EditorState, EditorStore } from '@/lib/client/editor/editor-store';

/** The open editor, for everything inside it. */
export const EditorContext = createContext<EditorStore | null>(null);

/** What the open editor knows, by selector. */
export function useEditor<Part>(select: (state: EditorState) => Part): Part {
  return useStore(useEditorStore(), select);
}

export function useEditorActions(): EditorActions {
  return useEditorStore().actions;
}

/** The store itself, for reading at the moment of a press. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (store === null) throw new TypeError('This belongs inside an open editor.');
  return store;
}
