import type { ColumnStatistics } from '@/lib/api/dataset-wire';

type Bin = NonNullable<ColumnStatistics['histogram']>[number];
type Bar = Bin & { /** Does it hold a number that is its upper end? */ isClosed: boolean };

/**
 * How many of the rows that fit lie in each bar of all rows. What fits may be counted in bins of its own, or, where
 * its numbers are few, each for itself; a part of a bin counts by its share. Never more than a bar holds.
 */
export function fitsInBars(
  all: readonly Bin[],
  fitting: Pick<ColumnStatistics, 'histogram' | 'top'> | undefined,
): number[] {
  const bins = fitting?.histogram ?? [];
  const shareOf = isWhole(bins) ? sharedNumbers : sharedWidth;
  return all.map((bin, at) => {
    const bar: Bar = { ...bin, isClosed: isWhole(all) || at === all.length - 1 };
    const inBins = bins.reduce((sum, one) => sum + one.count * shareOf(bar, one), 0);
    const alone = (fitting?.top ?? []).reduce(
      (sum, { value, count }) => sum + (typeof value === 'number' && holds(bar, value) ? count : 0),
      0,
    );
    return Math.min(bar.count, Math.round(inBins + alone));
  });
}

/** Bins of whole numbers hold their last one; those of decimals end where the next begins. */
function isWhole([first, second]: readonly Bin[]): boolean {
  return first !== undefined && first.to !== second?.from;
}

function holds({ from, to, isClosed }: Bar, value: number): boolean {
  return value >= from && (value < to || (isClosed && value === to));
}

/** The share of a bin's whole numbers that lie in the bar. */
function sharedNumbers(bar: Bar, bin: Bin): number {
  const last = bar.isClosed ? Math.floor(bar.to) : Math.ceil(bar.to) - 1;
  const numbers = Math.min(last, bin.to) - Math.max(Math.ceil(bar.from), bin.from) + 1;
  return Math.max(0, numbers) / (bin.to - bin.from + 1);
}

/** The share of a bin's width that lies in the bar. */
function sharedWidth(bar: Bar, bin: Bin): number {
  return Math.max(0, Math.min(bar.to, bin.to) - Math.max(bar.from, bin.from)) / (bin.to - bin.from);
}
