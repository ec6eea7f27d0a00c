import { isSampledValue } from './row-value';
import type { SampledValue } from '@/lib/template/sampled-value';
import type { PathStep } from '@/lib/template/template';
import { isDict, isList, type Value } from '@/lib/util/value';

/** A part of a value that is given out as a column of its own, such as `few[0].question`. */
export type Part = {
  /** The column's name: the path as it is written. */
  name: string;
  /** The column that it is a part of. */
  of: string;
  path: readonly PathStep[];
};

/**
 * The part that a name asks for, or null for the name of a whole column. A point alone asks only for a part of
 * what a sampler makes of several: `customer.email`.
 */
export function partOf(name: string, composed: ReadonlySet<string>): Part | null {
  const hasBrackets = name.includes('[') && name.includes(']');
  if (!hasBrackets && !composed.has(name.slice(0, name.indexOf('.')))) return null;
  const [of, ...steps] = name.match(/[^[\].]+|\[\d+\]/g) ?? [];
  return of === undefined ? null : { name, of, path: steps.map(stepOf) };
}

/** Digits in brackets are a position; what stands between points or in other brackets is a key. */
function stepOf(step: string): PathStep {
  return { type: 'item', key: step.startsWith('[') ? Number(step.slice(1, -1)) : step };
}

/** The part of a value; undefined where it has none. */
export function takePart({ path }: Part, whole: Value | SampledValue | undefined): Value | undefined {
  if (whole === undefined || isSampledValue(whole)) return undefined;
  let current: Value | undefined = whole;
  for (const step of path) {
    const key = step.type === 'attribute' ? step.name : step.key;
    if (isList(current)) current = typeof key === 'number' ? current[key] : undefined;
    else current = isDict(current) ? current.get(String(key)) : undefined;
  }
  return current;
}
