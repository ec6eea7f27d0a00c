import { cumulate } from './weights';

/** Positions of sampled attributes with the position of one of their values. */
export type Combination = ReadonlyMap<number, number>;

/**
 * A step of a draw that has to avoid combinations: the chances of one attribute's values given what was drawn
 * before, and for each value the step after it. Null = nothing can go wrong any more: draw the rest freely.
 */
export type AvoidingStep = {
  attribute: number;
  cumulative: Float64Array;
  next: readonly (AvoidingStep | null)[];
};

/** How likely a free draw avoids the combinations (0 = it can't), and how to draw one that does. */
export type AvoidingDraw = { chance: number; first: AvoidingStep | null };

export type CombinationInput = {
  /** Chances of the values of each sampled attribute. */
  weights: readonly (readonly number[])[];
  combinations: readonly Combination[];
  /** In which order the attributes are drawn. */
  order: readonly number[];
};

export type CombinationDraws = {
  /** Draws the attributes that a chosen combination leaves open, completing no other one. */
  completing: readonly AvoidingDraw[];
  /** Draws a row with none of the combinations. */
  avoidingAll: AvoidingDraw;
};

/** Below this a chance is what rounding leaves of 0. */
export const leastChance = 1e-12;

/** More steps than any recipe written by hand needs; the making of them stays under some 50 ms. */
const mostSteps = 20_000;

/**
 * Works out how rows are drawn around listed combinations, exactly and without trying again: the chances of each
 * value are conditioned on a row without a forbidden combination still being possible. Null when the
 * combinations overlap in so many ways that this would take too long.
 */
export function combinationDraws(input: CombinationInput): CombinationDraws | null {
  const budget = { steps: 0 };
  const all = avoiding(input, input.combinations, budget);
  const completing = input.combinations.map((chosen) =>
    avoiding(input, forbiddenBeside(chosen, input.combinations), budget),
  );
  return budget.steps > mostSteps ? null : { completing, avoidingAll: all };
}

/** What must not be drawn in addition: the open parts of the other combinations that still can come about. */
function forbiddenBeside(chosen: Combination, combinations: readonly Combination[]): Combination[] {
  return combinations.flatMap((other) => {
    const open = new Map<number, number>();
    for (const [attribute, value] of other) {
      const fixed = chosen.get(attribute);
      if (fixed === undefined) open.set(attribute, value);
      else if (fixed !== value) return [];
    }
    // One that lies within the chosen one comes with it.
    return open.size === 0 ? [] : [open];
  });
}

function avoiding(
  { weights, order }: CombinationInput,
  combinations: readonly Combination[],
  budget: { steps: number },
): AvoidingDraw {
  const forbidden = withoutSupersets(combinations);
  const attributes = order.filter((attribute) => forbidden.some((combination) => combination.has(attribute)));
  const rank = new Map(attributes.map((attribute, index) => [attribute, index]));
  const lastRank = forbidden.map((combination) =>
    Math.max(...[...combination.keys()].map((attribute) => rank.get(attribute) ?? 0)),
  );
  const made = new Map<string, AvoidingDraw>();
  return from(0, [...forbidden.keys()]);

  /** `alive`: the combinations that agree with all that was drawn before. */
  function from(level: number, alive: readonly number[]): AvoidingDraw {
    const attribute = attributes[level];
    if (alive.length === 0 || attribute === undefined) return { chance: 1, first: null };
    const key = `${level}:${alive.join()}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    if (budget.steps++ > mostSteps) return { chance: 1, first: null };
    const own = weights[attribute] ?? [];
    const branches = new Map<number | undefined, AvoidingDraw>();
    const draws = own.map((_, value) => {
      const mentioned = alive.some((index) => forbidden[index]?.get(attribute) === value);
      const branch = mentioned ? value : undefined;
      const draw = branches.get(branch) ?? after(level, attribute, branch, alive);
      branches.set(branch, draw);
      return draw;
    });
    const chances = own.map((weight, value) => weight * (draws[value]?.chance ?? 0));
    const chance = chances.reduce((sum, one) => sum + one, 0);
    const draw: AvoidingDraw =
      chance < leastChance
        ? { chance: 0, first: null }
        : {
            chance,
            first: {
              attribute,
              cumulative: cumulate(chances.map((one) => one / chance)),
              next: draws.map((one) => one.first),
            },
          };
    made.set(key, draw);
    return draw;
  }

  /** `value` undefined: one that no living combination mentions. */
  function after(
    level: number,
    attribute: number,
    value: number | undefined,
    alive: readonly number[],
  ): AvoidingDraw {
    const still = alive.filter((index) => {
      const wanted = forbidden[index]?.get(attribute);
      return wanted === undefined || wanted === value;
    });
    const complete = still.some((index) => lastRank[index] === level);
    return complete ? { chance: 0, first: null } : from(level + 1, still);
  }
}

/** What contains another forbidden combination is avoided with it. */
function withoutSupersets(combinations: readonly Combination[]): Combination[] {
  const bySize = [...combinations].sort((a, b) => a.size - b.size);
  const kept: Combination[] = [];
  for (const combination of bySize) {
    const covered = kept.some((smaller) =>
      [...smaller].every(([attribute, value]) => combination.get(attribute) === value),
    );
    if (!covered) kept.push(combination);
  }
  return kept;
}
