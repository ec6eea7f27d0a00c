import { starvingValues, type ValueCount } from '@/lib/run/yield-watch';
import type { RowOutcome } from './batch';

/** A sampled attribute, and where its cell stands. */
export type DrawnColumn = { readonly attributeId: string; readonly place: number };

/** How rows end by the values that were drawn for them. */
export type ValueOutcomes = {
  add(outcome: Pick<RowOutcome, 'status' | 'cells'>): void;
  /** The values that are lost far more often than others. */
  starving(): ValueCount[];
};

/** Attributes with more values are left out: of each there are too few rows to tell. */
const mostValues = 200;

/** Counts rows by value, since the run was last taken up; each row costs the same however many there were. */
export function createValueOutcomes(columns: readonly DrawnColumn[]): ValueOutcomes {
  const counts = columns.map(() => new Map<string, { tried: number; accepted: number }>());
  return {
    add({ status, cells }) {
      for (const [at, { place }] of columns.entries()) {
        const value = cells[place];
        const known = counts[at];
        if (typeof value !== 'string' || known === undefined || known.size > mostValues) continue;
        const count = known.get(value) ?? { tried: 0, accepted: 0 };
        known.set(value, count);
        count.tried += 1;
        if (status === 'accepted' || status === 'spare') count.accepted += 1;
      }
    },
    starving: () =>
      starvingValues(
        counts.flatMap((known, at) =>
          known.size > mostValues
            ? []
            : [...known].map(([value, count]) => ({
                attributeId: columns[at]?.attributeId ?? '',
                value,
                ...count,
              })),
        ),
      ),
  };
}
