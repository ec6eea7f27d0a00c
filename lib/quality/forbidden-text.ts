import { spacedClass } from './words';

/**
 * Whether a text holds another as whole words. Upper and lower case count the same, and so do blanks, `_` and
 * `-`: the label `lost_card` is found in "a Lost card". What is blank is found nowhere.
 */
export function holdsText(text: string, forbidden: string): boolean {
  const wanted = plain(forbidden);
  if (wanted === '') return false;
  const whole = plain(text);
  for (let at = whole.indexOf(wanted); at !== -1; at = whole.indexOf(wanted, at + 1)) {
    const before = wordEdge(whole, at);
    const after = wordEdge(whole, at + wanted.length);
    if (before && after) return true;
  }
  return false;
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim();
}

/** Whether a word may begin or end here. Scripts without blanks between words have an edge everywhere. */
function wordEdge(text: string, at: number): boolean {
  return !(
    spacedLetter.test(text.slice(Math.max(0, at - 2), at)) && spacedStart.test(text.slice(at, at + 2))
  );
}

const spacedLetter = new RegExp(`${spacedClass}$`, 'v');
const spacedStart = new RegExp(`^${spacedClass}`, 'v');
