/**
 * The chance of each value from the rates that a recipe gives, adding up to 1. Values without a rate share what
 * the others leave; if all have one, the rates count as weights. Null when all are 0.
 */
export function weightsOf(rates: readonly (number | undefined)[]): number[] | null {
  const sum = rates.reduce<number>((total, rate) => total + (rate ?? 0), 0);
  const unset = rates.filter((rate) => rate === undefined).length;
  const share = unset === 0 ? 0 : Math.max(0, 1 - sum) / unset;
  const weights = rates.map((rate) => rate ?? share);
  const total = weights.reduce((all, weight) => all + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : null;
}

/** The running sums of weights, the last of them exactly 1, for `pick`. */
export function cumulate(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  let last = -1;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    sums[index] = sum;
    if (weight > 0) last = index;
  }
  // Rounding must leave no gap at the end, and give nothing to values that have no weight.
  if (last >= 0) sums.fill(1, last);
  return sums;
}

/** The index that a draw in [0, 1) falls on: the first whose running sum is above it. */
export function pick(cumulative: Float64Array, draw: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] ?? 1) > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}
