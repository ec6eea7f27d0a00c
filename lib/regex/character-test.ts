import type { Category, SetMember } from '@/lib/regex/syntax';

/** Whether a character, by its code point, is one of those that are wanted. */
export type CharacterTest = (code: number) => boolean;

/** A character, also in the other case where that is asked for. */
export function characterTest(wanted: number, ignoreCase: boolean): CharacterTest {
  if (!ignoreCase) return (code) => code === wanted;
  const cases = new Set(casesOf(wanted));
  return (code) => cases.has(code);
}

/** A set of Python; categories know Unicode unless they say otherwise. */
export function setTest(negated: boolean, members: readonly SetMember[], ignoreCase: boolean): CharacterTest {
  const tests = members.map((member) =>
    member.type === 'range' ? rangeTest(member.from, member.to, ignoreCase) : categoryTest(member),
  );
  return (code) => tests.some((test) => test(code)) !== negated;
}

function rangeTest(from: number, to: number, ignoreCase: boolean): CharacterTest {
  if (!ignoreCase) return (code) => code >= from && code <= to;
  return (code) => casesOf(code).some((one) => one >= from && one <= to);
}

/** A character and what it is in the other case, where that is one character too. */
export function casesOf(code: number): number[] {
  const text = String.fromCodePoint(code);
  return [text, text.toLowerCase(), text.toUpperCase()].flatMap((one) => {
    const [first, ...more] = Array.from(one, (character) => character.codePointAt(0) ?? 0);
    return first === undefined || more.length > 0 ? [] : [first];
  });
}

function categoryTest({ letter, negated, ascii }: Category): CharacterTest {
  const pattern = patterns[letter][ascii ? 'ascii' : 'unicode'];
  return (code) => pattern.test(String.fromCodePoint(code)) !== negated;
}

const patterns = {
  d: { unicode: /\p{Nd}/u, ascii: /[0-9]/ },
  w: { unicode: /[\p{L}\p{N}_]/u, ascii: /[0-9A-Za-z_]/ },
  s: {
    unicode: /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/,
    ascii: /[\t-\r ]/,
  },
} as const;

/** Whether a character belongs to a word. */
export function wordTest(ascii: boolean): CharacterTest {
  return categoryTest({ type: 'category', letter: 'w', negated: false, ascii });
}
