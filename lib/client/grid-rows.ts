import type { WireRow } from '@/lib/api/dataset-wire';
import { cellText, type CellText } from './cell-text';

/** A row as lists show it: its values cut to a line each, so that 100 kB cells weigh nothing. */
export type GridRow = {
  index: number;
  status: WireRow['status'];
  /** Why it failed or was rejected. */
  reason: string | null;
  texts: Readonly<Record<string, CellText>>;
  rating: -1 | 0 | 1;
  /** Columns that a person changed. */
  edited: readonly string[];
};

/** Cuts a row of the API down to what a list shows. */
export function toGridRow({ index, status, reason, values, rating = 0, edited = [] }: WireRow): GridRow {
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cellText(value)]));
  return { index, status, reason: reason?.message ?? null, texts, rating, edited };
}
