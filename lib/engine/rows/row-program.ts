import { engineFacts } from '@/lib/llm/engines';
import type { Endpoint } from '@/lib/llm/endpoint';
import type { Generation } from '@/lib/llm/model-call';
import type { CompiledRecipe, RowValues } from '@/lib/plan/compile';
import type { Exchange, ExchangePlace } from '@/lib/plan/exchange';
import { generationOf, requestSeed, type RequestPlace } from '@/lib/plan/generation';
import { lookupOf } from '@/lib/plan/lookup';
import { modelsOf } from '@/lib/recipe/attribute-inference';
import { planRow } from '@/lib/plan/plan-row';
import { exchangeOf, finishRow } from '@/lib/plan/row';
import { cellOf } from '@/lib/plan/row-value';
import type { DrawnColumn } from '../value-outcomes';
import { noRules, type Quality } from '@/lib/quality/quality';
import type { Rejection } from '@/lib/quality/rejection';
import { AppError } from '@/lib/util/app-error';
import type { Value } from '@/lib/util/value';

/** What is done for each row, with the order of its steps worked out once. Functions throw what no retry can mend. */
export type RowProgram = {
  readonly steps: readonly ProgramStep[];
  /** Attributes drawn by chance, and where their cells stand. */
  readonly drawn: readonly DrawnColumn[];
  plan(index: number): RowValues;
  /** What the attribute of a step asks in a row until its values are there. */
  exchange(step: number, place: Omit<ExchangePlace, 'seed'>): Exchange;
  finish(index: number, values: RowValues): (Value | undefined)[];
  /** The cells of a row that didn't get to its end. */
  unfinished(values: RowValues): (Value | undefined)[];
  /** What is sent as `seed`; null = nothing. */
  requestSeed(call: RequestPlace): number | null;
  /** What a finished row breaks of the rules that can be seen of it alone. */
  check(values: RowValues, cells: readonly (Value | undefined)[]): Rejection | null;
};

/** A call of a row: how many answers it needs first, and which steps wait for its own. */
export type ProgramStep = {
  readonly attributeId: string;
  readonly needs: number;
  /** Which model of the job it asks, by its place; 0 = the recipe's own. */
  readonly model: number;
  readonly generation: Generation;
  readonly neededBy: readonly number[];
};

/** What a run plans has to be there: nothing of it may be on its way. */
function wholeRow(compiled: CompiledRecipe, seed: number, index: number): RowValues {
  const values = planRow(compiled, seed, index);
  for (const { id } of compiled.chance.samplers) {
    if (!values.has(id)) throw new AppError('plan-failed', `There is nothing to draw ${id} from`);
  }
  return values;
}

/** The program of a recipe with a seed, asked at the endpoints of its models in their order. */
export function createRowProgram(
  compiled: CompiledRecipe,
  seed: number,
  endpoints: readonly Pick<Endpoint, 'engine'>[],
  quality: Quality = noRules,
): RowProgram {
  const { recipe, steps, columns } = compiled;
  const takesSeed = endpoints.map(({ engine }) => engineFacts(engine).acceptsSeed);
  const models = new Map(
    modelsOf(recipe).flatMap(({ attributeIds }, at) => attributeIds.map((id) => [id, at])),
  );
  const stepAt = (number: number) => {
    const step = steps[number];
    if (step === undefined) throw new Error(`There is no step ${number}`);
    return step;
  };
  return {
    steps: steps.map((step) => ({
      attributeId: step.attributeId,
      model: models.get(step.attributeId) ?? 0,
      generation: generationOf(recipe, step.attributeId),
      needs: step.needs.length,
      neededBy: steps.flatMap((other, number) => (other.needs.includes(step.attributeId) ? [number] : [])),
    })),
    drawn: compiled.chance.attributes.flatMap(({ id }) => {
      const place = columns.findIndex(({ name }) => name === id);
      return place < 0 ? [] : [{ attributeId: id, place }];
    }),
    plan: (index) => wholeRow(compiled, seed, index),
    exchange: (step, place) => exchangeOf(compiled, stepAt(step), { ...place, seed }),
    finish: (index, values) => finishRow(compiled, seed, index, values),
    unfinished: (values) => columns.map(({ name }) => cellOf(values.get(name))),
    requestSeed: (call) => {
      const model = models.get(call.attributeId) ?? 0;
      return takesSeed[model] === true ? requestSeed(recipe, seed, call) : null;
    },
    check: (values, cells) => quality.check(cells, lookupOf(compiled, values)),
  };
}
