import type { RunEstimate, WireBudget } from '@/lib/api/run-wire';

/** What a cap counts: money, or calls where the price isn't known. */
export type CapUnit = 'usd' | 'calls';

/** A round cap with room above the dearest guess: 1, 2 or 5 times a power of ten. */
export function suggestedCap(estimate: RunEstimate | undefined, unit: CapUnit): string {
  if (estimate === undefined) return '';
  const worst = unit === 'usd' ? (estimate.high_usd ?? estimate.cost_usd ?? 0) : estimate.calls;
  if (worst <= 0) return '';
  const cap = roundUp(1.4 * worst);
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
  const digits = text.replaceAll(/[\s,$]/g, '');
  return /^(\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : null;
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  // 5 * 0.1 ** n picks up binary dust that would show in the field.
  return Number((step * power).toPrecision(6));
}
