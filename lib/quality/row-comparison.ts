import { encodeJson } from '@/lib/dataset/json';
import { fastHash128Hex } from '@/lib/util/fast-hash';
import { createNearIndex, type TextSketch } from './near-index';
import type { Cells, Rejection } from './rejection';
import { textOfValue } from './value-text';

/** A rule that looks at other rows, with the places of its columns. */
export type ComparingRule = {
  readonly rule: string;
  readonly column: string;
  readonly places: readonly number[];
  /** Rows in which all of these are null have nothing to compare: their values were skipped. */
  readonly canBeSkipped: boolean;
} & ({ readonly kind: 'unique' } | { readonly kind: 'near-duplicate'; readonly mostAlike: number });

/** What is known of the accepted rows. What a row costs doesn't grow with their number. */
export type RowComparison = {
  /** Decides on a row that breaks nothing else: it is rejected, or taken in and compared with from then on. */
  decide(index: number, cells: Cells): Rejection | null;
  /** Takes in a row that is accepted already. */
  add(index: number, cells: Cells): void;
};

type Comparison = {
  find(cells: Cells): { index: number; message: string } | null;
  add(index: number, cells: Cells): void;
};

/** Starts with no accepted row. */
export function createRowComparison(rules: readonly ComparingRule[]): RowComparison {
  const comparisons = rules.map((rule) => ({
    rule,
    comparison:
      rule.kind === 'unique' ? createUnique(rule.places) : createNear(rule.places[0] ?? 0, rule.mostAlike),
  }));
  const isAway = ({ canBeSkipped, places }: ComparingRule, cells: Cells) =>
    canBeSkipped && places.every((place) => cells[place] === null);
  const add = (index: number, cells: Cells) => {
    for (const { rule, comparison } of comparisons) if (!isAway(rule, cells)) comparison.add(index, cells);
  };
  return {
    add,
    decide(index, cells) {
      for (const { rule, comparison } of comparisons) {
        const found = isAway(rule, cells) ? null : comparison.find(cells);
        if (found !== null) return { rule: rule.rule, column: rule.column, message: found.message };
      }
      add(index, cells);
      return null;
    },
  };
}

function createUnique(places: readonly number[]): Comparison {
  const rows = new Map<number, number>();
  // 52 bits of a good hash: among a million rows one in 9,000 runs takes two different values for the same.
  const keyOf = (cells: Cells) =>
    Number.parseInt(
      fastHash128Hex(places.map((place) => encodeJson(cells[place])).join('\n')).slice(0, 13),
      16,
    );
  return {
    find(cells) {
      const index = rows.get(keyOf(cells));
      return index === undefined ? null : { index, message: `is the same as in row ${index}` };
    },
    add(index, cells) {
      const key = keyOf(cells);
      if (!rows.has(key)) rows.set(key, index);
    },
  };
}

function createNear(place: number, mostAlike: number): Comparison {
  const index = createNearIndex(mostAlike);
  // Found and then added is the common case: the sketch is made once.
  let last: { cells: Cells; sketch: TextSketch | null } | null = null;
  const sketchOf = (cells: Cells) => {
    if (last?.cells !== cells) last = { cells, sketch: index.sketch(textOfValue(cells[place])) };
    return last.sketch;
  };
  return {
    find(cells) {
      const sketch = sketchOf(cells);
      const nearest = sketch === null ? null : index.nearest(sketch);
      if (nearest === null || nearest.likeness <= mostAlike) return null;
      const percent = Math.floor(100 * nearest.likeness);
      return { index: nearest.row, message: `is ${percent} % like row ${nearest.row}` };
    },
    add(row, cells) {
      const sketch = sketchOf(cells);
      if (sketch !== null) index.add(row, sketch);
    },
  };
}
