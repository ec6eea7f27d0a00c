'use client';

import { useMemo } from 'react';
import { takenIds } from '@/lib/recipe/form/taken-ids';
import { useEditor } from '../../editor/editor-context';

/** All ids that the recipe's attributes and columns have. */
export function useTakenIds(): ReadonlySet<string> {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  return useMemo(() => takenIds(draft, sources), [draft, sources]);
}
