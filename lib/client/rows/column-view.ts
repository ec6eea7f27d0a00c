import { z } from 'zod';

/** How a person arranged the columns of a grid. What isn't named here stands as the recipe has it. */
export type ColumnView = {
  order: readonly string[];
  hidden: readonly string[];
  pinned: readonly string[];
  /** In pixels; a column without one has the width of what it holds. */
  widths: Readonly<Record<string, number>>;
};

/** As the recipe has them. */
export const plainView: ColumnView = { order: [], hidden: [], pinned: [], widths: {} };

export const narrowestPx = 56;
export const widestPx = 960;

type Named = { name: string };

/** All columns in the person's order, pinned ones first, hidden ones among them. */
export function orderedColumns<C extends Named>(columns: readonly C[], view: ColumnView): C[] {
  const place = new Map(view.order.map((name, at) => [name, at]));
  // A column that the order doesn't know keeps to the column that the recipe has before it.
  let before = -1;
  const places = columns.map((column) => {
    before = place.get(column.name) ?? before;
    return { column, at: before };
  });
  const sorted = places.sort((a, b) => a.at - b.at).map(({ column }) => column);
  const isPinned = ({ name }: C) => view.pinned.includes(name);
  return [...sorted.filter(isPinned), ...sorted.filter((column) => !isPinned(column))];
}

/** The columns that are on screen. One is always left. */
export function shownColumns<C extends Named>(columns: readonly C[], view: ColumnView): C[] {
  const ordered = orderedColumns(columns, view);
  const shown = ordered.filter(({ name }) => !view.hidden.includes(name));
  return shown.length > 0 ? shown : ordered.slice(0, 1);
}

/** Shows a hidden column, hides a shown one. */
export function toggleHidden(view: ColumnView, name: string): ColumnView {
  return { ...view, hidden: toggled(view.hidden, name) };
}

/** Pins a column to the left edge, or lets it go. */
export function togglePinned(view: ColumnView, name: string): ColumnView {
  return { ...view, pinned: toggled(view.pinned, name) };
}

/** Moves a column one place to the left or right among those of its group. */
export function moveColumn(
  columns: readonly Named[],
  view: ColumnView,
  name: string,
  step: 1 | -1,
): ColumnView {
  const names = orderedColumns(columns, view).map((column) => column.name);
  const from = names.indexOf(name);
  const other = names[from + step];
  if (from < 0 || other === undefined) return view;
  if (view.pinned.includes(name) !== view.pinned.includes(other)) return view;
  names[from] = other;
  names[from + step] = name;
  return { ...view, order: names };
}

/** Gives a column a width, within limits; null lets it fit what it holds again. */
export function setWidth(view: ColumnView, name: string, widthPx: number | null): ColumnView {
  const others = Object.fromEntries(Object.entries(view.widths).filter(([column]) => column !== name));
  if (widthPx === null) return { ...view, widths: others };
  const width = Math.round(Math.min(widestPx, Math.max(narrowestPx, widthPx)));
  return { ...view, widths: { ...others, [name]: width } };
}

/** Is anything other than the recipe has it? */
export function isPlain({ order, hidden, pinned, widths }: ColumnView): boolean {
  return order.length + hidden.length + pinned.length + Object.keys(widths).length === 0;
}

const stored = z.object({
  order: z.array(z.string()),
  hidden: z.array(z.string()),
  pinned: z.array(z.string()),
  widths: z.record(z.string(), z.number().min(narrowestPx).max(widestPx)),
});

/** A view from the text that keeps it; what can't be read is the plain one. */
export function readColumnView(text: string | null): ColumnView {
  if (text === null) return plainView;
  try {
    return stored.safeParse(JSON.parse(text)).data ?? plainView;
  } catch {
    // Somebody else's text under our name: as good as none.
    return plainView;
  }
}

function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
}
