import type { Fix, Position } from '../diagnostic';

/** The text after a fix, as an editor makes it: all edits refer to the text before. */
export function applyFix(text: string, fix: Fix): string {
  const lines = text.split('\n');
  const offset = ({ line, column }: Position) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return fix.edits
    .map((edit) => ({ start: offset(edit.range.start), end: offset(edit.range.end), text: edit.text }))
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}
