import { readEscape, type RegexSource } from '@/lib/regex/regex-source';
import type { RegexNode, SetMember } from '@/lib/regex/syntax';

/** Reads a set behind its opening bracket, which stands at `offset`. */
export function parseSet(source: RegexSource, offset: number, ascii: boolean): RegexNode {
  const negated = source.takeText('^');
  const members: SetMember[] = [];
  for (let first = true; first || !source.takeText(']'); first = false) {
    const start = source.offset;
    const from = readMember(source, offset, ascii);
    if (source.sees('-') && !source.sees('-]')) {
      source.next();
      const to = readMember(source, offset, ascii);
      if (typeof from !== 'number' || typeof to !== 'number' || to < from) {
        throw source.refusal('a bad range of characters', start);
      }
      members.push({ type: 'range', from, to });
    } else {
      members.push(typeof from === 'number' ? { type: 'range', from, to: from } : from);
    }
  }
  return { type: 'set', negated, members };
}

function readMember(
  source: RegexSource,
  offset: number,
  ascii: boolean,
): number | Exclude<SetMember, { type: 'range' }> {
  if (source.atEnd()) throw source.refusal('a "]" is missing for this "["', offset);
  const start = source.offset;
  const character = source.next();
  if (character !== '\\') return character.codePointAt(0) ?? 0;
  if (source.takeText('b')) return 8;
  const octal = source.take(/[0-3]?[0-7]{1,2}/y);
  return octal ? Number.parseInt(octal[0], 8) : readEscape(source, start, ascii);
}
