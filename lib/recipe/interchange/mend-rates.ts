import { weightsOf } from '../chance/weights';
import { placeOf } from '../report';
import type { Path } from '../yaml/document';
import type { OumiExport } from './exported';

/** oumi refuses rates that add up to more than 1, be it by rounding: those are written as they are drawn here. */
export function mendRates({
  document,
  draft,
  edits,
}: Pick<OumiExport, 'document' | 'draft' | 'edits'>): void {
  for (const [index, attribute] of (draft.strategy_params?.sampled_attributes ?? []).entries()) {
    const rates = (attribute?.possible_values ?? []).map((value) => value?.sample_rate);
    const sum = rates.reduce<number>((total, rate) => total + (rate ?? 0), 0);
    const weights = sum > 1 ? weightsOf(rates) : null;
    if (weights === null) continue;
    for (const [position, rate] of exactRates(weights).entries()) {
      const path: Path = [
        ...['strategy_params', 'sampled_attributes', index, 'possible_values', position, 'sample_rate'],
      ];
      if (rates[position] === undefined) continue;
      edits.push({ ...placeOf(document, path, 'value'), text: String(rate) });
    }
  }
}

/** Rates that add up to 1 and no bit more, however they are added: the last takes what is left. */
export function exactRates(rates: readonly number[]): number[] {
  const exact = rates.map((rate) => Number(rate.toPrecision(12)));
  const last = exact.findLastIndex((rate) => rate > 0);
  const others = exact.toSpliced(last, 1, 0);
  let rest = Number(Math.max(0, 1 - sumOf(others)).toPrecision(12));
  const step = Number.EPSILON;
  while (last >= 0 && rest > 0 && sumOf(exact.toSpliced(last, 1, rest)) > 1) rest -= step;
  return last < 0 ? exact : exact.toSpliced(last, 1, rest);
}

function sumOf(rates: readonly number[]): number {
  return rates.reduce((total, rate) => total + rate, 0);
}
