'use client';

import { useEffect, useRef, useState } from 'react';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { rangeOf } from './language-services';
import { monaco } from './monaco';

/** A problem whose fixes are offered at its place. `takesKeys` when a key asked for them. */
export type OpenProblem = { problem: Diagnostic; takesKeys: boolean };

/**
 * Where the popup of a problem stands in the text, and which problem it shows: that under a press of the mouse,
 * or that at the cursor by Ctrl + full stop. It closes as soon as the text changes or the cursor goes elsewhere.
 */
export function useProblemPopup(
  editor: monaco.editor.IStandaloneCodeEditor | null,
  problems: readonly Diagnostic[],
) {
  const [open, setOpen] = useState<OpenProblem | null>(null);
  const [box] = useState(() => document.createElement('div'));
  const latest = useRef(problems);
  useEffect(() => {
    latest.current = problems;
  }, [problems]);

  useEffect(() => {
    if (editor === null) return;
    const problemAt = (position: monaco.IPosition | null) =>
      position === null
        ? undefined
        : latest.current.find(({ range }) => monaco.Range.containsPosition(rangeOf(range), position));
    const listeners = [
      editor.onMouseUp(({ target, event }) => {
        const hasSelection = editor.getSelection()?.isEmpty() === false;
        const found = hasSelection || !event.leftButton ? undefined : problemAt(target.position);
        setOpen(found === undefined ? null : { problem: found, takesKeys: false });
      }),
      editor.onKeyDown(({ keyCode }) => {
        if (keyCode === monaco.KeyCode.Escape) setOpen(null);
      }),
      editor.onDidChangeModelContent(() => setOpen(null)),
      editor.onDidChangeCursorPosition(({ position, source }) => {
        if (source === 'mouse') return;
        setOpen((shown) => (shown !== null && problemAt(position) === shown.problem ? shown : null));
      }),
      editor.addAction({
        id: 'recipe.fixes',
        label: 'Ways to mend this',
        keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Period],
        contextMenuGroupId: 'navigation',
        run: () => {
          const found = problemAt(editor.getPosition());
          setOpen(found === undefined ? null : { problem: found, takesKeys: true });
        },
      }),
    ];
    return () => listeners.forEach((listener) => listener.dispose());
  }, [editor]);

  useEffect(() => {
    if (editor === null || open === null) return;
    const { start } = open.problem.range;
    let isFirst = true;
    const { BELOW, ABOVE } = monaco.editor.ContentWidgetPositionPreference;
    const widget: monaco.editor.IContentWidget = {
      allowEditorOverflow: true,
      getId: () => 'recipe.problem',
      getDomNode: () => box,
      getPosition: () => ({
        position: { lineNumber: start.line, column: start.column },
        preference: [BELOW, ABOVE],
      }),
      // Before its first rendering the box is hidden and can't take the focus.
      afterRender: () => {
        if (isFirst && open.takesKeys) box.querySelector('button')?.focus({ preventScroll: true });
        isFirst = false;
      },
    };
    editor.addContentWidget(widget);
    return () => editor.removeContentWidget(widget);
  }, [editor, open, box]);

  return { open, box, close: () => setOpen(null) };
}
