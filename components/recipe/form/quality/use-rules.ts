'use client';

import { useMemo } from 'react';
import { namesOf } from '@/lib/recipe/checks/names';
import type { DraftRule } from '@/lib/recipe/draft';
import { useEditor } from '../../editor/editor-context';

/** Where the rules stand in a recipe. */
export const rulesPath = ['quality', 'rules'];

/** The rules of the recipe, and the columns that they may look at. */
export function useRules(): { rules: readonly (DraftRule | undefined)[]; columns: readonly string[] } {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  const columns = useMemo(
    () => [...namesOf(draft, sources).keys()].filter((name) => name !== ''),
    [draft, sources],
  );
  return { rules: draft.quality?.rules ?? [], columns };
}
