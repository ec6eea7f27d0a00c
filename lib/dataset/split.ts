/** The parts that a dataset is split into, in row order. */
export const splits = ['train', 'validation', 'test'] as const;

/** One of the parts of a dataset. */
export type Split = (typeof splits)[number];

/**
 * Where a split lies among `count` rows, from `start` up to, not including, `end`: validation and test have a
 * tenth each, rounded down; train has the rest and comes first. Without a split, all rows.
 */
export function splitRange(split: Split | undefined, count: number): { start: number; end: number } {
  const tenth = Math.floor(count / 10);
  const trainEnd = count - 2 * tenth;
  switch (split) {
    case undefined:
      return { start: 0, end: count };
    case 'train':
      return { start: 0, end: trainEnd };
    case 'validation':
      return { start: trainEnd, end: trainEnd + tenth };
    case 'test':
      return { start: trainEnd + tenth, end: count };
  }
}
