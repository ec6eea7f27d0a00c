import type { AvoidingDraw, AvoidingStep } from '@/lib/recipe/chance/combinations';
import type { Chance } from './chance';

/**
 * The share of rows that each value of each sampled attribute should have, worked out from the tables that rows are
 * drawn by: with combinations the shares of a recipe's rates shift, and this says to what. A draw that is repeated
 * until it fits (far more combinations than people write) is taken as a free one.
 */
export function expectedShares(chance: Chance): Float64Array[] {
  const expected = independentShares(chance);
  // Each stands behind the one that it depends on, whose shares are known by then.
  for (const { attribute, on, cases, fallback } of chance.dependents) {
    const rate = chance.samplers[on.at]?.sampler.rate ?? 0.5;
    const others = on.kind === 'listed' ? (expected[on.at] ?? []) : [1 - rate, rate];
    const own = new Float64Array(fallback.length);
    for (const [position, mass] of others.entries()) {
      for (const [at, share] of shares(cases[position] ?? fallback).entries()) add(own, at, mass * share);
    }
    expected[attribute] = own;
  }
  return expected;
}

function independentShares(chance: Chance): Float64Array[] {
  const free = chance.attributes.map(({ cumulative }) => shares(cumulative));
  if (chance.combinations === null) return free;
  const { cumulative, choices, none } = chance.combinations;
  const expected = free.map((own) => new Float64Array(own.length));
  for (const [index, rate] of shares(cumulative).entries()) {
    if (rate === 0) continue;
    const choice = choices[index];
    const fixed = new Map(choice?.fixed.map(({ attribute, value }) => [attribute, value]));
    addDraw({ draw: choice?.open ?? none, rate, fixed, free, expected });
  }
  return expected;
}

/** The share of rows that each listed combination should have. */
export function expectedCombinations({ combinations }: Chance): Float64Array {
  if (combinations === null) return new Float64Array(0);
  return shares(combinations.cumulative).subarray(0, combinations.choices.length);
}

type Adding = {
  draw: AvoidingDraw;
  /** The share of rows that are drawn like this. */
  rate: number;
  fixed: ReadonlyMap<number, number>;
  free: readonly Float64Array[];
  expected: readonly Float64Array[];
};

function addDraw({ draw, rate, fixed, free, expected }: Adding): void {
  // How much of the rate has drawn an attribute at a step; the rest draws it freely.
  const drawn = new Float64Array(free.length);
  if (draw.type === 'steps') {
    let level = new Map<AvoidingStep, number>();
    if (draw.first !== null) level.set(draw.first, rate);
    while (level.size > 0) {
      const next = new Map<AvoidingStep, number>();
      for (const [step, mass] of level) {
        drawn[step.attribute] = (drawn[step.attribute] ?? 0) + mass;
        for (const [value, share] of shares(step.cumulative).entries()) {
          add(expected[step.attribute], value, mass * share);
          const after = step.next[value];
          if (after && share > 0) next.set(after, (next.get(after) ?? 0) + mass * share);
        }
      }
      level = next;
    }
  }
  for (const [attribute, own] of free.entries()) {
    const value = fixed.get(attribute);
    if (value !== undefined) {
      add(expected[attribute], value, rate);
      continue;
    }
    const rest = rate - (drawn[attribute] ?? 0);
    for (const [at, share] of own.entries()) add(expected[attribute], at, rest * share);
  }
}

function add(to: Float64Array | undefined, at: number, amount: number): void {
  if (to !== undefined) to[at] = (to[at] ?? 0) + amount;
}

function shares(cumulative: Float64Array): Float64Array {
  return cumulative.map((sum, at) => sum - (at === 0 ? 0 : (cumulative[at - 1] ?? 0)));
}
