import { nearestName } from '@/lib/util/nearest';
import { combinationDraws, type Combination, type CombinationDraws } from '../chance/combinations';
import { weightsOf } from '../chance/weights';
import type { DraftRecipe, DraftSampled } from '../draft';
import { hasErrorAt, placeOf, type Reporter, type SpanFix } from '../report';
import type { Path } from '../yaml/document';
import { largestRateSum, scaleFix } from './check-rates';
import { removeKeyFix } from './remove-key';

const listPath: Path = ['strategy_params', 'combination_sampling'];

/** Combinations: what they name has to exist, and their rates have to be possible. */
export function checkCombinations(draft: DraftRecipe, reporter: Reporter): void {
  const sampled = (draft.strategy_params?.sampled_attributes ?? []).filter(
    (attribute) => attribute !== undefined,
  );
  const combinations = draft.strategy_params?.combination_sampling ?? [];
  if (combinations.length === 0) return;
  if (sampled.length === 0) {
    for (const [index, entry] of combinations.entries()) {
      if (entry?.combination) checkKeys(entry.combination, [...listPath, index, 'combination'], reporter);
    }
    const text = 'has no effect: there is no sampled attribute to combine';
    return reporter.add({ severity: 'warning', code: 'no-effect', path: listPath, text, at: 'key' });
  }
  const attributes = new Map(sampled.map((attribute) => [attribute.id ?? '', attribute]));
  let sound = true;
  for (const [index, entry] of combinations.entries()) {
    if (reporter.isFull()) return;
    const combination = entry?.combination;
    sound &&= combination !== undefined && entry?.sample_rate !== undefined;
    if (combination === undefined) continue;
    const path = [...listPath, index, 'combination'];
    sound = checkKeys(combination, path, reporter) && sound;
    for (const [key, value] of combination) {
      sound =
        checkPair(
          { draft, attributes, key, value, path: [...path, key], size: combination.size },
          reporter,
        ) && sound;
    }
  }
  const rates = combinations.map((entry) => entry?.sample_rate);
  sound = checkSum(rates, reporter) && sound;
  if (sound)
    checkPossible(
      sampled,
      combinations.map((entry) => entry?.combination ?? new Map()),
      rates,
      reporter,
    );
}

function checkKeys(combination: ReadonlyMap<string, string>, path: Path, reporter: Reporter): boolean {
  if (combination.size >= 2) return true;
  // A pair that couldn't be read is told already.
  if (hasErrorAt(reporter, path)) return false;
  const text =
    combination.size === 0
      ? 'must not be empty: name at least two attributes'
      : 'must have at least two keys. The share of a single value is its sample_rate';
  reporter.add({ code: 'combination-keys', path, text, at: 'key' });
  return false;
}

type Pair = {
  draft: DraftRecipe;
  attributes: ReadonlyMap<string, DraftSampled>;
  key: string;
  value: string;
  path: Path;
  /** How many attributes the combination names. */
  size: number;
};

function checkPair({ draft, attributes, key, value, path, size }: Pair, reporter: Reporter): boolean {
  const attribute = attributes.get(key);
  if (attribute === undefined) {
    unknown(key, [...attributes.keys()], 'key', `"${key}" is no sampled attribute`);
    return false;
  }
  const own = [...attributes].flatMap(([id, { sampler, depends_on: on }]) => ((sampler ?? on) ? [] : id));
  if (attribute.sampler !== undefined) {
    unknown(
      key,
      own,
      'key',
      `${key} has a sampler and no list of values, so it can't be part of a combination`,
    );
    return false;
  }
  if (attribute.depends_on !== undefined) {
    const on = attribute.depends_on.attribute ?? 'another attribute';
    unknown(
      key,
      own,
      'key',
      `${key} depends on ${on}: its chances there and an exact share here could not both be kept, so a combination can't name it. Weigh its values under depends_on, for each value of ${on}, or take depends_on out`,
      wayOut(key),
    );
    return false;
  }
  const values = (attribute.possible_values ?? []).flatMap((candidate) => candidate?.id ?? []);
  if (values.includes(value)) return true;
  unknown(value, values, 'value', `"${value}" is not the id of a value of ${key}`);
  return false;

  /** Without its line, where two others are left; or without what it depends on. */
  function wayOut(id: string): SpanFix[] {
    const index = draft.strategy_params?.sampled_attributes?.findIndex((one) => one?.id === id) ?? -1;
    const on: Path = ['strategy_params', 'sampled_attributes', index, 'depends_on'];
    const [fromHere, fromThere] = [path, on].map((at) => removeKeyFix(reporter.document, at));
    return [
      ...(size > 2 ? (fromHere ?? []).map((fix) => ({ ...fix, title: `Take ${id} out of it` })) : []),
      ...(fromThere ?? []).map((fix) => ({ ...fix, title: `Take depends_on out of ${id}` })),
    ];
  }

  function unknown(
    name: string,
    known: string[],
    at: 'key' | 'value',
    text: string,
    others?: SpanFix[],
  ): void {
    const nearest = nearestName(name, known);
    const place = placeOf(reporter.document, path, at);
    reporter.add({
      code: 'combination-unknown',
      path,
      text: `${text}. ${others === undefined ? 'Known here' : 'Combinations can name'}: ${some(known)}`,
      at,
      ...(others !== undefined && { fixes: others }),
      ...(nearest !== undefined &&
        others === undefined && {
          fixes: [{ title: `Replace it with ${nearest}`, edits: [{ ...place, text: nearest }] }],
        }),
    });
  }
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown || 'none';
}

