import type { WireColumn } from '@/lib/api/dataset-wire';
import type { ColumnView } from '@/lib/client/rows/column-view';
import type { SampledValues } from '@/lib/client/recipe-version';

/** How wide each column of the grid is, and how narrow the whole may get before it scrolls sideways. */
export type GridWidths = {
  template: string;
  leastPx: number;
  /** Where the pinned columns stick, in pixels from the left. */
  pinnedAt: ReadonlyMap<string, number>;
};

export const numberPx = 60;
const characterPx = 7.2;

/** Widths as the person set them, else by what the columns hold: drawn names fit, written text takes the rest. */
export function gridWidths(
  columns: readonly WireColumn[],
  view: ColumnView,
  sampled: SampledValues,
): GridWidths {
  const widths = columns.map((column) => columnWidth(column, view, sampled));
  const takesRest = widths.some(({ grows }) => grows);
  const pinnedAt = new Map<string, number>();
  let left = numberPx;
  for (const [at, { name }] of columns.entries()) {
    if (!view.pinned.includes(name)) break;
    pinnedAt.set(name, left);
    left += widths[at]?.leastPx ?? 0;
  }
  return {
    template: [
      `${numberPx}px`,
      ...widths.map(({ leastPx, grows }, at) =>
        grows || (!takesRest && at === widths.length - 1) ? `minmax(${leastPx}px, 1fr)` : `${leastPx}px`,
      ),
    ].join(' '),
    leastPx: numberPx + widths.reduce((sum, { leastPx }) => sum + leastPx, 0),
    pinnedAt,
  };
}

/** The cells a phone shows of a row: two short ones over a long one. */
export function phoneColumns(columns: readonly WireColumn[]): {
  leads: WireColumn[];
  main: WireColumn | null;
} {
  const main =
    columns.find(({ kind }) => kind === 'generated') ??
    columns.find(({ kind }) => kind === 'conversation' || kind === 'transformed') ??
    null;
  return { leads: columns.filter((column) => column !== main).slice(0, 2), main };
}

/** The columns a phone has room to chart over its rows: the short ones first. */
export function phoneHeads(columns: readonly WireColumn[]): WireColumn[] {
  const { leads, main } = phoneColumns(columns);
  return [...leads, ...(main === null ? [] : [main])].slice(0, 2);
}

function columnWidth(
  { name, kind }: WireColumn,
  view: ColumnView,
  sampled: SampledValues,
): { leastPx: number; grows: boolean } {
  const set = view.widths[name];
  if (set !== undefined) return { leastPx: set, grows: false };
  const headPx = Math.min(220, 56 + name.length * characterPx);
  if (kind === 'sampled') {
    const values = [...(sampled.get(name)?.values() ?? [])];
    const longest = values.reduce((most, value) => Math.max(most, value.name.length), 8);
    return { leastPx: Math.round(Math.max(headPx, Math.min(240, 48 + longest * characterPx))), grows: false };
  }
  if (kind === 'generated') {
    return { leastPx: Math.max(240, Math.round(headPx)), grows: !view.pinned.includes(name) };
  }
  return { leastPx: Math.max(132, Math.round(headPx)), grows: false };
}
