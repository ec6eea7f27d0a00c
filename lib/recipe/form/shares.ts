import { weightsOf } from '../chance/weights';

/** The rates of an attribute's values as they are written; undefined = none is. */
export type Rates = readonly (number | undefined)[];

/** Rates are written in millionths, so that a text shows no rounding of binary fractions. */
const unit = 1_000_000;

/** The share of the rows that each value gets, adding up to 1; all 0 where nothing could be drawn. */
export function sharesOf(rates: Rates): number[] {
  return weightsOf(rates) ?? rates.map(() => 0);
}

/**
 * Gives one value a share of the rows. The others share the rest in proportion to what they had, but for locked
 * ones, which keep theirs. The share is cut to what the locked ones leave; where no other value is free, they
 * stay as they are.
 */
export function giveShare(
  rates: Rates,
  index: number,
  share: number,
  locked: ReadonlySet<number> = new Set(),
): number[] {
  const before = sharesOf(rates);
  const held = sum(before.filter((_, at) => at !== index && locked.has(at)));
  const free = before.flatMap((_, at) => (at === index || locked.has(at) ? [] : [at]));
  const most = Math.max(0, 1 - held);
  const given = free.length === 0 ? most : Math.min(most, Math.max(0, share));
  const rest = most - given;
  const had = sum(free.map((at) => before[at] ?? 0));
  const wanted = before.map((own, at) => {
    if (at === index) return given;
    if (locked.has(at)) return own;
    return had > 0 ? (own / had) * rest : rest / free.length;
  });
  return rounded(wanted);
}

/**
 * Writes one value's rate. Values without one share what is left of themselves, so nothing else is written while
 * there are such values and the rates stay within 1; else the others make room for it.
 */
export function setRate(
  rates: Rates,
  index: number,
  rate: number | undefined,
  locked: ReadonlySet<number> = new Set(),
): (number | undefined)[] {
  const shares = sharesOf(rates);
  const next = rates.map((own, at) => (at !== index && locked.has(at) ? (own ?? shares[at]) : own));
  next[index] = rate;
  const takesTheRest = next.some((own, at) => at !== index && own === undefined);
  if (rate === undefined || (takesTheRest && rateSum(next) <= 1)) return next;
  return giveShare(rates, index, rate, locked);
}

/** Scales rates so that they add up to 1. Values without one get the share that they have anyway. */
export function scaledToOne(rates: Rates): number[] {
  return rounded(sharesOf(rates));
}

/**
 * The rates of values and of those that are added behind them: each added value gets about as much as an old one.
 * Added weights count among themselves; old rates are scaled down where they leave no room.
 */
export function makeRoom(
  before: Rates,
  added: Rates,
): { before: (number | undefined)[]; added: (number | undefined)[] } {
  const share = added.length / Math.max(1, before.length + added.length);
  const old = rateSum(before);
  const most = 1 - share;
  const scale = (rates: Rates, by: number) =>
    rates.map((rate) => (rate === undefined ? undefined : Math.floor(rate * by * unit + 1e-6) / unit));
  const wanted = rateSum(added);
  const isEven = before.every((rate) => rate === undefined);
  return {
    before: isEven || old <= most ? [...before] : scale(before, most / old),
    added: wanted === 0 ? added.map(() => undefined) : scale(added, share / wanted),
  };
}

/** The sum of the rates that are written, as people see it: 0.30000000000000004 is 0.3. */
export function rateSum(rates: Rates): number {
  return Math.round(sum(rates.map((rate) => rate ?? 0)) * unit) / unit;
}

/** In whole millionths that add up to 1: what rounding down leaves goes to those that lost most by it. */
function rounded(shares: readonly number[]): number[] {
  const parts = shares.map((share) => Math.floor(share * unit + 1e-6));
  const left = sum(parts) === 0 ? 0 : unit - sum(parts);
  const byLoss = shares
    .map((share, at) => ({ at, loss: share * unit - (parts[at] ?? 0) }))
    .sort((a, b) => b.loss - a.loss || a.at - b.at);
  const favoured = new Set(byLoss.slice(0, left).map(({ at }) => at));
  return parts.map((part, at) => (part + (favoured.has(at) ? 1 : 0)) / unit);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