const ratePath = (index: number): Path => [...listPath, index, 'sample_rate'];

function checkSum(rates: readonly (number | undefined)[], reporter: Reporter): boolean {
  const sum = sumOf(rates);
  if (sum > largestRateSum) {
    reporter.add({
      code: 'rates-over-one',
      path: listPath,
      text: `Rates of combinations add up to ${sum.toFixed(2)}. They must not pass 1`,
      at: 'key',
      fixes: [scaleFix(reporter, rates, ratePath)],
    });
    return false;
  }
  if (sum > 1 + 1e-9) {
    const text = `Rates of combinations add up to ${sum.toFixed(4)} and are scaled to 1`;
    reporter.add({ severity: 'info', code: 'rates-normalised', path: listPath, text, at: 'key' });
  }
  return true;
}

function sumOf(rates: readonly (number | undefined)[]): number {
  return rates.reduce<number>((total, rate) => total + (rate ?? 0), 0);
}

function checkPossible(
  sampled: readonly DraftSampled[],
  named: readonly ReadonlyMap<string, string>[],
  rates: readonly (number | undefined)[],
  reporter: Reporter,
): void {
  const weights = sampled.map((attribute) =>
    weightsOf((attribute.possible_values ?? []).map((value) => value?.sample_rate)),
  );
  if (!weights.every((one) => one !== null)) return;
  const combinations = named.map((one) => positions(one, sampled));
  reportRepeats(combinations, reporter);
  const draws = combinationDraws({
    weights,
    combinations,
    rates: rates.map((rate) => rate ?? 0),
    order: [...sampled.keys()],
  });
  if (draws === null) {
    const text = 'The combinations overlap in too many ways. Name the same attributes in each of them';
    reporter.add({ code: 'combinations-too-many', path: listPath, text, at: 'key' });
    return;
  }
  reportImpossible(draws, rates, reporter);
}

function positions(named: ReadonlyMap<string, string>, sampled: readonly DraftSampled[]): Combination {
  return new Map(
    [...named].map(([key, value]) => {
      const attribute = sampled.findIndex((candidate) => candidate.id === key);
      const values = sampled[attribute]?.possible_values ?? [];
      return [attribute, values.findIndex((candidate) => candidate?.id === value)];
    }),
  );
}

function reportRepeats(combinations: readonly Combination[], reporter: Reporter): void {
  const seen = new Set<string>();
  for (const [index, combination] of combinations.entries()) {
    const key = [...combination].sort(([a], [b]) => a - b).join(';');
    if (seen.has(key)) {
      const text = 'This combination is listed before; the rates add up';
      reporter.add({
        severity: 'info',
        code: 'combination-repeated',
        path: [...listPath, index, 'combination'],
        text,
      });
    }
    seen.add(key);
  }
}

function reportImpossible(
  draws: CombinationDraws,
  rates: readonly (number | undefined)[],
  reporter: Reporter,
): void {
  for (const [index, draw] of draws.completing.entries()) {
    if (draw.chance > 0 || (rates[index] ?? 0) === 0) continue;
    const text = 'can only come together with another combination of the list. Name more attributes in it';
    reporter.add({
      code: 'combination-impossible',
      path: [...listPath, index, 'combination'],
      text,
      at: 'key',
    });
  }
  const sum = sumOf(rates);
  // Rates such as three times 0.333 mean 1.
  if (draws.avoidingAll.chance > 0 || sum >= 2 - largestRateSum) return;
  reporter.add({
    code: 'combinations-cover-all',
    path: listPath,
    text: `The combinations leave no other row, but their rates add up to ${sum.toFixed(2)}. They must add up to 1`,
    at: 'key',
    ...(sum > 0 && { fixes: [scaleFix(reporter, rates, ratePath)] }),
  });
}
