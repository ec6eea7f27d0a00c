import type { Condition } from '@/lib/condition/condition';
import type { GeneratedStep, RowValues } from './compile';
import { cellOf } from './row-value';

/** Whether a condition is true for a row; of a sampled value it sees the id, as the row holds it. Throws ConditionError. */
export function holds(condition: Condition, values: RowValues): boolean {
  return condition.holds((name) => cellOf(values.get(name)));
}

/**
 * Whether an attribute is skipped in a row: by its condition; without one, with anything skipped that its texts use.
 * Throws ConditionError.
 */
export function isSkipped({ when, uses }: Pick<GeneratedStep, 'when' | 'uses'>, values: RowValues): boolean {
  return when === null ? uses.some((name) => values.get(name) === null) : !holds(when, values);
}

/** Puts nothing into the row for an attribute. */
export function skip({ columns }: Pick<GeneratedStep, 'columns'>, values: RowValues): void {
  for (const name of columns) values.set(name, null);
}
