import { normalQuantile, normalShare } from '@/lib/random/normal';

/** What is asked of a number, as far as it is written. */
export type AskedNumber = {
  type?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
  distribution?: 'uniform' | 'normal' | undefined;
  mean?: number | undefined;
  deviation?: number | undefined;
  decimals?: number | undefined;
};

/** Numbers ready to be drawn. */
export type NumberRange = {
  /** The number for a draw in [0, 1). Larger draws give larger numbers. */
  at: (draw: number) => number;
  /** The share of rows that should have a number below `value`. */
  shareBelow: (value: number) => number;
  /** The ends that nearly all numbers lie between, for a picture: those of the range, or 4 deviations. */
  from: number;
  to: number;
  /** How far numbers lie apart; 0 where any number can come. */
  grain: number;
};

/** A field that is wrong, and why. */
export type NumberProblem = { key: 'min' | 'max' | 'mean' | 'deviation'; text: string };

/** Less than this share of a normal distribution between min and max is no normal distribution any more. */
const leastShare = 1e-6;

/** Makes the tables of a number, or says what stands in the way. */
export function numberRange(asked: AskedNumber): NumberRange | NumberProblem {
  const { min, max } = asked;
  if (min !== undefined && max !== undefined && min > max) {
    return { key: 'max', text: `must be at least min, ${min}, but is ${max}` };
  }
  const scale = asked.type === 'integer' ? 1 : asked.decimals === undefined ? null : 10 ** asked.decimals;
  return asked.distribution === 'normal' ? normal(asked, scale) : uniform(asked, scale);
}

/** Tells a problem from a range. */
export function isNumberProblem(made: NumberRange | NumberProblem): made is NumberProblem {
  return 'key' in made;
}

function uniform({ min, max, type }: AskedNumber, scale: number | null): NumberRange | NumberProblem {
  if (min === undefined) return { key: 'min', text: 'is missing: a uniform number needs both ends' };
  if (max === undefined) return { key: 'max', text: 'is missing: a uniform number needs both ends' };
  if (scale === null) {
    const width = max - min;
    if (!Number.isFinite(width)) return { key: 'max', text: `is too far from min, ${min}` };
    return {
      at: (draw) => min + draw * width,
      shareBelow: (value) => clamp((value - min) / (width || 1)),
      from: min,
      to: max,
      grain: 0,
    };
  }
  const grid = gridOf(min, max, scale, type);
  if ('key' in grid) return grid;
  const { low, count } = grid;
  return {
    at: (draw) => (low + Math.floor(draw * count)) / scale,
    shareBelow: (value) => clamp((Math.ceil(onGrid(value, scale)) - low) / count),
    from: low / scale,
    to: (low + count - 1) / scale,
    grain: 1 / scale,
  };
}

type Grid = { low: number; count: number };

/** The numbers with so many decimals between the ends, as whole numbers. */
function gridOf(min: number, max: number, scale: number, type: string | undefined): Grid | NumberProblem {
  const low = Math.ceil(onGrid(min, scale));
  const high = Math.floor(onGrid(max, scale));
  const what = type === 'integer' ? 'whole number' : `number with ${Math.round(Math.log10(scale))} decimals`;
  if (high < low) return { key: 'max', text: `leaves no ${what} between min, ${min}, and ${max}` };
  if (Math.max(Math.abs(low), Math.abs(high), high - low + 1) > Number.MAX_SAFE_INTEGER) {
    return {
      key: 'max',
      text: `${max} leaves more numbers than can be told apart. Bring min and max together`,
    };
  }
  return { low, count: high - low + 1 };
}

/** A number in units of the grid; what is a hair beside one of them is on it: 0.1 + 0.2 counts as 0.3. */
function onGrid(value: number, scale: number): number {
  const scaled = value * scale;
  const nearest = Math.round(scaled);
  return Math.abs(scaled - nearest) < 1e-9 * Math.max(1, Math.abs(scaled)) ? nearest : scaled;
}

function normal(asked: AskedNumber, scale: number | null): NumberRange | NumberProblem {
  const { mean, deviation, min = -Infinity, max = Infinity, type } = asked;
  if (mean === undefined) return { key: 'mean', text: 'is missing: a normal distribution needs its middle' };
  if (deviation === undefined) {
    return { key: 'deviation', text: 'is missing: a normal distribution needs its width' };
  }
  if (scale === null && min === max) return uniform(asked, scale);
  if (scale !== null && Number.isFinite(min) && Number.isFinite(max)) {
    const grid = gridOf(min, max, scale, type);
    if ('key' in grid) return grid;
  }
  const low = scale === null || min === -Infinity ? min : Math.ceil(onGrid(min, scale));
  const high = scale === null || max === Infinity ? max : Math.floor(onGrid(max, scale));
  const unit = scale ?? 1;
  // What is rounded to an end belongs to it.
  const reach = scale === null ? 0 : 0.5;
  const share = (value: number) => normalShare((value / unit - mean) / deviation);
  const before = low === -Infinity ? 0 : share(low - reach);
  const within = (high === Infinity ? 1 : share(high + reach)) - before;
  if (within < leastShare) {
    const text = `${mean} lies so far from min and max that nothing is left of the distribution. Move it, or widen them`;
    return { key: 'mean', text };
  }
  return {
    at: (draw) => {
      const p = Math.min(before + draw * within, 1 - 2 ** -53);
      const raw = (mean + deviation * normalQuantile(Math.max(p, 2 ** -54))) * unit;
      const value = scale === null ? raw : Math.round(raw);
      return Math.min(high, Math.max(low, value)) / unit;
    },
    shareBelow: (value) =>
      clamp((share(scale === null ? value : Math.ceil(onGrid(value, scale)) - reach) - before) / within),
    from: Math.max(low / unit, mean - 4 * deviation),
    to: Math.min(high / unit, mean + 4 * deviation),
    grain: scale === null ? 0 : 1 / scale,
  };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
