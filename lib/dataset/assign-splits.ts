import { createDraw } from '@/lib/random/draw';
import { type Split, splits } from './split';

/** How rows are divided by chance. */
export type SplitPlan = {
  readonly seed: number;
  /** Shares of the rows, 0 to 1, together less than 1; train has the rest. */
  readonly validation: number;
  readonly test: number;
};

/** A row as the division sees it. */
export type SplitRow = {
  /** Its place in the dataset: its chance hangs on it, so a row keeps it when others come. */
  readonly index: number;
  /** Rows of one stratum are divided by the shares; the same for all when nothing is stratified. */
  readonly stratum: string;
  /** Rows of one cluster come into the same split; null for a row that stands alone. */
  readonly cluster: number | null;
};

/**
 * The split of each row, in the order of the rows. The same rows and plan give the same splits. Within a stratum the
 * shares are kept as well as whole clusters allow; what one stratum is short of by rounding, the next makes good. A
 * cluster over several strata counts for that of its first row. Takes n log n for n rows.
 */
export function assignSplits(rows: readonly SplitRow[], { seed, validation, test }: SplitPlan): Split[] {
  const draw = createDraw(seed, 'split', 'order');
  const strata = new Map<string, Unit[]>();
  for (const unit of unitsOf(rows)) {
    const first = rows[unit.places[0] ?? 0];
    if (first === undefined) continue;
    unit.order = draw(first.index);
    const units = strata.get(first.stratum);
    if (units === undefined) strata.set(first.stratum, [unit]);
    else units.push(unit);
  }

  const assigned = rows.map((): Split => 'train');
  const due = { validation: createDue(validation), test: createDue(test) };
  for (const units of strata.values()) {
    units.sort((a, b) => a.order - b.order);
    const count = units.reduce((sum, { places }) => sum + places.length, 0);
    const left = { validation: due.validation.of(count), test: due.test.of(count) };
    for (const { places } of units) {
      const split = splits.find((one) => one !== 'train' && places.length <= left[one]);
      if (split === undefined || split === 'train') continue;
      left[split] -= places.length;
      for (const place of places) assigned[place] = split;
    }
    due.validation.giveBack(left.validation);
    due.test.giveBack(left.test);
  }
  return assigned;
}

/** Rows that stay together, by their places in the list. */
type Unit = { readonly places: number[]; order: number };

function unitsOf(rows: readonly SplitRow[]): Unit[] {
  const units: Unit[] = [];
  const clusters = new Map<number, Unit>();
  for (const [place, { cluster }] of rows.entries()) {
    const known = cluster === null ? undefined : clusters.get(cluster);
    if (known !== undefined) {
      known.places.push(place);
      continue;
    }
    const unit: Unit = { places: [place], order: 0 };
    units.push(unit);
    if (cluster !== null) clusters.set(cluster, unit);
  }
  return units;
}

/** How many whole rows are due to a share, stratum after stratum, with what was left over before. */
function createDue(share: number) {
  let exact = 0;
  let given = 0;
  return {
    of(count: number): number {
      exact += share * count;
      // A third of 9 rows is 3, also when the sum of thirds is a little less.
      const due = Math.min(count, Math.max(0, Math.floor(exact + 1e-9) - given));
      given += due;
      return due;
    },
    giveBack(rows: number): void {
      given -= rows;
    },
  };
}
