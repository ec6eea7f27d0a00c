/**
 * How far a share among n rows may lie from the wanted one by chance alone, when `compared` values are looked at:
 * z · √(wanted · (1 − wanted) / n) + 1 / (2n), with z such that in 19 of 20 reports not one of the values lies beyond.
 */
export function chanceBound(wanted: number, rows: number, compared: number): number {
  if (rows === 0) return 1;
  return chanceFactor(compared) * Math.sqrt((wanted * (1 - wanted)) / rows) + 1 / (2 * rows);
}

/** The z of the bound: 1.96 for one value, 3.4 for 77. */
export function chanceFactor(compared: number): number {
  return normalQuantile(1 - 0.05 / (2 * Math.max(1, compared)));
}

/** The z below which a normal variable lies with this chance; by Acklam's approximation, good to nine digits. */
function normalQuantile(chance: number): number {
  const tail = Math.min(chance, 1 - chance);
  const sign = chance < 0.5 ? -1 : 1;
  if (tail > 0.02425) {
    const q = chance - 0.5;
    const r = q * q;
    return (
      (polynomial(
        r,
        [
          -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
          2.506628277459239,
        ],
      ) *
        q) /
      polynomial(
        r,
        [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
      )
    );
  }
  const q = Math.sqrt(-2 * Math.log(tail));
  return (
    (-sign *
      polynomial(
        q,
        [
          -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
          4.374664141464968, 2.938163982698783,
        ],
      )) /
    polynomial(q, [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1])
  );
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
