'use client';

import { useMemo } from 'react';
import { namesOf } from '@/lib/recipe/checks/names';
import type { PromptScope } from '@/lib/recipe/form/prompt-pieces';
import { usableValues, type UsableValue } from '@/lib/recipe/form/usable-values';
import { useEditor } from '../../editor/editor-context';

/** What the texts of one attribute may name, and how placeholders in them are told apart. */
export type PromptContext = { scope: PromptScope; values: readonly UsableValue[] };

/** The names for the texts of the attribute at a position of its list. */
export function usePromptContext(kind: PromptScope['owner']['kind'], index: number): PromptContext {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  return useMemo(() => {
    const owner = { kind, index };
    const names = namesOf(draft, sources);
    return { scope: { names, owner }, values: usableValues(draft, owner, sources) };
  }, [draft, sources, kind, index]);
}
