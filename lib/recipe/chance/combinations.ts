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

/**
 * How to draw a row that avoids combinations, and how likely a free draw would do so (0 = it can't; a lower
 * bound in the second form). Either step by step, or, where the steps would be too many, again and again: then
 * the chance is at least a tenth, so that `mostTries` fail together less than once in 10^45 rows.
 */
export type AvoidingDraw =
  | { type: 'steps'; chance: number; first: AvoidingStep | null }
  | { type: 'tries'; chance: number; attributes: readonly number[]; forbidden: readonly Combination[] };

/** How often a draw of the second form is made at most. */
export const mostTries = 1_000;

export type CombinationInput = {
  /** Chances of the values of each sampled attribute. */
  weights: readonly (readonly number[])[];
  combinations: readonly Combination[];
  /** Their rates: one that is never chosen needs no way to be completed. */
  rates: readonly number[];
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

/** More steps than any recipe written by hand needs; making them takes well under a second. */
const mostSteps = 5_000;

/**
 * Works out how rows are drawn around listed combinations: the chances of each value are conditioned on a row
 * without a forbidden combination still being possible, so that nothing has to be tried again. Null when the
 * combinations overlap in so many ways that neither form of a draw is sure to end.
 */
export function combinationDraws(input: CombinationInput): CombinationDraws | null {
  const budget = { steps: 0 };
  const avoidingAll = avoiding(input, input.combinations, budget);
  const completing = input.combinations.map((chosen, index) =>
    input.rates[index] === 0 ? free : avoiding(input, forbiddenBeside(chosen, input.combinations), budget),
  );
  const possible = completing.filter((draw) => draw !== null);
  return avoidingAll === null || possible.length < completing.length
    ? null
    : { completing: possible, avoidingAll };
}

type Steps = Extract<AvoidingDraw, { type: 'steps' }>;

const free: Steps = { type: 'steps', chance: 1, first: null };

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
  input: CombinationInput,
  combinations: readonly Combination[],
  budget: { steps: number },
): AvoidingDraw | null {
  const forbidden = withoutSupersets(combinations);
  const attributes = input.order.filter((attribute) => forbidden.some((one) => one.has(attribute)));
  const steps = makeSteps({ weights: input.weights, attributes, forbidden, budget });
  if (budget.steps <= mostSteps) return steps;
  // A free draw meets one of them at most as often as all of them together.
  const meeting = forbidden.map((one) =>
    [...one].reduce((chance, [attribute, value]) => chance * (input.weights[attribute]?.[value] ?? 0), 1),
  );
  const chance = 1 - meeting.reduce((sum, one) => sum + one, 0);
  return chance < 0.1 ? null : { type: 'tries', chance, attributes, forbidden };
}

type StepsInput = {
  weights: CombinationInput['weights'];
  attributes: readonly number[];
  forbidden: readonly Combination[];
  budget: { steps: number };
};

function makeSteps({ weights, attributes, forbidden, budget }: StepsInput): Steps {
  const lastLevel = forbidden.map((one) => attributes.findLastIndex((attribute) => one.has(attribute)));
  const made = new Map<string, Steps>();
  return from(0, [...forbidden.keys()]);

  /** `alive`: the combinations that agree with all that was drawn before. */
  function from(level: number, alive: readonly number[]): Steps {
    const attribute = attributes[level];
    if (alive.length === 0 || attribute === undefined) return free;
    const key = `${level}:${alive.join()}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    if (++budget.steps > mostSteps) return free;
    const own = weights[attribute] ?? [];
    const mentioned = new Set(alive.map((index) => forbidden[index]?.get(attribute)));
    const others = after(level, undefined, alive);
    const steps = own.map((_, value) => (mentioned.has(value) ? after(level, value, alive) : others));
    const chances = own.map((weight, value) => weight * (steps[value]?.chance ?? 0));
    const draw = conditioned(attribute, chances, steps);
    made.set(key, draw);
    return draw;
  }

  /** `value` undefined: one that no combination alive mentions. */
  function after(level: number, value: number | undefined, alive: readonly number[]): Steps {
    const attribute = attributes[level] ?? -1;
    const still = alive.filter((index) => {
      const wanted = forbidden[index]?.get(attribute);
      return wanted === undefined || wanted === value;
    });
    const complete = still.some((index) => lastLevel[index] === level);
    return complete ? impossible : from(level + 1, still);
  }
}

const impossible: Steps = { type: 'steps', chance: 0, first: null };

function conditioned(attribute: number, chances: readonly number[], steps: readonly Steps[]): Steps {
  const chance = chances.reduce((sum, one) => sum + one, 0);
  if (chance < leastChance) return impossible;
  const cumulative = cumulate(chances.map((one) => one / chance));
  return { type: 'steps', chance, first: { attribute, cumulative, next: steps.map((step) => step.first) } };
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
