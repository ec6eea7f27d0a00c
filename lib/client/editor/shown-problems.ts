import type { Diagnostic, Position } from '@/lib/recipe/diagnostic';
import type { Path } from '@/lib/recipe/yaml/document';

/** How long typing rests before everything that is wrong is shown. */
export const problemRestMs = 400;

/** Where somebody types: at the cursor of the text, or in the field of a form. */
export type TypingPlace = { cursor: Position } | { field: Path };

/**
 * The problems to show while somebody types: those of the unfinished word under the cursor, or of the field, wait
 * until the cursor has left it or typing rests. A problem that is on screen already stays.
 */
export function problemsToShow(
  fresh: readonly Diagnostic[],
  shown: readonly Diagnostic[],
  place: TypingPlace,
): readonly Diagnostic[] {
  const known = new Set(shown.map(identity));
  const isUnfinished = (problem: Diagnostic) =>
    'field' in place
      ? place.field.every((step, at) => problem.path[at] === step)
      : isAtCursor(problem, place.cursor);
  return fresh.filter((problem) => known.has(identity(problem)) || !isUnfinished(problem));
}

/** A problem of the text stays the same one while its place moves with the lines above it. */
function identity({ code, path }: Diagnostic): string {
  return `${code}:${path.join('.')}`;
}

function isAtCursor({ code, range }: Diagnostic, cursor: Position): boolean {
  // Half a line of YAML is often reported at the next one.
  if (code === 'yaml-syntax') return true;
  const isAfterStart =
    cursor.line > range.start.line ||
    (cursor.line === range.start.line && cursor.column >= range.start.column);
  const isBeforeEnd =
    cursor.line < range.end.line || (cursor.line === range.end.line && cursor.column <= range.end.column);
  return isAfterStart && isBeforeEnd;
}
