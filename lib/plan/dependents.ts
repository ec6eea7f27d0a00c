import { cumulate } from '@/lib/recipe/chance/weights';
import { dependencyOrder } from '@/lib/recipe/samplers/dependency-order';
import type { DependsOn } from '@/lib/recipe/sampler-schema';
import { AppError } from '@/lib/util/app-error';
import type { SampledAttribute } from '@/lib/recipe/schema';
import type { CompiledSampler } from './samplers/compiled-sampler';

/** An attribute whose values are listed. */
export type ListedAttribute = SampledAttribute & Required<Pick<SampledAttribute, 'possible_values'>>;

/** An attribute whose chances depend on what another one has drawn. */
export type Dependent = {
  attribute: number;
  /** The other one: listed, by the position of its value; or a boolean, 0 for false and 1 for true. */
  on: { kind: 'listed' | 'boolean'; at: number };
  /** Running sums by the position of the other one's value; where there are none, the fallback counts. */
  cases: readonly (Float64Array | undefined)[];
  fallback: Float64Array;
};

/** Makes the tables of all such attributes, each behind the one that it depends on. */
export function compileDependents(
  sampled: readonly ListedAttribute[],
  weights: readonly (readonly number[])[],
  samplers: readonly Pick<CompiledSampler, 'id' | 'sampler'>[],
): Dependent[] {
  const order = dependencyOrder(sampled.map(({ id, depends_on: on }) => ({ id, on: on?.attribute })));
  return order.flatMap((attribute) => {
    const own = sampled[attribute];
    const on = own?.depends_on;
    if (own === undefined || on === undefined) return [];
    const other = sampled.findIndex(({ id }) => id === on.attribute);
    const listed = sampled[other];
    const boolean = samplers.findIndex(({ id }) => id === on.attribute);
    if (listed === undefined && samplers[boolean]?.sampler.type !== 'boolean') {
      throw new AppError('recipe-invalid', `${own.id}: ${on.attribute} has no list of values`);
    }
    const keys = listed ? listed.possible_values.map(({ id }) => id) : ['false', 'true'];
    const base = weights[attribute] ?? [];
    return {
      attribute,
      on: listed ? { kind: 'listed', at: other } : { kind: 'boolean', at: boolean },
      cases: keys.map((key) => caseOf(own, on, key, base)),
      fallback: cumulate(base),
    };
  });
}

/** The running sums for one value of the other attribute; undefined where nothing is said of it. */
function caseOf(
  { id, possible_values: values }: ListedAttribute,
  { weights, values: lists }: DependsOn,
  key: string,
  base: readonly number[],
): Float64Array | undefined {
  const given = weights?.get(key);
  if (given !== undefined)
    return shares(
      id,
      key,
      values.map((value) => given.get(value.id) ?? 0),
    );
  const list = lists?.get(key);
  if (list === undefined) return undefined;
  const listed = values.map((value, at) => (list.includes(value.id) ? (base[at] ?? 0) : 0));
  // Values that are drawn nowhere else are drawn alike here.
  const isNone = listed.every((weight) => weight === 0);
  return shares(id, key, isNone ? values.map((value) => Number(list.includes(value.id))) : listed);
}

function shares(id: string, key: string, weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) throw new AppError('recipe-invalid', `${id}: all weights for ${key} are 0`);
  return cumulate(weights.map((weight) => weight / total));
}
