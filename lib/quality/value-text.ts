import { pythonStr } from '@/lib/template/python-str';
import { numberOfText } from '@/lib/util/number-of-text';
import { Float, isDict, isList, type Value } from '@/lib/util/value';

/**
 * What rules about text look at: a text itself, what was said in a conversation (a system prompt is the same in all
 * rows), anything else as it prints.
 */
export function textOfValue(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  const contents = contentsOf(value);
  return contents === null ? pythonStr(value) : contents.join('\n');
}

/** The contents of a conversation's messages but those of the system, or null for another value. */
function contentsOf(value: Value): string[] | null {
  const messages = isDict(value) ? value.get('messages') : value;
  if (!isList(messages) || messages.length === 0) return null;
  const contents: string[] = [];
  for (const message of messages) {
    if (!isDict(message) || !message.has('role')) return null;
    const content = message.get('content');
    if (message.get('role') !== 'system' && typeof content === 'string') contents.push(content);
  }
  return contents;
}

/** A number, or a text that is just one, spaces around it aside; else null. */
export function numberOfValue(value: Value | undefined): number | null {
  if (value instanceof Float) return value.value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? numberOfText(value) : null;
}
