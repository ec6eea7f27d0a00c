const narrow = /^[\x20-\x7e]*$/;
const zero = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;

/** How many columns of a terminal a text takes: two for each wide character, none for marks. */
export function textWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += zero.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** A text on one line in exactly so many columns: cut where it is too long, else with blanks behind or before. */
export function fitText(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const own = textWidth(text);
  if (own <= width) {
    const blanks = ' '.repeat(width - own);
    return side === 'left' ? text + blanks : blanks + text;
  }
  let kept = '';
  let used = 0;
  for (const character of text) {
    const next = textWidth(character);
    if (used + next > width - 1) break;
    kept += character;
    used += next;
  }
  return `${kept}…${' '.repeat(Math.max(0, width - 1 - used))}`;
}

/** A text without what would break a line or move the cursor. */
export function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
