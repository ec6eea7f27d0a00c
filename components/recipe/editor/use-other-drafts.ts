'use client';

import { useEffect } from 'react';
import type { WireRecipe } from '@/lib/api/recipe-wire';
import { useEditorStore } from './editor-context';

/** Tells the editor when a newer text of the recipe is seen: the query is asked again on each return to the tab. */
export function useOtherDrafts(recipe: WireRecipe): void {
  const store = useEditorStore();
  useEffect(() => {
    store.actions.seeRecipe(recipe);
  }, [recipe, store]);
  useEffect(() => {
    const keep = () => store.actions.saver.keep();
    window.addEventListener('pagehide', keep);
    return () => window.removeEventListener('pagehide', keep);
  }, [store]);
}
