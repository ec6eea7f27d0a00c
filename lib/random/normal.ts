/**
 * The number of standard deviations below which a share `p` (0 < p < 1) of a normal distribution lies. Wichura, "Algorithm
 * AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16: about 16 digits.
 * Of the engine it takes only what IEEE 754 rounds exactly (+ − × ÷ and the square root), so every browser gives the same bits.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(centreAbove, r)) / polynomial(centreBelow, r);
  }
  const tail = Math.sqrt(-naturalLogarithm(q < 0 ? p : 1 - p));
  const size =
    tail <= 5
      ? polynomial(tailAbove, tail - 1.6) / polynomial(tailBelow, tail - 1.6)
      : polynomial(farAbove, tail - 5) / polynomial(farBelow, tail - 5);
  return q < 0 ? -size : size;
}

/** The share of a normal distribution below `x` standard deviations: what `normalQuantile` takes back to `x`. */
export function normalShare(x: number): number {
  if (x > 0) return 1 - normalShare(-x);
  let low = 0;
  let high = 0.5;
  // Halving until the two are neighbours; the quantile grows with the share.
  for (let step = 0; step < 1100; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (normalQuantile(middle) < x) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The natural logarithm of a positive finite number, by the series of the inverse hyperbolic tangent: `Math.log` may
 * differ between engines in its last bits. Good to about 1 part in 10^15.
 */
function naturalLogarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa > 1.4142135623730951; exponent++) mantissa /= 2;
  for (; mantissa < 0.7071067811865476; exponent--) mantissa *= 2;
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let power = 25; power >= 1; power -= 2) sum = sum * square + 1 / power;
  return exponent * 0.6931471805599453 + 2 * s * sum;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let at = coefficients.length - 1; at >= 0; at--) value = value * x + (coefficients[at] ?? 0);
  return value;
}

// The coefficients of PPND16, lowest power first.
const centreAbove = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const centreBelow = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
  39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
];
const tailAbove = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const tailBelow = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const farAbove = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const farBelow = [
  1, 0.59983220655588793769, 0.1369298809227358053, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];
