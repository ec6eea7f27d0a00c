import type { ReadAnswer } from './read-answer';

/**
 * Reads an answer whose parts stand behind their keys in square brackets, such as `[Question] What is …? [Answer] …`.
 * Upper and lower case count the same, and so does Markdown's emphasis around a key. A key begins a part only where a line
 * begins; what stands before the first is dropped. Of a key that stands there twice the first part counts.
 */
export function readSections(text: string, keys: readonly string[]): ReadAnswer {
  const places = placesOf(text, keys);
  const found = new Map<string, string>();
  for (const [at, { key, end }] of places.entries()) {
    const section = text.slice(end, places[at + 1]?.start ?? text.length).trim();
    if (!found.has(key) && section !== '') found.set(key, section);
  }
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length > 0) {
    const named = missing.map((key) => `[${key}]`).join(', ');
    return { ok: false, message: `The answer has no ${named}.` };
  }
  return { ok: true, value: new Map(keys.map((key) => [key, found.get(key) ?? ''])) };
}

type Place = { key: string; start: number; end: number };

/** A key within a line counts too, where all parts stand on one line. */
function placesOf(text: string, keys: readonly string[]): Place[] {
  const atLines = keysIn(text, keys, /(?:^|\n)[ \t]*[*_#> -]*\[([^[\]\n]{1,200})\][*_]*:?/gu);
  if (new Set(atLines.map(({ key }) => key)).size === keys.length) return atLines;
  return keysIn(text, keys, /\[([^[\]\n]{1,200})\][*_]*:?/gu);
}

function keysIn(text: string, keys: readonly string[], pattern: RegExp): Place[] {
  const byFoldedKey = new Map(keys.map((key) => [folded(key), key]));
  return [...text.matchAll(pattern)].flatMap((match) => {
    const key = byFoldedKey.get(folded(match[1] ?? ''));
    return key === undefined ? [] : [{ key, start: match.index, end: match.index + match[0].length }];
  });
}

function folded(key: string): string {
  return key.trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
