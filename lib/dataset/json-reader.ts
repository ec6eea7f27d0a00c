import { AppError } from '@/lib/util/app-error';
import { Float, type Value } from '@/lib/util/value';

/** Lists and dicts nested deeper than this are refused: walking them must not exhaust the stack. */
export const maxJsonDepth = 500;

/** Integers with more digits than this are refused, as in Python: reading them takes quadratic time. */
const maxIntegerDigits = 4300;

const numbers = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;

/** Reads one JSON text from its beginning; `value` and then `end` take it all or throw AppError. */
export class JsonReader {
  readonly #text: string;
  readonly #takesNonFinite: boolean;
  #position = 0;

  /** With `takesNonFinite` the words that Python writes are read too: NaN as null, Infinity as a number. */
  constructor(text: string, { takesNonFinite }: { takesNonFinite: boolean }) {
    this.#text = text;
    this.#takesNonFinite = takesNonFinite;
  }

  value(depth: number): Value {
    this.#skipSpaces();
    const character = this.#text.charAt(this.#position);
    switch (character) {
      case '"':
        return this.#string();
      case '{':
        return this.#dict(depth);
      case '[':
        return this.#list(depth);
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#takesNonFinite && /[NI]/.test(this.#text.slice(this.#position, this.#position + 2))
          ? this.#nonFinite()
          : this.#number();
    }
  }

  end(): void {
    this.#skipSpaces();
    if (this.#position < this.#text.length) throw this.#unexpected();
  }

  #dict(depth: number): Value {
    const dict = new Map<string, Value>();
    this.#open(depth);
    if (this.#took('}')) return dict;
    do {
      this.#skipSpaces();
      if (this.#text.charAt(this.#position) !== '"') throw this.#unexpected();
      const key = this.#string();
      if (!this.#took(':')) throw this.#unexpected();
      dict.set(key, this.value(depth + 1));
    } while (this.#took(','));
    if (!this.#took('}')) throw this.#unexpected();
    return dict;
  }

  #list(depth: number): Value {
    const list: Value[] = [];
    this.#open(depth);
    if (this.#took(']')) return list;
    do {
      list.push(this.value(depth + 1));
    } while (this.#took(','));
    if (!this.#took(']')) throw this.#unexpected();
    return list;
  }

  #open(depth: number): void {
    if (depth >= maxJsonDepth) throw jsonTooDeep();
    this.#position++;
  }

  #string(): string {
    const start = this.#position;
    const end = endOfJsonString(this.#text, start);
    if (end < 0) throw this.#invalid('a text without its closing quote');
    const content = this.#text.slice(start + 1, end);
    this.#position = end + 1;
    if (!/[\\\u0000-\u001f]/.test(content)) return content;
    try {
      return String(JSON.parse(this.#text.slice(start, end + 1)));
    } catch {
      this.#position = start;
      throw this.#invalid('a text with an invalid escape or a control character');
    }
  }

  #number(): Value {
    numbers.lastIndex = this.#position;
    const match = numbers.exec(this.#text);
    if (match === null) throw this.#unexpected();
    const [text, fraction, exponent] = match;
    if (fraction !== undefined || exponent !== undefined) {
      this.#position = numbers.lastIndex;
      const value = Number(text);
      return Number.isInteger(value) ? new Float(value) : value;
    }
    if (text.length > maxIntegerDigits) throw this.#invalid('an integer with too many digits');
    this.#position = numbers.lastIndex;
    const value = Number(text);
    if (value === 0) return 0;
    return Number.isSafeInteger(value) ? value : BigInt(text);
  }

  #nonFinite(): Value {
    switch (this.#text.charAt(this.#position)) {
      case 'N':
        return this.#word('NaN', null);
      case 'I':
        return this.#word('Infinity', Infinity);
      default:
        return this.#word('-Infinity', -Infinity);
    }
  }

  #word(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#position)) throw this.#unexpected();
    this.#position += word.length;
    return value;
  }

  #skipSpaces(): void {
    this.#position = skipJsonSpaces(this.#text, this.#position);
  }

  #took(character: string): boolean {
    this.#skipSpaces();
    if (this.#text.charAt(this.#position) !== character) return false;
    this.#position++;
    return true;
  }

  #unexpected(): AppError {
    const character = this.#text.charAt(this.#position);
    return this.#invalid(character === '' ? 'the end of the text' : JSON.stringify(character));
  }

  #invalid(found: string): AppError {
    const before = this.#text.slice(0, this.#position).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new AppError(
      'json-invalid',
      `Invalid JSON in line ${line}, column ${column}: ${found} is not expected there`,
      {
        position: this.#position,
        line,
        column,
      },
    );
  }
}

/** The position of the quote that closes the string opened at `start`; -1 when there is none. */
export function endOfJsonString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charAt(before) === '\\') before--;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}

/** The first position from `from` on that holds no JSON white space. */
export function skipJsonSpaces(text: string, from: number): number {
  let position = from;
  while (position < text.length && ' \t\n\r'.includes(text.charAt(position))) position++;
  return position;
}

export function jsonTooDeep(): AppError {
  return new AppError('json-too-deep', `Lists and dicts may be nested ${maxJsonDepth} deep at most`);
}
