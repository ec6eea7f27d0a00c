import type { NumberRange } from '@/lib/recipe/samplers/number-range';

/** A stretch of the numbers that a sampler makes, and the share of rows that should lie in it. */
export type NumberBin = {
  readonly id: string;
  readonly name: string;
  readonly wanted: number;
  /** Its least number; null: all below `to`. */
  readonly from: number | null;
  /** Its greatest number, of numbers that can't be counted the first of the next bin; null: all from `from` on. */
  readonly to: number | null;
};

/** So many bins at most: few enough to be read, and for chance to be told from a fault. */
const mostBins = 10;
/** Numbers that are no more than this have a bin each. */
const mostSingles = 12;

/** Cuts a range into bins of equal width. Where numbers beyond its ends can come, the first and the last are open. */
export function numberBins({ from, to, grain, shareBelow }: NumberRange): NumberBin[] {
  if (to <= from) return [{ id: String(from), name: nameOf({ from, to }, grain), wanted: 1, from, to }];
  const edges = grain > 0 ? edgesOnGrid(from, to, Math.round(1 / grain)) : evenEdges(from, to);
  // What is less than this is an end of the range, rounded.
  const isOpen = (share: number) => share > 1e-9;
  const first = edges[0] ?? from;
  const last = edges.at(-1) ?? to;
  return edges.slice(0, -1).map((start, at) => {
    const next = edges[at + 1] ?? last;
    const isFirst = at === 0 && isOpen(shareBelow(first));
    const isLast = at === edges.length - 2 && isOpen(1 - shareBelow(last));
    const below = isLast || at === edges.length - 2 ? 1 : shareBelow(next);
    const bin = {
      from: isFirst ? null : start,
      to: isLast ? null : grain > 0 ? rounded(next - grain, grain) : next,
    };
    return {
      ...bin,
      id: String(start),
      name: nameOf(bin, grain),
      wanted: below - (at === 0 ? 0 : shareBelow(start)),
    };
  });
}

/** The position of the bin that a number lies in; -1 for none. */
export function binOf(bins: readonly NumberBin[], value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return -1;
  const beyond = bins.findIndex(({ from }) => from !== null && from > value);
  const at = beyond === -1 ? bins.length - 1 : beyond - 1;
  const bin = bins[at];
  return bin === undefined || (bin.to !== null && value > bin.to) ? -1 : at;
}

/** Whole numbers of grains, so that each edge is a number that can come; the last one is the first that can't. */
function edgesOnGrid(from: number, to: number, scale: number): number[] {
  const low = Math.floor(from * scale + 1e-6);
  const high = Math.ceil(to * scale - 1e-6);
  const count = high - low + 1;
  const width = count <= mostSingles ? 1 : Math.ceil(count / mostBins);
  const edges: number[] = [];
  for (let edge = low; edge <= high; edge += width) edges.push(edge / scale);
  return [...edges, (high + 1) / scale];
}

function evenEdges(from: number, to: number): number[] {
  const width = (to - from) / mostBins;
  return Array.from({ length: mostBins + 1 }, (_, at) => (at === mostBins ? to : from + at * width));
}

function rounded(value: number, grain: number): number {
  const scale = Math.round(1 / grain);
  return Math.round(value * scale) / scale;
}

function nameOf({ from, to }: Pick<NumberBin, 'from' | 'to'>, grain: number): string {
  const shown = (value: number) =>
    value.toLocaleString('en', grain > 0 ? { maximumFractionDigits: 10 } : { maximumSignificantDigits: 4 });
  if (from === null) return to === null ? 'any' : `up to ${shown(to)}`;
  if (to === null) return `${shown(from)} and more`;
  return from === to ? shown(from) : `${shown(from)} to ${shown(to)}`;
}
