// Spaces of any width, apostrophes and underscores group digits wherever they are used at all.
const groupMarks = /[\s'’_]/g;

/**
 * An amount as it was typed, in the way of any country: `1,234.50`, `1.234,50`, `0,5`, of very small ones also `1e-6`.
 * Null for what isn't one.
 */
export function typedAmount(text: string): number | null {
  const [, mantissa = '', exponent = '0'] =
    /^(.*?)(?:(?<=\d[.,]?)e([+-]?\d{1,3}))?$/i.exec(text.replaceAll(groupMarks, '')) ?? [];
  const digits = decimalDigits(mantissa);
  // Through its text: a product would add an error of its own.
  const amount = digits === null ? null : Number(`${digits}e${exponent}`);
  return amount === null || Number.isFinite(amount) ? amount : null;
}

/** A number of either sign as it was typed, else as an amount. Null for what isn't one. */
export function typedNumber(text: string): number | null {
  const [, sign, rest = ''] = /^\s*([-+−]?)(.*)$/s.exec(text) ?? [];
  const amount = typedAmount(rest);
  // There is no zero below zero for who types.
  return amount === null || amount === 0 || sign === '' || sign === '+' ? amount : -amount;
}

/** The digits of an amount with a decimal point, for `Number` to read; null for anything else. */
function decimalDigits(bare: string): string | null {
  const mark = decimalMark(bare);
  const [whole = '', part, ...more] = mark === null ? [bare] : bare.split(mark);
  const digits = mark === '.' ? ungrouped(whole, ',') : ungrouped(whole, mark === ',' ? '.' : null);
  if (digits === null || more.length > 0 || (part !== undefined && !/^\d*$/.test(part))) return null;
  return digits === '' && !part ? null : `${digits}.${part ?? ''}`;
}

/** A weight as it was typed: an amount, or so many percent of one, `25 %`. Null for what isn't one. */
export function typedWeight(text: string): number | null {
  const [, percent] = /^(.*)%\s*$/s.exec(text) ?? [];
  const amount = typedAmount(percent ?? text);
  return amount === null || percent === undefined ? amount : amount / 100;
}

/** A whole number as it was typed: `1,240`, `1.240`, `1 240`. Null for what isn't one. */
export function typedWhole(text: string): number | null {
  const bare = text.replaceAll(groupMarks, '');
  const digits = bare.includes('.') ? ungrouped(bare, '.') : ungrouped(bare, ',');
  return digits === null || digits === '' ? null : Number(digits);
}

/** With both marks the last one; one alone, unless it stands where thousands are grouped by commas. */
function decimalMark(bare: string): ',' | '.' | null {
  const [comma, dot] = [bare.lastIndexOf(','), bare.lastIndexOf('.')];
  if (comma >= 0 && dot >= 0) return comma > dot ? ',' : '.';
  if (dot >= 0) return bare.indexOf('.') === dot ? '.' : null;
  return comma >= 0 && !/^[1-9]\d{0,2}(,\d{3})+$/.test(bare) ? ',' : null;
}

/** Digits without the marks between thousands; null where the marks don't stand so. */
function ungrouped(text: string, mark: ',' | '.' | null): string | null {
  if (/^\d*$/.test(text)) return text;
  // Without a decimal mark it may be either.
  const marks = mark === null ? ([',', '.'] as const) : [mark];
  for (const one of marks) {
    const groups = text.split(one);
    const isGrouped =
      /^[1-9]\d{0,2}$/.test(groups[0] ?? '') && groups.slice(1).every((group) => /^\d{3}$/.test(group));
    if (isGrouped) return groups.join('');
  }
  return null;
}
