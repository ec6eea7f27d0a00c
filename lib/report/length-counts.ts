/** How many texts there are of about each length, in a form that doesn't grow with them. */
export type LengthCounts = {
  add(length: number): void;
  /** Length and count of each class that has any, the shortest first. Lengths of 128 and more are good to 3 %. */
  classes(): { length: number; count: number }[];
};

/** Shorter lengths have a class of their own: their quantiles are exact. */
export const exactLengthsBelow = 128;

/** So many for each power of two above; the last holds 2^31. */
const perPower = 32;
const exactPower = 7;
const classCount = exactLengthsBelow + perPower * (31 - exactPower);

/** Makes empty counts. */
export function createLengthCounts(): LengthCounts {
  const counts = new Uint32Array(classCount);
  return {
    add(length) {
      const at = classOf(length);
      counts[at] = (counts[at] ?? 0) + 1;
    },
    classes: () =>
      [...counts.keys()].flatMap((at) => {
        const count = counts[at] ?? 0;
        return count === 0 ? [] : [{ length: lengthOf(at), count }];
      }),
  };
}

/** A bar of a histogram: lengths from `from` up to, not including, `to`; null = no end. */
export type LengthBin = { readonly from: number; readonly to: number | null; readonly count: number };

const mostBins = 24;

/**
 * Bars of about one round width, each from the first class that begins there, so that its count is exact; the last one
 * holds the longest hundredth, wherever it ends.
 */
export function lengthBins(classes: readonly { length: number; count: number }[]): LengthBin[] {
  const first = classes[0]?.length;
  if (first === undefined) return [];
  const end = quantile(classes, 0.99);
  // Narrower than a class, a bar would stand empty between two others.
  const width = roundWidth(Math.max((end - first + 1) / mostBins, classWidth(end)));
  const start = Math.floor(first / width) * width;
  const bins = Math.max(1, Math.ceil((end - start + 1) / width));
  const edge = (at: number) => classStart(start + at * width);
  const longest = classes.at(-1)?.length ?? 0;
  const empty = Array.from({ length: bins }, (_, at) => ({
    from: edge(at),
    to: at === bins - 1 && longest >= edge(bins) ? null : edge(at + 1),
    count: 0,
  }));
  const counts = countsInBins(empty, classes);
  return empty.map((bin, at) => ({ ...bin, count: counts[at] ?? 0 }));
}

/** The counts of the same bars for a part of the texts. */
export function countsInBins(
  bins: readonly LengthBin[],
  classes: readonly { length: number; count: number }[],
): number[] {
  const counts = bins.map(() => 0);
  let at = 0;
  for (const { length, count } of classes) {
    while (length >= (bins[at + 1]?.from ?? Infinity)) at += 1;
    counts[at] = (counts[at] ?? 0) + count;
  }
  return counts;
}

/** The length that a share of the texts doesn't pass. */
export function quantile(classes: readonly { length: number; count: number }[], share: number): number {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  for (const { length, count } of classes) {
    sum += count;
    if (sum >= share * total) return length;
  }
  return 0;
}

function classOf(length: number): number {
  if (length < exactLengthsBelow) return length;
  const power = 31 - Math.clz32(length);
  const within = (length >>> (power - 5)) & (perPower - 1);
  return Math.min(classCount - 1, exactLengthsBelow + (power - exactPower) * perPower + within);
}

/** The shortest length of a class. */
function lengthOf(at: number): number {
  if (at < exactLengthsBelow) return at;
  const power = exactPower + Math.floor((at - exactLengthsBelow) / perPower);
  return (perPower + ((at - exactLengthsBelow) % perPower)) * 2 ** (power - 5);
}

/** The least length from this one on that a class begins with. */
function classStart(length: number): number {
  const at = classOf(length);
  return lengthOf(at) < length ? lengthOf(at + 1) : length;
}

function classWidth(length: number): number {
  return length < exactLengthsBelow ? 1 : 2 ** (31 - Math.clz32(length) - 5);
}

/** 1, 2, 5, 10, 20, 50 …: the first that isn't below. */
function roundWidth(width: number): number {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, width)));
  return [1, 2, 5, 10].map((step) => step * scale).find((step) => step >= width) ?? 10 * scale;
}
