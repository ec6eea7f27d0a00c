/** A text with the place where the caret is to stand. */
export type TextAndCaret = { text: string; caret: number };

/** The placeholder that is being typed at the caret: where it opens, and what stands between brace and caret. */
export type OpenPlaceholder = { start: number; typed: string };

/** Null when the caret is in no placeholder; a doubled brace opens none. */
export function openPlaceholder(text: string, caret: number): OpenPlaceholder | null {
  const before = text.slice(0, caret);
  const found = /(\{+)([^{}\s]*)$/.exec(before);
  if (found?.[1] === undefined || found[2] === undefined || found[1].length % 2 === 0) return null;
  return { start: caret - found[2].length - 1, typed: found[2] };
}

/** Puts a value's placeholder in place of the one being typed, or at the caret where none is. */
export function putPlaceholder(text: string, caret: number, value: string): TextAndCaret {
  const open = openPlaceholder(text, caret);
  const start = open?.start ?? caret;
  // The rest of the name behind the caret, and its brace, belong to what is replaced.
  const rest = open === null ? '' : (/^[^{}\s]*\}(?!\})/.exec(text.slice(caret))?.[0] ?? '');
  const written = `{${value}}`;
  return {
    text: text.slice(0, start) + written + text.slice(caret + rest.length),
    caret: start + written.length,
  };
}

/** Takes the whole placeholder that ends at the caret away; null where none does. */
export function dropPlaceholderBefore(text: string, caret: number): TextAndCaret | null {
  const found = /(\{+)([^{}\n]+)(\}+)$/.exec(text.slice(0, caret));
  if (found?.[1] === undefined || found[2] === undefined || found[3] === undefined) return null;
  const isPlaceholder = found[1].length % 2 === 1 && found[3].length % 2 === 1;
  if (!isPlaceholder) return null;
  const start = caret - found[2].length - 2;
  return { text: text.slice(0, start) + text.slice(caret), caret: start };
}
