import { compileCondition, type Condition } from '@/lib/condition/condition';
import { createDraw, type Draw } from '@/lib/random/draw';
import {
  combinationDraws,
  leastChance,
  mostTries,
  type AvoidingDraw,
} from '@/lib/recipe/chance/combinations';
import { cumulate, pick, weightsOf } from '@/lib/recipe/chance/weights';
import type { AttributeCombination, SampledAttribute } from '@/lib/recipe/schema';
import type { SourceTables } from '@/lib/sources/source-table';
import type { SampledValue } from '@/lib/template/sampled-value';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';
import { compileDependents, type Dependent, type ListedAttribute } from './dependents';
import type { CompiledSampler, RowSampler } from './samplers/compiled-sampler';
import { compileSampler } from './samplers/sampler';

/** An attribute with a list of possible values, ready to be drawn. */
export type ChanceAttribute = {
  id: string;
  values: readonly SampledValue[];
  cumulative: Float64Array;
};

/** How rows with listed combinations come about. */
export type ChanceCombinations = {
  /** Running sums of the rates; what lies beyond the last combination is a row with none of them. */
  cumulative: Float64Array;
  choices: readonly CombinationChoice[];
  /** How to draw a row with none of them. */
  none: AvoidingDraw;
};

type CombinationChoice = {
  fixed: readonly { attribute: number; value: number }[];
  /** How to draw what the combination leaves open. */
  open: AvoidingDraw;
};

/** Where the values of an attribute are found: among the listed ones, or among those that samplers make. */
export type DrawnAttribute = {
  id: string;
  kind: 'listed' | 'made';
  at: number;
  /** Left out of a row for which it isn't true; null = always there. */
  when: Condition | null;
};

/** All that is left to chance in a recipe, with its tables made. */
export type Chance = {
  attributes: readonly ChanceAttribute[];
  combinations: ChanceCombinations | null;
  /** Attributes whose values are made. */
  samplers: readonly CompiledSampler[];
  /** All of them as the recipe lists them. */
  order: readonly DrawnAttribute[];
  /** Attributes whose chances depend on another one, each behind that one. */
  dependents: readonly Dependent[];
};

/** Makes the tables once, so that a row costs one look-up for each attribute. */
export function compileChance(
  all: readonly SampledAttribute[],
  listed: readonly AttributeCombination[],
  tables: SourceTables,
): Chance {
  const sampled = all.filter(hasValues);
  const weights = sampled.map(weightsOfAttribute);
  const samplers = all.flatMap((attribute) =>
    attribute.sampler === undefined ? [] : compileSampler(attribute.id, attribute.sampler, tables),
  );
  return {
    attributes: sampled.map((attribute, index) => ({
      id: attribute.id,
      values: sampledValues(attribute),
      cumulative: cumulate(weights[index] ?? []),
    })),
    // Without sampled attributes there is nothing to combine.
    combinations:
      listed.length === 0 || all.length === 0 ? null : compileCombinations(sampled, listed, weights),
    samplers,
    order: orderOf(all),
    dependents: compileDependents(sampled, weights, samplers),
  };
}

/** Attributes as the recipe lists them: a condition may ask for what stands above it. */
function orderOf(all: readonly SampledAttribute[]): DrawnAttribute[] {
  let listed = 0;
  let made = 0;
  return all.map((attribute) => {
    const isListed = hasValues(attribute);
    return {
      id: attribute.id,
      kind: isListed ? 'listed' : 'made',
      at: isListed ? listed++ : made++,
      when: compileCondition(attribute.when),
    };
  });
}

function hasValues(attribute: SampledAttribute): attribute is ListedAttribute {
  return attribute.possible_values !== undefined;
}

function weightsOfAttribute({ id, possible_values }: ListedAttribute): number[] {
  const weights = weightsOf(possible_values.map((value) => value.sample_rate));
  if (weights === null) throw new AppError('recipe-invalid', `${id}: all weights are 0`);
  return weights;
}

function sampledValues({ id, name, description, possible_values }: ListedAttribute): SampledValue[] {
  const attribute = { id, name, description };
  return possible_values.map((value) => ({
    kind: 'sampled-value',
    id: value.id,
    name: value.name,
    description: value.description,
    attribute,
  }));
}

function compileCombinations(
  sampled: readonly ListedAttribute[],
  listed: readonly AttributeCombination[],
  weights: readonly (readonly number[])[],
): ChanceCombinations {
  const fixed = listed.map(({ combination }) => [...combination].map((pair) => positionOf(sampled, pair)));
  const draws = combinationDraws({
    weights,
    combinations: fixed.map((pairs) => new Map(pairs.map(({ attribute, value }) => [attribute, value]))),
    rates: listed.map((entry) => entry.sample_rate),
    // By id, so that the order of the list changes no draw.
    order: [...sampled.keys()].sort((a, b) => ((sampled[a]?.id ?? '') < (sampled[b]?.id ?? '') ? -1 : 1)),
  });
  if (draws === null) throw new AppError('recipe-invalid', 'The combinations overlap in too many ways');
  return {
    cumulative: combinationSums(
      listed.map((entry) => entry.sample_rate),
      draws.avoidingAll.chance >= leastChance,
    ),
    choices: fixed.map((pairs, index) => ({
      fixed: pairs,
      open: draws.completing[index] ?? draws.avoidingAll,
    })),
    none: draws.avoidingAll,
  };
}

