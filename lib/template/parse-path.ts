import type { PathStep } from '@/lib/template/template';

export type ParsedPath = { ok: true; name: string; path: PathStep[] } | { ok: false; message: string };

/** Reads `name.part[key]…` as Python does: digits alone in brackets are a number, all else is a text. */
export function parsePath(text: string): ParsedPath {
  const nameEnd = /[.[]/.exec(text)?.index ?? text.length;
  const path: PathStep[] = [];
  let position = nameEnd;
  while (position < text.length) {
    const bracket = text.charAt(position) === '[';
    if (!bracket && text.charAt(position) !== '.') {
      return { ok: false, message: 'after "]" comes only "." or "["' };
    }
    const rest = text.slice(position + 1);
    const length = bracket ? rest.indexOf(']') : (/[.[]/.exec(rest)?.index ?? rest.length);
    if (length < 0) return { ok: false, message: 'a "]" is missing' };
    if (length === 0)
      return { ok: false, message: bracket ? 'nothing stands in the brackets' : 'nothing follows the point' };
    const step = rest.slice(0, length);
    path.push(bracket ? { type: 'item', key: itemKey(step) } : { type: 'attribute', name: step });
    position += length + (bracket ? 2 : 1);
  }
  return { ok: true, name: text.slice(0, nameEnd), path };
}

function itemKey(text: string): string | number {
  const index = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(index) ? index : text;
}
