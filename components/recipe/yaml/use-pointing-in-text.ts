import { useEffect, useRef } from 'react';
import { usePointing, type PointedValue } from '../pointing/pointed-value';
import { monaco } from './monaco';
import { findPlaceholders, placeholderAt, type PlaceholderMark } from './placeholders';
import type { KnownValue } from './recipe-facts';

/**
 * Makes placeholders of the text point at their values, by the pointer and by a caret that is moved into them, and
 * lights up those of a value that is pointed at anywhere. Alt Enter and Ctrl press lead to where it is defined.
 */
export function usePointingInText(
  editor: monaco.editor.IStandaloneCodeEditor | null,
  values: readonly KnownValue[],
): void {
  const pointing = usePointing();
  const latest = useRef(values);
  useEffect(() => {
    latest.current = values;
  }, [values]);

  useEffect(() => {
    if (editor === null) return;
    const { store, goTo } = pointing;
    const twins = editor.createDecorationsCollection();
    const isOnValue = editor.createContextKey<boolean>('isOnValue', false);
    let frame = 0;

    const markAt = (position: monaco.IPosition | null) => {
      const content = position && editor.getModel()?.getLineContent(position.lineNumber);
      if (position === null || content == null) return undefined;
      return placeholderAt(content, { line: position.lineNumber, column: position.column }, latest.current);
    };
    const point = (mark: PlaceholderMark, how: PointedValue['how']) => {
      const box = boxOf(editor, mark);
      const { name, field, kind } = mark;
      if (box !== null) store.setState({ name, field, kind, box, how }, true);
    };
    const stopPointing = () => {
      cancelAnimationFrame(frame);
      const how = store.getState()?.how;
      // A pointer in another pane points on.
      if (how !== undefined && how !== 'hover') store.setState(null, true);
    };
    const pointByCaret = () => {
      const selection = editor.hasTextFocus() ? editor.getSelection() : null;
      const mark = selection?.isEmpty() ? markAt(selection.getPosition()) : undefined;
      isOnValue.set(mark !== undefined);
      stopPointing();
      // Where it is can be told when Monaco has drawn the line.
      if (mark !== undefined) frame = requestAnimationFrame(() => point(mark, 'caret'));
    };
    const light = () => {
      const name = store.getState()?.name;
      const text = name === undefined ? '' : (editor.getModel()?.getValue() ?? '');
      twins.set(
        findPlaceholders(
          text,
          latest.current.filter(({ id }) => id === name),
        ).map(({ line, start, end }) => ({
          range: new monaco.Range(line, start, line, end),
          options: { inlineClassName: 'yaml-twin' },
        })),
      );
    };

    const listeners = [
      editor.onDidChangeCursorSelection(({ reason }) => {
        if (reason === monaco.editor.CursorChangeReason.Explicit) pointByCaret();
        else {
          // While it is typed in there is a list of values instead.
          isOnValue.set(false);
          stopPointing();
        }
      }),
      editor.onDidBlurEditorText(() => {
        isOnValue.set(false);
        stopPointing();
      }),
      editor.onMouseMove(({ target, event }) => {
        const mark = isText(target) ? markAt(target.position) : undefined;
        const isLeading = mark !== undefined && (event.ctrlKey || event.metaKey);
        editor.getDomNode()?.toggleAttribute('data-leads', isLeading);
        const before = store.getState();
        if (mark === undefined) {
          if (before?.how === 'write') pointByCaret();
        } else if (before?.how !== 'write' || before.field !== mark.field) point(mark, 'write');
      }),
      editor.onMouseLeave(pointByCaret),
      editor.onMouseUp(({ target, event }) => {
        const mark = isText(target) && (event.ctrlKey || event.metaKey) ? markAt(target.position) : undefined;
        if (mark !== undefined) goTo(mark.name);
      }),
      editor.addAction({
        id: 'recipe.go-to-value',
        label: 'Go to this value',
        keybindings: [monaco.KeyMod.Alt | monaco.KeyCode.Enter],
        precondition: 'isOnValue',
        contextMenuGroupId: 'navigation',
        run() {
          const mark = markAt(editor.getPosition());
          if (mark !== undefined) goTo(mark.name);
        },
      }),
    ];
    const stopLighting = store.subscribe((pointed, before) => {
      if (pointed?.name !== before?.name) light();
    });
    return () => {
      stopPointing();
      stopLighting();
      twins.clear();
      listeners.forEach((listener) => listener.dispose());
    };
  }, [editor, pointing]);
}

function isText({ type }: monaco.editor.IMouseTarget): boolean {
  return type === monaco.editor.MouseTargetType.CONTENT_TEXT;
}

/** In pixels of the window; null where the line isn't drawn. Of one that is wrapped, its beginning. */
function boxOf(
  editor: monaco.editor.IStandaloneCodeEditor,
  { line, start, end }: PlaceholderMark,
): DOMRect | null {
  const area = editor.getDomNode()?.getBoundingClientRect();
  const from = editor.getScrolledVisiblePosition({ lineNumber: line, column: start });
  const to = editor.getScrolledVisiblePosition({ lineNumber: line, column: end });
  if (area === undefined || from === null || to === null) return null;
  const width = Math.max(0, to.left - from.left);
  return new DOMRect(area.left + from.left, area.top + from.top, width, from.height);
}
