/** Letters of scripts that write no blanks between words. */
const unspacedScripts = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

/** A letter or digit of the other scripts, as a class of a regular expression with the flag `v`. */
export const spacedClass = String.raw`[[\p{L}\p{N}]--${unspacedScripts}]`;

const inWord = String.raw`[[\p{L}\p{N}\p{M}]--${unspacedScripts}]`;
const word = new RegExp(
  String.raw`${spacedClass}${inWord}*(?:['’.\-]${inWord}+)*|[\p{L}&&${unspacedScripts}]`,
  'gv',
);

/**
 * How many words a text has: runs of letters and digits, in which an apostrophe, a point or a hyphen may stand (`don't`,
 * `3.5`, `well-known`). In scripts without blanks between words each letter counts as one.
 */
export function wordCount(text: string): number {
  return text.match(word)?.length ?? 0;
}
