/** Widths and precisions above this are refused: a template must not be able to exhaust the memory. */
const maxSize = 10_000;

/** A format spec in its parts, as in Python's `[[fill]align][sign][z][#][0][width][,_][.precision][type]`. */
export type FormatSpec = {
  fill: string;
  align: '' | '<' | '>' | '=' | '^';
  sign: '' | '+' | '-' | ' ';
  noNegativeZero: boolean;
  alternate: boolean;
  zeroPadded: boolean;
  width: number;
  grouping: '' | ',' | '_';
  precision: number | undefined;
  /** One letter, or '' for the value's own default. */
  type: string;
};

export type ParsedFormatSpec = { ok: true; spec: FormatSpec } | { ok: false; message: string };

const types = 'bcdeEfFgGnosxX%';
const grammar = /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d*)(,?)(_?)(?:\.(\d*))?([^]?)$/u;

/** Reads the text behind the colon of a placeholder. What it accepts may still not suit a value. */
export function parseFormatSpec(text: string): ParsedFormatSpec {
  const match = grammar.exec(text);
  if (match === null) return refused(`"${text}" is no format`);
  const [
    ,
    fill = '',
    align = '',
    sign = '',
    z,
    alternate,
    zero,
    width = '',
    comma,
    underscore,
    precision,
    type = '',
  ] = match;
  if (precision === '') return refused(`the format "${text}" has a point but no precision`);
  if (comma !== '' && underscore !== '') return refused(`the format "${text}" has both "," and "_"`);
  if (!types.includes(type)) {
    return refused(`the format "${text}" ends with "${type}", which is none of ${types.split('').join(' ')}`);
  }
  if (Number(width) > maxSize) return refused(`the width ${width} is over ${maxSize}`);
  if (precision !== undefined && Number(precision) > maxSize) {
    return refused(`the precision ${precision} is over ${maxSize}`);
  }
  return {
    ok: true,
    spec: {
      fill,
      align: align as FormatSpec['align'],
      sign: sign as FormatSpec['sign'],
      noNegativeZero: z !== undefined,
      alternate: alternate !== undefined,
      zeroPadded: zero !== undefined,
      width: Number(width),
      grouping: comma === ',' ? ',' : underscore === '_' ? '_' : '',
      precision: precision === undefined ? undefined : Number(precision),
      type,
    },
  };
}

function refused(message: string): ParsedFormatSpec {
  return { ok: false, message };
}
