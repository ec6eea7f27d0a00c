import { afterPaint } from '@/lib/client/after-paint';
import { findFolds } from './long-lists';
import { monaco } from './monaco';

/** Says behind each fold in sight how much it hides: "76 more values", "18 lines". */
export function labelFolds(editor: monaco.editor.IStandaloneCodeEditor): monaco.IDisposable {
  const labels = editor.createDecorationsCollection();
  let folds = findFolds(editor.getValue());
  const update = () => {
    const visible = editor.getVisibleRanges();
    const last = visible.at(-1)?.endLineNumber ?? 0;
    const isVisible = (line: number) =>
      visible.some((range) => range.startLineNumber <= line && line <= range.endLineNumber);
    const closed = folds.filter(({ start }) => start < last && isVisible(start) && !isVisible(start + 1));
    labels.set(
      closed.map(({ start, end, hides }) => ({
        range: endOf(editor, start),
        options: {
          after: {
            content: ` ${hides ?? `${end - start} lines`} `,
            inlineClassName: 'fold-label',
            cursorStops: monaco.editor.InjectedTextCursorStops.None,
          },
          showIfCollapsed: true,
        },
      })),
    );
  };
  let callOff: () => void = () => undefined;
  const listeners = [
    // Labels move along with their lines; what they say may follow the key on screen.
    editor.onDidChangeModelContent(() => {
      callOff();
      callOff = afterPaint(() => {
        folds = findFolds(editor.getValue());
        update();
      });
    }),
    editor.onDidChangeHiddenAreas(update),
    editor.onDidScrollChange(update),
  ];
  update();
  return {
    dispose() {
      callOff();
      listeners.forEach((listener) => listener.dispose());
    },
  };
}

function endOf(editor: monaco.editor.IStandaloneCodeEditor, line: number): monaco.IRange {
  const column = editor.getModel()?.getLineMaxColumn(line) ?? 1;
  return new monaco.Range(line, column, line, column);
}
