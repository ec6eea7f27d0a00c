import type { DraftRecipe, DraftSampled } from '../draft';
import { placeOf, type Reporter, type SpanFix } from '../report';
import type { Path } from '../yaml/document';

/** Rates are written by hand: a sum a little above 1 is a matter of rounding. */
export const largestRateSum = 1.001;

/** The values of each sampled attribute: their ids and their rates. */
export function checkRates(draft: DraftRecipe, reporter: Reporter): void {
  for (const [index, attribute] of (draft.strategy_params?.sampled_attributes ?? []).entries()) {
    if (attribute === undefined) continue;
    const path = ['strategy_params', 'sampled_attributes', index, 'possible_values'];
    checkValueIds(attribute, path, reporter);
    checkSum(attribute, path, reporter);
  }
}

function checkValueIds(attribute: DraftSampled, path: Path, reporter: Reporter): void {
  const seen = new Set<string>();
  for (const [index, value] of (attribute.possible_values ?? []).entries()) {
    if (value?.id === undefined || reporter.isFull()) continue;
    if (!seen.has(value.id)) {
      seen.add(value.id);
      continue;
    }
    const idPath = [...path, index, 'id'];
    const ids = new Set(attribute.possible_values?.map((other) => other?.id));
    let number = 2;
    while (ids.has(`${value.id}_${number}`)) number++;
    const free = `${value.id}_${number}`;
    reporter.add({
      code: 'duplicate-value-id',
      path: idPath,
      text: `The value id "${value.id}" is used more than once. Each value needs its own`,
      fixes: [
        {
          title: `Rename it to ${free}`,
          edits: [{ ...placeOf(reporter.document, idPath, 'value'), text: free }],
        },
      ],
    });
  }
}

function checkSum(attribute: DraftSampled, path: Path, reporter: Reporter): void {
  const values = attribute.possible_values ?? [];
  const rates = values.map((value) => value?.sample_rate);
  const sum = rates.reduce<number>((total, rate) => total + (rate ?? 0), 0);
  const unset = rates.filter((rate) => rate === undefined).length;
  const at = 'key' as const;
  if (sum > largestRateSum) {
    reporter.add({
      code: 'rates-over-one',
      path,
      text: `Weights add up to ${sum.toFixed(2)}. They must not pass 1`,
      at,
      fixes: [scaleFix(reporter, rates, (index) => [...path, index, 'sample_rate'])],
    });
  } else if (sum === 0 && unset === 0 && values.length > 0) {
    const text = 'All weights are 0, so no value could be drawn. Give at least one a weight above 0';
    reporter.add({ code: 'rates-all-zero', path, text, at });
  } else if (sum > 1 + 1e-9) {
    const text = `Weights add up to ${sum.toFixed(4)} and are scaled to 1`;
    reporter.add({ severity: 'info', code: 'rates-normalised', path, text, at });
  }
  if (sum > 0 && sum <= largestRateSum && 1 - sum < 1e-9 && unset > 0) {
    const text = `${unset === 1 ? 'One value has' : `${unset} values have`} no weight and the others leave nothing, so ${unset === 1 ? 'it is' : 'they are'} never drawn`;
    reporter.add({ severity: 'warning', code: 'never-drawn', path, text, at });
  }
}

/** Scales rates so that they add up to 1; the last takes what rounding leaves. */
export function scaleFix(
  reporter: Reporter,
  rates: readonly (number | undefined)[],
  pathOf: (index: number) => Path,
): SpanFix {
  const sum = rates.reduce<number>((total, rate) => total + (rate ?? 0), 0);
  const last = rates.findLastIndex((rate) => rate !== undefined && rate > 0);
  let left = 1_000_000;
  const edits = rates.flatMap((rate, index) => {
    if (rate === undefined || rate === 0) return [];
    const millionths = index === last ? left : Math.min(left, Math.round((rate / sum) * 1_000_000));
    left -= millionths;
    return [{ ...placeOf(reporter.document, pathOf(index), 'value'), text: String(millionths / 1_000_000) }];
  });
  return { title: 'Scale to 1', edits };
}
