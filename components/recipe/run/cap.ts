import type { RunEstimate, WireBudget } from '@/lib/api/run-wire';
import { typedAmount } from '@/lib/client/typed-number';
import type { ModelPrice } from '@/lib/llm/price';
import { inferenceOf, modelsOf } from '@/lib/recipe/attribute-inference';
import type { Recipe } from '@/lib/recipe/schema';

/** What a cap counts: money, or calls where the price isn't known. */
export type CapUnit = 'usd' | 'calls';

/** A cap as it was typed, and what it counted then. */
export type TypedCap = { text: string; unit: CapUnit };

/**
 * What the field of the cap holds: what was typed, unless the cap counts something else by now (2,000 calls are no
 * $2,000), else what is suggested. What is free has no cap.
 */
export function shownCap(
  typed: TypedCap | null,
  estimate: RunEstimate | undefined,
  callUsd: number,
): TypedCap {
  const unit = estimate === undefined ? (typed?.unit ?? 'usd') : estimate.cost_usd === null ? 'calls' : 'usd';
  if (estimate !== undefined && costsNothing(estimate)) return { text: '', unit };
  return typed?.unit === unit ? typed : { text: suggestedCap(estimate, unit, callUsd), unit };
}

/**
 * What one call may cost at most: a run holds this much back for each call in flight, so a cap must leave
 * room for it. Prompts are small beside the longest answer and not counted.
 */
export function dearestCallUsd(
  recipe: Recipe | undefined,
  /** Of the recipe's models, in the order of `modelsOf`. */
  prices: readonly (ModelPrice | null)[],
): number {
  if (recipe === undefined) return 0;
  const calls = modelsOf(recipe).map(({ inference, attributeIds }, at) => {
    const longest = [
      inference.generation.max_new_tokens,
      ...attributeIds.map((id) => inferenceOf(recipe, id).generation.max_new_tokens),
    ];
    return (Math.max(...longest) * (prices[at]?.outputUsdPerMillion ?? 0)) / 1e6;
  });
  return Math.max(0, ...calls);
}

/** Whether a run is expected to cost nothing: its models don't, or all that it would ask is answered already. */
export function costsNothing({ cost_usd: cost, calls }: Pick<RunEstimate, 'cost_usd' | 'calls'>): boolean {
  return cost === 0 || calls === 0;
}

/** Whether each of these models is known to cost nothing. */
export function areFree(prices: readonly (ModelPrice | null)[]): boolean {
  return (
    prices.length > 0 &&
    prices.every((price) => price?.inputUsdPerMillion === 0 && price.outputUsdPerMillion === 0)
  );
}

/** A round cap above the dearest guess, with room for what is held back: 1, 2 or 5 times a power of ten. */
export function suggestedCap(estimate: RunEstimate | undefined, unit: CapUnit, callUsd: number): string {
  if (estimate === undefined) return '';
  const worst = unit === 'usd' ? (estimate.high_usd ?? estimate.cost_usd ?? 0) : estimate.calls;
  if (worst <= 0) return '';
  const held = unit === 'usd' ? callUsd * Math.min(estimate.calls, callsInFlight) : 0;
  const cap = roundUp(1.4 * worst + held);
  return unit === 'calls' ? String(Math.ceil(cap)) : cap < 0.01 ? String(cap) : cap.toFixed(2);
}

/** The budget of a cap as typed; null for none. */
export function parseCap(text: string, unit: CapUnit): WireBudget | null {
  const value = numberOf(text);
  if (value === null) return null;
  return unit === 'usd' ? { usd: value } : { calls: value };
}

/** What is wrong with a cap as typed; an empty one is none. */
export function capProblem(text: string, unit: CapUnit): string | undefined {
  if (text.trim() === '') return undefined;
  const value = numberOf(text);
  if (value === null || value <= 0) return 'An amount above 0, or nothing';
  return unit === 'calls' && !Number.isInteger(value) ? 'A whole number of calls' : undefined;
}

/** The amount of a cap as typed, or null. */
export function numberOf(text: string): number | null {
  return typedAmount(text.replaceAll('$', ''));
}

/** As many calls at once as a usual limit allows. */
const callsInFlight = 32;

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  // 5 * 0.1 ** n picks up binary dust that would show in the field.
  return Number((step * power).toPrecision(6));
}
