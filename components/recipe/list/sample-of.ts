/**
 * A row as it comes out, shortened to what a card can show: a short value as the lead and the longest text.
 * A text that is no row is shown as it is.
 */
export function sampleOf(json: string): { lead: string; text: string } {
  const texts = textsOf(json);
  if (texts === null || texts.length === 0) return { lead: '', text: json };
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best));
  const lead = texts.findLast((text) => text !== longest && text.length <= 60) ?? '';
  return { lead, text: longest };
}

function textsOf(json: string): string[] | null {
  try {
    const row: unknown = JSON.parse(json);
    if (typeof row !== 'object' || row === null) return null;
    return Object.values(row).filter((value) => typeof value === 'string');
  } catch {
    return null;
  }
}
