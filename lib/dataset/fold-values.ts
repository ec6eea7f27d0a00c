/** What is counted of a column, from counts of its values or of their measures. */
export type ColumnFacts = {
  type: 'text' | 'number' | 'boolean' | 'list' | 'mapping' | 'empty';
  count: number;
  distinct?: number;
  min?: number;
  max?: number;
  mean?: number;
  median?: number;
  top?: { value: string | number | boolean; count: number }[];
  histogram?: { from: number; to: number; count: number }[];
};

/** Counts as a query gives them: the JSON type, the value or its measure, how often. */
export type CountedValue = {
  readonly type: string | null;
  readonly value: string | number | null;
  readonly count: number;
};

const mostTop = 200;
const bins = 20;

/** Puts counts of any number of pieces together, in any order, with the same outcome. */
export function foldValues(pieces: Iterable<readonly CountedValue[]>, by: 'value' | 'measure'): ColumnFacts {
  const types = new Map<string, number>();
  const values = new Map<string | number | boolean, number>();
  let count = 0;
  for (const piece of pieces) {
    for (const { type, value, count: times } of piece) {
      if (type === null || type === 'null') continue;
      count += times;
      types.set(type, (types.get(type) ?? 0) + times);
      if (value === null) continue;
      const meant = type === 'true' || type === 'false' ? type === 'true' : value;
      values.set(meant, (values.get(meant) ?? 0) + times);
    }
  }
  const type = commonType(types);
  // Many different numbers say more by how they lie than each by how often it comes.
  const isSpread = type === 'number' && values.size > bins;
  const isCounted = type === 'boolean' || (by === 'value' && !isSpread);
  return { type, count, ...(isCounted ? topOf(values) : spreadOf(values)) };
}

/** The type that most values have, by SQLite's names of JSON types and how often each comes; of none `empty`. */
export function commonType(types: ReadonlyMap<string, number>): ColumnFacts['type'] {
  const [most] = [...types].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  switch (most?.[0]) {
    case undefined:
      return 'empty';
    case 'integer':
    case 'real':
      return 'number';
    case 'true':
    case 'false':
      return 'boolean';
    case 'array':
      return 'list';
    case 'object':
      return 'mapping';
    default:
      return 'text';
  }
}

function topOf(values: ReadonlyMap<string | number | boolean, number>) {
  const sorted = [...values].toSorted((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1));
  return {
    distinct: values.size,
    top: sorted.slice(0, mostTop).map(([value, count]) => ({ value, count })),
  };
}

/** Least, greatest, mean and median (the least one that half of all don’t pass), and how they are spread over twenty equal steps (fewer for few whole numbers). */
function spreadOf(values: ReadonlyMap<string | number | boolean, number>): Partial<ColumnFacts> {
  const numbers = [...values].flatMap(([value, count]) =>
    typeof value === 'number' ? [{ value, count }] : [],
  );
  const total = numbers.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return {};
  const min = numbers.reduce((least, { value }) => Math.min(least, value), Infinity);
  const max = numbers.reduce((most, { value }) => Math.max(most, value), -Infinity);
  const mean = numbers.reduce((sum, { value, count }) => sum + (value * count) / total, 0);
  const median = medianOf(numbers, total);
  const isWhole = numbers.every(({ value }) => Number.isInteger(value));
  const step = isWhole ? Math.max(1, Math.ceil((max - min + 1) / bins)) : (max - min) / bins || 1;
  const steps = Math.max(1, isWhole ? Math.ceil((max - min + 1) / step) : bins);
  const histogram = Array.from({ length: steps }, (_, at) => ({
    from: min + at * step,
    to: isWhole ? min + (at + 1) * step - 1 : min + (at + 1) * step,
    count: 0,
  }));
  for (const { value, count } of numbers) {
    const bin = histogram[Math.min(steps - 1, Math.floor((value - min) / step))];
    if (bin !== undefined) bin.count += count;
  }
  return { min, max, mean, median, histogram };
}

function medianOf(numbers: readonly { value: number; count: number }[], total: number): number {
  let below = 0;
  const found = numbers
    .toSorted((a, b) => a.value - b.value)
    .find(({ count }) => (below += count) >= total / 2);
  return found?.value ?? 0;
}
