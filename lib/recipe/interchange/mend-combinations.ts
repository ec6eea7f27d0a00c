import { combinationDraws, leastChance } from '../chance/combinations';
import { weightsOf } from '../chance/weights';
import type { DraftSampled } from '../draft';
import { applyEdit } from '../edit/apply-edit';
import type { OumiExport } from './exported';
import { exactRates } from './mend-rates';

/** Ids of attributes with ids of their values. */
type Named = ReadonlyMap<string, string>;
type Listed = { combination: Named; rate: number };

/** More combinations than these are not written out. */
const mostCombinations = 400;

const path = ['strategy_params', 'combination_sampling'];

/**
 * oumi gives a row with a combination no value of the attributes that it leaves open, refuses rates that pass 1
 * by a bit, and looks for ever for a row that no combination allows. So open attributes are written out with
 * the share that each of their values has, and rates that mean 1 are made to add up to it.
 */
export function mendCombinations({ draft, recipe, dropped }: OumiExport, text: string): string {
  const params = recipe?.strategy_params;
  const sampled = (draft.strategy_params?.sampled_attributes ?? []).filter((one) => one !== undefined);
  if (params === undefined || params.combination_sampling.length === 0 || sampled.length === 0) return text;
  const given = params.combination_sampling.map((one) => ({
    combination: one.combination,
    rate: one.sample_rate,
  }));
  const isOpen = (one: Listed) => one.rate > 0 && one.combination.size < sampled.length;
  const written = given.some(isOpen) ? writtenOut(given, sampled) : given;
  if (written === null) {
    const reason = `oumi leaves attributes that a combination doesn't name without a value, and to name all would take more than ${mostCombinations} combinations`;
    dropped.push({ path, reason });
  }
  const whole = wholeRates(written ?? given, sampled);
  if (whole === given) return text;
  return applyEdit(text, {
    type: 'set',
    path,
    value: whole.map((one) => ({
      combination: Object.fromEntries(one.combination),
      sample_rate: one.rate,
    })),
  });
}

/** The same chances with every attribute named; null where there would be too many. */
function writtenOut(given: readonly Listed[], sampled: readonly DraftSampled[]): Listed[] | null {
  const all: Listed[] = [];
  for (const [index, one] of given.entries()) {
    if (one.rate === 0) {
      all.push(one);
      continue;
    }
    const others = given.filter((_, position) => position !== index).map((other) => other.combination);
    const forbidden = others.filter((other) => !contains(one.combination, other));
    const full = completions(one.combination, sampled, mostCombinations - all.length);
    if (full === null) return null;
    const allowed = full.filter(
      ({ combination }) => !forbidden.some((other) => contains(combination, other)),
    );
    const chance = allowed.reduce((sum, { rate }) => sum + rate, 0);
    if (chance <= leastChance) return null;
    all.push(...allowed.map(({ combination, rate }) => ({ combination, rate: (rate / chance) * one.rate })));
  }
  return merged(all);
}

function completions(fixed: Named, sampled: readonly DraftSampled[], most: number): Listed[] | null {
  let found: Listed[] = [{ combination: new Map(), rate: 1 }];
  for (const { id = '', possible_values: values = [] } of sampled) {
    const only = fixed.get(id);
    const weights = only === undefined ? weightsOf(values.map((value) => value?.sample_rate)) : null;
    const next = values.flatMap((value, index) => {
      const chance = only === undefined ? (weights?.[index] ?? 0) : value?.id === only ? 1 : 0;
      return chance === 0 || value?.id === undefined ? [] : [{ id: value.id, chance }];
    });
    if (found.length * next.length > most) return null;
    found = found.flatMap(({ combination, rate }) =>
      next.map((value) => ({
        combination: new Map([...combination, [id, value.id]]),
        rate: rate * value.chance,
      })),
    );
  }
  return found;
}

function contains(whole: Named, part: Named): boolean {
  return [...part].every(([id, value]) => whole.get(id) === value);
}

/** Equal combinations once, with their rates together. */
function merged(all: readonly Listed[]): Listed[] {
  const byKey = new Map<string, Listed>();
  for (const one of all) {
    const key = JSON.stringify([...one.combination].sort());
    byKey.set(key, { ...one, rate: one.rate + (byKey.get(key)?.rate ?? 0) });
  }
  return [...byKey.values()];
}

/** Rates that mean 1 add up to it; others, and their list, stay. */
function wholeRates<List extends readonly Listed[]>(
  listed: List,
  sampled: readonly DraftSampled[],
): List | Listed[] {
  const rates = listed.map(({ rate }) => rate);
  const sum = rates.reduce((total, rate) => total + rate, 0);
  if (sum === 1 || (sum < 1 && !coverAll(listed, sampled))) return listed;
  const exact = exactRates(rates.map((rate) => rate / sum));
  return listed.map((one, index) => ({ ...one, rate: exact[index] ?? one.rate }));
}

function coverAll(listed: readonly Listed[], sampled: readonly DraftSampled[]): boolean {
  const weights = sampled.map((one) =>
    weightsOf((one.possible_values ?? []).map((value) => value?.sample_rate)),
  );
  if (!weights.every((one) => one !== null)) return false;
  const combinations = listed.map(
    ({ combination }) =>
      new Map(
        [...combination].map(([id, value]) => {
          const attribute = sampled.findIndex((one) => one.id === id);
          const values = sampled[attribute]?.possible_values ?? [];
          return [attribute, values.findIndex((one) => one?.id === value)] as const;
        }),
      ),
  );
  const order = [...sampled.keys()];
  const draws = combinationDraws({ weights, combinations, rates: listed.map(({ rate }) => rate), order });
  return draws?.avoidingAll.chance === 0;
}
