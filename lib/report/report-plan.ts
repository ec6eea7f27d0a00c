import type { CompiledRecipe } from '@/lib/plan/compile';
import { expectedCombinations, expectedShares } from '@/lib/plan/expected-shares';
import type { CompiledSampler } from '@/lib/plan/samplers/compiled-sampler';
import { numberBins, type NumberBin } from './number-bins';

/** A sampled attribute as a report counts it: where its ids stand in a row, and the share each should have. */
export type ReportAttribute = {
  readonly id: string;
  readonly name: string;
  readonly column: number;
  readonly values: readonly {
    readonly id: string;
    readonly name: string;
    readonly wanted: number;
    /** What rows hold, where that isn't the id. */
    readonly cell?: boolean;
  }[];
  /** Of numbers, which have no ids: the same values as stretches of numbers. */
  readonly bins: readonly NumberBin[] | null;
};

/** Values that should come together in a share of the rows. */
export type ReportCombination = {
  readonly pairs: readonly { readonly attribute: number; readonly value: number }[];
  readonly wanted: number;
};

/** What a report counts in the rows of a recipe. */
export type ReportPlan = {
  readonly attributes: readonly ReportAttribute[];
  readonly combinations: readonly ReportCombination[];
  /** Columns whose lengths tell something. */
  readonly texts: readonly { readonly name: string; readonly column: number }[];
};

/** Reads off a recipe what its rows should be like. */
export function reportPlan({ chance, columns, recipe }: CompiledRecipe): ReportPlan {
  const shares = expectedShares(chance);
  const combinations = expectedCombinations(chance);
  const columnOf = new Map(columns.map(({ name }, at) => [name, at]));
  const names = new Map(recipe.strategy_params.sampled_attributes.map(({ id, name }) => [id, name]));
  return {
    attributes: [
      ...chance.attributes.map(({ id, values }, attribute) => ({
        id,
        name: names.get(id) ?? id,
        column: columnOf.get(id) ?? -1,
        values: values.map((value, at) => ({
          id: value.id,
          name: value.name,
          wanted: shares[attribute]?.[at] ?? 0,
        })),
        bins: null,
      })),
      // Behind the others: combinations name those by their positions.
      ...chance.samplers.flatMap((sampler) => {
        const shown = shownValues(sampler);
        if (shown === null) return [];
        const { id } = sampler;
        return { id, name: names.get(id) ?? id, column: columnOf.get(id) ?? -1, ...shown };
      }),
    ],
    combinations: (chance.combinations?.choices ?? []).map(({ fixed }, at) => ({
      pairs: fixed,
      wanted: combinations[at] ?? 0,
    })),
    texts: columns.flatMap(({ name, kind }, column) => (kind === 'sampled' ? [] : [{ name, column }])),
  };
}

/** What a sampler makes, as far as it has shares: true and false, and numbers in bins. */
function shownValues({
  range,
  sampler: { type, rate = 0.5 },
}: CompiledSampler): Pick<ReportAttribute, 'values' | 'bins'> | null {
  if (range !== null) {
    const bins = numberBins(range);
    return { values: bins, bins };
  }
  if (type !== 'boolean') return null;
  const values = [
    { id: 'true', name: 'true', cell: true, wanted: rate },
    { id: 'false', name: 'false', cell: false, wanted: 1 - rate },
  ];
  return { values, bins: null };
}
