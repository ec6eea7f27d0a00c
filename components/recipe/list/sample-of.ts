/**
 * A row as it comes out, shortened to what a card can show: a short value as the lead and the longest text.
 * A text that is no row is shown as it is.
 */
export function sampleOf(json: string): { lead: string; text: string } {
  const texts = textsOf(json);
  const text = texts.reduce((best, each) => (each.length > best.length ? each : best), '');
  if (text === '') return { lead: '', text: json };
  return { lead: texts.findLast((each) => each !== text && each.length <= 60) ?? '', text };
}

/** All texts of a row in reading order; of a conversation what is said in it, not its id. */
function textsOf(json: string): string[] {
  try {
    return collect(JSON.parse(json));
  } catch {
    return [];
  }
}

function collect(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if ('messages' in value) return collect(value.messages);
  if ('content' in value) return collect(value.content);
  return Object.values(value).flatMap(collect);
}
