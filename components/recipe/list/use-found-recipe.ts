'use client';

import { useEffect, useState } from 'react';
import { keepAsking } from '@/components/ui/keep-asking';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import type { FoundRecipe } from '@/lib/client/interchange/read-import';
import { withLibraries } from '@/lib/client/with-libraries';

const restMs = 150;
const loadReader = keepAsking(() => import('@/lib/client/interchange/read-import'));

/** What a text would become, a moment after typing rests; null while that isn't known, and of no text. */
export function useFoundRecipe(text: string): FoundRecipe | null {
  const [found, setFound] = useState<{ text: string; recipe: FoundRecipe } | null>(null);
  useEffect(() => {
    if (text.trim() === '') return;
    let isOver = false;
    const timer = setTimeout(() => {
      const read = async () => {
        const { readImport } = await loadReader();
        const recipe = await withLibraries(() => readImport(text));
        if (!isOver) setFound({ text, recipe });
      };
      read().catch((error: unknown) => showToast({ tone: 'bad', text: messageOf(error) }));
    }, restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [text]);
  return found?.text === text ? found.recipe : null;
}
