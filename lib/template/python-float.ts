/** A float in digits: `digits[0] . digits[1…] × 10^exponent`, without sign. */
type Digits = { digits: string; exponent: number };

/** `repr(float)`: the fewest digits that give the number back, an exponent from 1e16 on and below 1e-4. */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const { digits, exponent } = shortestDigits(value);
  const sign = isNegative(value) ? '-' : '';
  if (exponent < -4 || exponent >= 16) return sign + exponential(digits, exponent);
  const plain = positional(digits, exponent);
  return sign + (plain.includes('.') ? plain : `${plain}.0`);
}

export function nonFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

export function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** The fewest digits that tell the number from its neighbours; the sign is dropped. */
export function shortestDigits(value: number): Digits {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** `fractionDigits` digits behind the point, exactly rounded, ties to even; the sign is dropped. */
export function fixed(value: number, fractionDigits: number): string {
  const digits = scaledInteger(value, fractionDigits)
    .toString()
    .padStart(fractionDigits + 1, '0');
  const point = digits.length - fractionDigits;
  return fractionDigits === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** `count` significant digits, exactly rounded, ties to even; the sign is dropped. */
export function significantDigits(value: number, count: number): Digits {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  // The shortest digits can lie just above a power of ten of which the number itself stays below.
  let exponent = shortestDigits(value).exponent;
  for (;;) {
    const digits = scaledInteger(value, count - 1 - exponent).toString();
    if (digits.length === count) return { digits, exponent };
    exponent += digits.length - count;
  }
}

/** `1234` and 5 give `1.234e+05`. */
export function exponential(digits: string, exponent: number): string {
  const sign = exponent < 0 ? '-' : '+';
  const power = Math.abs(exponent).toString().padStart(2, '0');
  return `${withPoint(digits, 1)}e${sign}${power}`;
}

/** `1234` and 1 give `12.34`; zeros are added where the digits don't reach. */
export function positional(digits: string, exponent: number): string {
  if (exponent < 0) return withPoint('0'.repeat(-exponent) + digits, 1);
  return withPoint(digits.padEnd(exponent + 1, '0'), exponent + 1);
}

function withPoint(digits: string, point: number): string {
  return point === digits.length ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** |value| × 10^power as an integer, rounded from the exact binary value, ties to even. */
function scaledInteger(value: number, power: number): bigint {
  const { mantissa, exponent } = binaryParts(Math.abs(value));
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  const quotient = numerator / denominator;
  const twiceRest = (numerator % denominator) * 2n;
  const roundsUp = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n);
  return roundsUp ? quotient + 1n : quotient;
}

/** value = mantissa × 2^exponent. */
function binaryParts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biasedExponent = Number(bits >> 52n);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  return biasedExponent === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10_0000_0000_0000n, exponent: biasedExponent - 1075 };
}
