import type { Category, SetMember } from '@/lib/regex/syntax';

/** The characters of a word in Python: letters, numbers and the underscore. */
export const wordCharacters = '\\p{L}\\p{N}_';

const spaceRanges: readonly [number, number][] = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];
const asciiSpaceRanges: readonly [number, number][] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];

/**
 * A set in RE2's syntax that holds exactly what the set of Python holds. RE2's categories know ASCII only,
 * and its sets can't hold the opposite of a Unicode category, so a set may become a choice, or a category
 * with a lookbehind at the character that it took.
 */
export function writeSet(negated: boolean, members: readonly SetMember[]): string {
  const opposites: string[] = [];
  let plain = '';
  let categories = '';
  for (const member of members) {
    if (member.type === 'range') plain += writeRange(member.from, member.to);
    else if (isOpposite(member)) opposites.push(writeCategory(member));
    else categories += writeCategory(member);
  }
  if (!negated) {
    const choices = [
      ...(plain === '' ? [] : [`[${plain}]`]),
      // Folding case could add marks to the letters of a category; Python doesn't.
      ...(categories === '' ? [] : [`(?-i:[${categories}])`]),
      ...opposites.map((category) => `(?-i:[^${category}])`),
    ];
    return choices.length === 1 ? choices.join('') : `(?:${choices.join('|')})`;
  }
  const excluded = [
    ...(plain === '' ? [] : [`(?<![${plain}])`]),
    ...(categories === '' ? [] : [`(?<!(?-i:[${categories}]))`]),
    ...opposites.map((category) => `(?<=(?-i:[${category}]))`),
  ];
  const [first] = opposites;
  if (first !== undefined)
    return `(?-i:[${first}])${excluded.filter((look) => look !== `(?<=(?-i:[${first}]))`).join('')}`;
  return `[^${plain}${categories}]`;
}

/** A character in RE2's syntax, in a set or outside. */
export function writeCharacter(code: number): string {
  const character = String.fromCodePoint(code);
  return /[A-Za-z0-9_]/.test(character) ? character : `\\x{${code.toString(16)}}`;
}

function writeRange(from: number, to: number): string {
  return from === to ? writeCharacter(from) : `${writeCharacter(from)}-${writeCharacter(to)}`;
}

/** Whether the category's opposite is what `writeCategory` gives. */
function isOpposite(category: Category): boolean {
  return category.negated && category.letter !== 's';
}

function writeCategory({ letter, negated, ascii }: Category): string {
  switch (letter) {
    case 'd':
      return ascii ? '0-9' : '\\p{Nd}';
    case 'w':
      return ascii ? '0-9A-Za-z_' : wordCharacters;
    case 's': {
      const ranges = ascii ? asciiSpaceRanges : spaceRanges;
      return (negated ? gapsBetween(ranges) : ranges).map(([from, to]) => writeRange(from, to)).join('');
    }
  }
}

function gapsBetween(ranges: readonly [number, number][]): [number, number][] {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const [start, end] of ranges) {
    gaps.push([from, start - 1]);
    from = end + 1;
  }
  return [...gaps, [from, 0x10ffff]];
}
