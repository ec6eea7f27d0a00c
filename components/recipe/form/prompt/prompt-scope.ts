'use client';

import { useMemo } from 'react';
import { placeholderNames } from '@/lib/recipe/checks/names';
import type { PromptScope } from '@/lib/recipe/form/prompt-pieces';
import { usableValues, type UsableValue } from '@/lib/recipe/form/usable-values';
import type { TemplateOwner } from '@/lib/recipe/template-places';
import { useEditor } from '../../editor/editor-context';

/** What the texts of one attribute may name, and how placeholders in them are told apart. */
export type PromptContext = { scope: PromptScope; values: readonly UsableValue[] };

/** The names for the texts that belong to an attribute. */
export function usePromptContext(owner: TemplateOwner): PromptContext {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  const key = JSON.stringify(owner);
  return useMemo(
    () => ({
      scope: { names: placeholderNames(draft, sources), owner },
      values: usableValues(draft, owner, sources),
    }),
    // oxlint-disable-next-line react/exhaustive-deps -- the owner is a small literal of each rendering: its text tells whether it is another one
    [draft, sources, key],
  );
}
