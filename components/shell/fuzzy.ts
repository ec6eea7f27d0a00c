/**
 * How well a query fits a name: null when its letters don't stand in it in this order, else a number that is
 * smaller the better. Whole words at their start count most.
 */
export function fuzzyScore(query: string, name: string): number | null {
  const wanted = query.trim().toLowerCase();
  const text = name.toLowerCase();
  if (wanted === '') return 0;
  const whole = text.indexOf(wanted);
  if (whole !== -1) return whole === 0 || /[\s/_-]/.test(text[whole - 1] ?? '') ? whole : 100 + whole;
  let at = -1;
  let gaps = 0;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return null;
    gaps += next - at - 1;
    at = next;
  }
  return 1000 + gaps;
}