function positionOf(
  sampled: readonly ListedAttribute[],
  [key, id]: readonly [string, string],
): { attribute: number; value: number } {
  const attribute = sampled.findIndex((candidate) => candidate.id === key);
  const value = sampled[attribute]?.possible_values.findIndex((candidate) => candidate.id === id) ?? -1;
  if (value === -1) throw new AppError('recipe-invalid', `${id} is not a value of ${key}`);
  return { attribute, value };
}

/** Rates keep their exact share while other rows are possible; else they share all rows among them. */
function combinationSums(rates: readonly number[], othersPossible: boolean): Float64Array {
  const sum = rates.reduce((total, rate) => total + rate, 0);
  const rest = othersPossible ? Math.max(0, 1 - sum) : 0;
  const total = sum + (rest < 1e-9 ? 0 : rest);
  if (total === 0) throw new AppError('recipe-invalid', 'The combinations leave no row that could be drawn');
  return cumulate([...rates, rest < 1e-9 ? 0 : rest].map((rate) => rate / total));
}

/** The draws that a recipe's chance needs under one seed. */
export type ChanceDraws = {
  attributes: readonly Draw[];
  combination: Draw | null;
  samplers: readonly RowSampler[];
};

const drawsOfLastSeed = new WeakMap<Chance, { seed: number; draws: ChanceDraws }>();

/** The draws for a seed. Those of the last seed asked for are kept: their keys are hashes. */
export function chanceDraws(chance: Chance, seed: number): ChanceDraws {
  const last = drawsOfLastSeed.get(chance);
  if (last?.seed === seed) return last.draws;
  const draws = {
    attributes: chance.attributes.map(({ id }) => createDraw(seed, id, 'value')),
    combination: chance.combinations && createDraw(seed, '', 'combination'),
    samplers: chance.samplers.map((sampler) => sampler.open(seed)),
  };
  drawsOfLastSeed.set(chance, { seed, draws });
  return draws;
}

/** The values that samplers make for a row; undefined while what they come from is on its way. */
export function drawSamplers(draws: ChanceDraws, row: number): (Value | undefined)[] {
  return draws.samplers.map((sampler) => sampler(row));
}

/**
 * The positions of the values that a row draws, attribute by attribute. `made` are the values of the samplers: the
 * chances of some attributes depend on them.
 */
export function drawPositions(
  chance: Chance,
  draws: ChanceDraws,
  { row, made }: { row: number; made: readonly (Value | undefined)[] },
): number[] {
  const positions = chance.attributes.map(() => -1);
  const open: OpenPositions = { chance, draws, row, positions };
  if (chance.combinations !== null && draws.combination !== null) {
    const { cumulative, choices, none } = chance.combinations;
    const choice = choices[pick(cumulative, draws.combination(row))];
    for (const { attribute, value } of choice?.fixed ?? []) positions[attribute] = value;
    drawAvoiding(open, choice?.open ?? none);
  }
  for (let attribute = 0; attribute < positions.length; attribute++) {
    if (positions[attribute] === -1) positions[attribute] = drawFreely(open, attribute, 0);
  }
  for (const { attribute, on, cases, fallback } of chance.dependents) {
    const position = on.kind === 'listed' ? (positions[on.at] ?? 0) : Number(made[on.at] === true);
    const cumulative = cases[position] ?? fallback;
    positions[attribute] = pick(cumulative, draws.attributes[attribute]?.(row) ?? 0);
  }
  return positions;
}

type OpenPositions = { chance: Chance; draws: ChanceDraws; row: number; positions: number[] };

function drawFreely({ chance, draws, row }: OpenPositions, attribute: number, count: number): number {
  const cumulative = chance.attributes[attribute]?.cumulative;
  return cumulative === undefined ? 0 : pick(cumulative, draws.attributes[attribute]?.(row, count) ?? 0);
}

function drawAvoiding(open: OpenPositions, how: AvoidingDraw): void {
  const { draws, row, positions } = open;
  if (how.type === 'steps') {
    for (let step = how.first; step !== null;) {
      const value = pick(step.cumulative, draws.attributes[step.attribute]?.(row) ?? 0);
      positions[step.attribute] = value;
      step = step.next[value] ?? null;
    }
    return;
  }
  for (let count = 0; count < mostTries; count++) {
    for (const attribute of how.attributes) positions[attribute] = drawFreely(open, attribute, count);
    const met = how.forbidden.some((combination) =>
      [...combination].every(([attribute, value]) => positions[attribute] === value),
    );
    if (!met) return;
  }
}
