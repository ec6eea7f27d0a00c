import { RegexRefusal, type Category } from '@/lib/regex/syntax';

/** A pattern and the offset (in UTF-16 units) up to which it has been read. */
export class RegexSource {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get offset(): number {
    return this.#offset;
  }

  atEnd(): boolean {
    return this.#offset >= this.#text.length;
  }

  /** The next character, a whole code point; '' at the end. */
  peek(): string {
    const code = this.#text.codePointAt(this.#offset);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  next(): string {
    const character = this.peek();
    this.#offset += character.length;
    return character;
  }

  sees(text: string): boolean {
    return this.#text.startsWith(text, this.#offset);
  }

  takeText(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#offset += text.length;
    return true;
  }

  /** Takes what a sticky pattern matches here. */
  take(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#offset;
    const match = sticky.exec(this.#text);
    if (match === null) return undefined;
    this.#offset += match[0].length;
    return match;
  }

  /** The position that Python names for an offset: it counts code points, from 0. */
  position(offset: number): number {
    return Array.from(this.#text.slice(0, offset)).length;
  }

  refusal(reason: string, offset = this.#offset): RegexRefusal {
    return new RegexRefusal(`${reason} (position ${this.position(offset)})`);
  }
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/**
 * What follows a backslash, in a set or outside: a code point or a category such as `\d`. `offset` is that
 * of the backslash.
 */
export function readEscape(source: RegexSource, offset: number, ascii: boolean): number | Category {
  const octal = source.take(/0[0-7]{0,2}|[0-3][0-7]{2}/y);
  if (octal) return Number.parseInt(octal[0], 8);
  const hex = source.take(/x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})/y);
  if (hex) {
    const code = Number.parseInt(hex[0].slice(1), 16);
    if (code > 0x10ffff) throw source.refusal(`there is no character \\${hex[0]}`, offset);
    return code;
  }
  if (source.sees('N{'))
    throw source.refusal('a character by name (\\N{…}) is not supported; write the character itself', offset);
  const character = source.next();
  if (character === '') throw source.refusal('nothing follows the backslash', offset);
  const control = Object.hasOwn(controls, character) ? controls[character] : undefined;
  if (control !== undefined) return control;
  const lower = character.toLowerCase();
  if (lower === 'd' || lower === 'w' || lower === 's') {
    return { type: 'category', letter: lower, negated: lower !== character, ascii };
  }
  if (/[A-Za-z0-9]/.test(character)) throw source.refusal(`\\${character} has no meaning in Python`, offset);
  return character.codePointAt(0) ?? 0;
}
