'use client';

import { isScalar } from 'yaml';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { PlainValue } from '@/lib/recipe/edit/plain-value';
import { fieldDefault, fieldHelp } from '@/lib/recipe/form/field-help';
import { scalarText, type Path, type RecipeDocument } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions } from '../../editor/editor-context';

/** One field of the recipe: what the text holds there, what the schema says, and the ways to change it. */
export type FormField = {
  path: Path;
  /** As it is written, also where it is wrong; empty where nothing is. */
  text: string;
  isWritten: boolean;
  /** What counts where nothing is written. */
  fallback: unknown;
  help: string;
  problem: Diagnostic | undefined;
  set: (value: PlainValue) => void;
  remove: () => void;
};

/** Connects a field of a form with its place in the recipe. */
export function useFormField(path: Path): FormField {
  const document = useEditor((state) => state.read.document);
  const problem = useProblemAt(path);
  const { edit } = useEditorActions();
  const text = textAt(document, path);
  const mergeKey = path.join('.');
  return {
    path,
    text: text ?? '',
    isWritten: text !== null,
    fallback: fieldDefault(path),
    help: fieldHelp(path),
    problem,
    set: (value) => edit({ type: 'set', path, value }, { mergeKey }),
    remove: () => edit({ type: 'remove', path }, { mergeKey }),
  };
}

/** The first problem of a place, errors before warnings; `below` counts those of its parts too. */
export function useProblemAt(path: Path, { below = false } = {}): Diagnostic | undefined {
  return useEditor((state) => {
    const own = state.problems.filter(
      (problem) =>
        path.every((step, at) => problem.path[at] === step) && (below || problem.path.length === path.length),
    );
    return own.find(({ severity }) => severity === 'error') ?? own[0];
  });
}

/** The scalar at a path as it is written; null where there is none. */
export function textAt(document: RecipeDocument, path: Path): string | null {
  const node = document.at(path)?.node;
  if (!isScalar(node)) return null;
  const text = scalarText(node);
  return text === '' && node.type === 'PLAIN' ? null : text;
}
