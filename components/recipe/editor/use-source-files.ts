'use client';

import { useMemo, useState } from 'react';
import type { NodeRef } from '@/lib/client/editor/editor-store';
import { takenIds } from '@/lib/recipe/form/taken-ids';
import { newSource, type ChosenSource } from '@/lib/recipe/form/new-source';
import { nameOfPath } from '@/lib/recipe/sources/source-spec';
import type { Path } from '@/lib/recipe/yaml/document';
import type { SourceRequest } from '../sources/source-request';
import { useFileDrop } from '../use-file-drop';
import { useEditorStore } from './editor-context';

type Asked = { files: readonly File[]; replaces: { path: Path; kind: 'data' | 'documents' } | null };

/** The way of files into the recipe: by the menu, by a form that wants another one, or dropped anywhere. */
export function useSourceFiles(open: (node: NodeRef) => void) {
  const store = useEditorStore();
  const { edit } = store.actions;
  const [asked, setAsked] = useState<Asked | null>(null);
  const isDragged = useFileDrop((files) =>
    // Where another file is asked for, the dropped one is it.
    setAsked((before) => ({ files, replaces: before?.replaces ?? null })),
  );
  const request = useMemo<SourceRequest>(
    () => ({ replaceFile: (path, kind) => setAsked({ files: [], replaces: { path, kind } }) }),
    [],
  );

  const add = (files: readonly File[] = []) => setAsked({ files, replaces: null });
  const close = () => setAsked(null);
  const choose = (chosen: ChosenSource) => {
    close();
    const { draft, sources } = store.getState().read;
    if (asked !== null && asked.replaces !== null) {
      const path = chosen.kind === 'hub' ? `hf:${chosen.repo}` : 'path' in chosen ? chosen.path : null;
      if (path === null) return;
      const place = asked.replaces.path;
      edit([
        { type: 'set', path: [...place, 'path'], value: path },
        ...(chosen.kind === 'hub'
          ? [{ type: 'set', path: [...place, 'hf_split'], value: chosen.split } as const]
          : []),
      ]);
      return;
    }
    const { list, value } = newSource(chosen, takenIds(draft, sources));
    const known = draft.strategy_params?.[listOf(list)] ?? [];
    edit({ type: 'insert', path: list, value });
    open({ kind: 'attribute', path: [...list, known.length], id: labelOf(chosen, value) });
  };
  return { asked, add, choose, close, request, isDragged };
}

function listOf(path: Path): 'input_examples' | 'input_data' | 'input_documents' {
  const lists = ['input_examples', 'input_data', 'input_documents'] as const;
  return lists.find((list) => list === path[1]) ?? 'input_data';
}

/** What the outline calls the new source. */
function labelOf(chosen: ChosenSource, value: unknown): string {
  if (chosen.kind === 'examples') return 'examples';
  if (chosen.kind === 'hub') return chosen.repo;
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? id : nameOfPath(chosen.path);
}
