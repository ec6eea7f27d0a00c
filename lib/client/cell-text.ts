import { messagesOf } from './conversation';

/** What the grid shows of a value: short, on one line. `kind` tells how it is to be drawn. */
export type CellText = { kind: 'text' | 'count' | 'empty'; text: string };

/** No cell of a list holds more than this; the whole value is in the row's drawer. */
export const longestCellText = 240;

/** A value as one short line: conversations by their number of messages, the rest by its text. */
export function cellText(value: unknown): CellText {
  if (value === undefined || value === null || value === '') return { kind: 'empty', text: '' };
  if (typeof value === 'string') return { kind: 'text', text: oneLine(value) };
  const messages = messagesOf(value);
  if (messages !== null) {
    return { kind: 'count', text: `${messages.length} ${messages.length === 1 ? 'message' : 'messages'}` };
  }
  return { kind: 'text', text: oneLine(JSON.stringify(value)) };
}

/** The whole value as text: strings as they are, the rest as indented JSON. */
export function wholeText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function oneLine(text: string): string {
  const cut = text.length > longestCellText ? `${cutBeforePair(text, longestCellText)}…` : text;
  return cut.replace(/\s+/g, ' ').trim();
}

/** Never half an emoji. */
function cutBeforePair(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? length - 1 : length);
}
