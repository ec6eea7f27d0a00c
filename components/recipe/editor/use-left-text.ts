'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { copiesOf, findLeftTexts, type LeftText } from '@/lib/client/draft-copy';
import { useEditorStore } from './editor-context';

/** The newest unsaved text of this recipe that a tab left behind on this device; null when there is none. */
export function useLeftText(): { left: LeftText | null; forget: () => void } {
  const store = useEditorStore();
  const { recipeId } = store.getState();
  const [left, setLeft] = useState<LeftText | null>(null);

  useEffect(() => {
    const look = async () => {
      const found = await findLeftTexts(recipeId, localStorage);
      setLeft(found.find(({ yaml }) => yaml !== store.getState().text) ?? null);
    };
    void look();
    // A tab that was taken for gone has saved its text after all.
    const onStorage = ({ key }: StorageEvent) => {
      if (key?.startsWith(copiesOf(recipeId)) === true) void look();
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [recipeId, store]);

  const forget = () => {
    if (left !== null) localStorage.removeItem(left.place);
    setLeft(null);
  };
  const forgetIfTaken = useEffectEvent((text: string) => {
    if (text === left?.yaml) forget();
  });
  useEffect(() => store.subscribe(({ text }) => forgetIfTaken(text)), [store]);
  return { left, forget };
}
